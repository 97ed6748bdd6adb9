// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles.h"
#include "api/define.h"
#include "api/page.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListInferenceProfiles";
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

Result<Response> run(Call& call, const Request& request) {
    Page<std::string> page{.after = {}, .size = kPageDefault};
    if (request.maxResults) {
        page.size = static_cast<std::size_t>(request.maxResults->value);
    }
    if (request.nextToken) {
        LICET_TRY(page.after, read_page_token(kListing, *request.nextToken));
    }
    const auto& region = call.context().region;
    const bool wanted = request.typeEquals != bedrock::ProfileType::APPLICATION;
    Response response;
    const auto next = fill_page(call.state().models.profiles, page, [&](const auto& item) {
        const bool shown = wanted && model::destinations(item.second, region) != nullptr;
        if (shown) {
            response.inferenceProfileSummaries.push_back(
                bedrock::show_profile(item.second, call.account(), region));
        }
        return shown;
    });
    if (next) {
        response.nextToken = make_page_token(kListing, *next);
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
