// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "api/page.h"
#include "model/state.h"

#include <fmt/format.h>

#include <map>

namespace licet::api {
namespace {

constexpr std::size_t kPageDefault = 100;

struct Request {
    std::optional<bedrock::GuardrailIdentifier> guardrailIdentifier;
    std::optional<Integer<1, 1000>> maxResults;
    std::optional<Text<1, 2048>> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (guardrailIdentifier, maxResults, nextToken))

struct Summary {
    std::string id;
    std::string arn;
    bedrock::GuardrailStatus status = bedrock::GuardrailStatus::READY;
    std::string name;
    std::optional<std::string> description;
    std::string version;
    std::string createdAt;
    std::string updatedAt;
};
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (id, arn, status, name, description, version, createdAt, updatedAt))

struct Response {
    std::vector<Summary> guardrails;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (guardrails, nextToken))

Summary summary_of(const model::Guardrail& guardrail, std::uint32_t number) {
    const auto& version = number == 0 ? guardrail.draft : guardrail.versions.at(number);
    Summary summary{.id = guardrail.ready->id,
                    .arn = guardrail.ready->arn,
                    .name = version.name,
                    .description = {},
                    .version = model::guardrail_version_text(number),
                    .createdAt = format_iso8601(version.created_at),
                    .updatedAt = format_iso8601(version.updated_at)};
    if (!version.description.empty()) {
        summary.description = version.description;
    }
    return summary;
}

/// The draft and then the versions, by keys in the order of their numbers.
std::map<std::string, std::uint32_t> versions_of(const model::Guardrail& guardrail) {
    std::map<std::string, std::uint32_t> versions{{fmt::format("{:08}", 0), 0}};
    for (const auto& [number, version] : guardrail.versions) {
        versions.emplace(fmt::format("{:08}", number), number);
    }
    return versions;
}

Result<Response> run(Call& call, const Request& request) {
    const std::string identifier = request.guardrailIdentifier.value_or("");
    const Listing listing{call, "ListGuardrails", identifier};
    Page<std::string> page{.after = {}, .size = kPageDefault};
    if (request.maxResults) {
        page.size = static_cast<std::size_t>(request.maxResults->value);
    }
    if (request.nextToken) {
        LICET_TRY(page.after, listing.key_in(*request.nextToken));
    }
    const auto& all = call.state().guardrail.all;
    Response response;
    std::optional<std::string> next;
    if (request.guardrailIdentifier) {
        LICET_TRY(const auto id, model::own_guardrail(call.state(), identifier, call.context()));
        next = fill_page(versions_of(all.at(id)), page, [&](const auto& item) {
            response.guardrails.push_back(summary_of(all.at(id), item.second));
            return true;
        });
    } else {
        next = fill_page(all, page, [&](const auto& item) {
            const auto& guardrail = item.second;
            const bool shown =
                guardrail.account == call.account() && guardrail.region == call.context().region;
            if (shown) {
                response.guardrails.push_back(summary_of(guardrail, 0));
            }
            return shown;
        });
    }
    if (next) {
        response.nextToken = listing.token_after(*next);
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return request.guardrailIdentifier ? bedrock::on_guardrail(call, *request.guardrailIdentifier)
                                       : permit("*");
}

constexpr wire::HttpBinding kHttp{"GET", "/guardrails"};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::query},
                                         {"maxResults", wire::Location::query},
                                         {"nextToken", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_list_guardrails =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "ListGuardrails",
         .doc = "Lists the drafts of the account's guardrails in the region, or all versions of "
                "one.",
         .access = Access::read,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
