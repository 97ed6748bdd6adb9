// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles.h"
#include "api/define.h"
#include "api/page.h"

namespace licet::api {
namespace {

constexpr std::size_t kPageDefault = 100;

struct Request {
    std::optional<Integer<1, 1000>> maxResults;
    std::optional<Text<1, 2048>> nextToken;
    std::optional<bedrock::ProfileType> typeEquals;
};
BOOST_DESCRIBE_STRUCT(Request, (), (maxResults, nextToken, typeEquals))

struct Response {
    std::vector<bedrock::Profile> inferenceProfileSummaries;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (inferenceProfileSummaries, nextToken))

/// System profiles come first; their ids have a dot, those of profiles that accounts made have
/// none.
bool is_in_own(const Page<std::string>& page) {
    return page.after && page.after->find('.') == std::string::npos;
}

/// @return where the next page begins, if there is one.
std::optional<std::string> fill(Call& call, const Request& request, Page<std::string> page,
                                std::vector<bedrock::Profile>& out) {
    const auto& region = call.context().region;
    const auto& models = call.state().models;
    if (request.typeEquals != bedrock::ProfileType::APPLICATION && !is_in_own(page)) {
        auto next = fill_page(models.profiles, page, [&](const auto& item) {
            const bool shown = model::destinations(item.second, region) != nullptr;
            if (shown) {
                out.push_back(bedrock::show_profile(item.second, call.account(), region));
            }
            return shown;
        });
        if (next) {
            return next;
        }
        page = {.after = {}, .size = page.size - out.size()};
    }
    if (request.typeEquals == bedrock::ProfileType::SYSTEM_DEFINED) {
        return std::nullopt;
    }
    return fill_page(models.application_profiles, page, [&](const auto& item) {
        const auto& [id, profile] = item;
        const bool shown = profile.account == call.account() && profile.region == region;
        if (shown) {
            out.push_back(bedrock::show_profile(models, id, profile));
        }
        return shown;
    });
}

Result<Response> run(Call& call, const Request& request) {
    const Listing listing{call, "ListInferenceProfiles"};
    Page<std::string> page{.after = {}, .size = kPageDefault};
    if (request.maxResults) {
        page.size = static_cast<std::size_t>(request.maxResults->value);
    }
    if (request.nextToken) {
        LICET_TRY(page.after, listing.key_in(*request.nextToken));
    }
    Response response;
    if (const auto next = fill(call, request, page, response.inferenceProfileSummaries)) {
        response.nextToken = listing.token_after(*next);
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/inference-profiles"};
constexpr wire::RestMember kMembers[] = {{"maxResults", wire::Location::query},
                                         {"nextToken", wire::Location::query},
                                         {"typeEquals", wire::Location::query, "type"}};

}  // namespace

extern constinit const Operation op_bedrock_list_inference_profiles =
    operation<Request, Response, run>(
        {.service = &wire::kBedrock,
         .name = "ListInferenceProfiles",
         .doc = "Lists the inference profiles that can be used in the region.",
         .access = Access::read,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
