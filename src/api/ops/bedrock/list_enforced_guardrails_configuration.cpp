// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "api/page.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<Text<1, 2048>> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (nextToken))

enum class Owner { ACCOUNT };
BOOST_DESCRIBE_ENUM(Owner, ACCOUNT)

struct Configuration {
    std::string configId;
    std::string guardrailArn;
    std::string guardrailId;
    std::optional<bedrock::SelectiveGuarding> selectiveContentGuarding;
    std::string guardrailVersion;
    std::string createdAt;
    std::string createdBy;
    std::string updatedAt;
    std::string updatedBy;
    Owner owner = Owner::ACCOUNT;
    std::optional<bedrock::ModelEnforcement> modelEnforcement;
};
BOOST_DESCRIBE_STRUCT(Configuration, (),
                      (configId, guardrailArn, guardrailId, selectiveContentGuarding,
                       guardrailVersion, createdAt, createdBy, updatedAt, updatedBy, owner,
                       modelEnforcement))

struct Response {
    std::vector<Configuration> guardrailsConfig;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (guardrailsConfig, nextToken))

Configuration shown(const Call& call, const model::EnforcedConfiguration& one) {
    Configuration out{
        .configId = one.id,
        .guardrailArn = model::guardrail_arn(call.context().region, call.account(), one.guardrail),
        .guardrailId = one.guardrail,
        .selectiveContentGuarding = {},
        .guardrailVersion = model::guardrail_version_text(one.version),
        .createdAt = format_iso8601(one.created_at),
        .createdBy = one.created_by,
        .updatedAt = format_iso8601(one.updated_at),
        .updatedBy = one.updated_by,
        .modelEnforcement = {}};
    if (one.system || one.messages) {
        out.selectiveContentGuarding = {one.system, one.messages};
    }
    if (!one.included_models.empty() || !one.excluded_models.empty()) {
        auto& models = out.modelEnforcement.emplace();
        models.includedModels.assign(one.included_models.begin(), one.included_models.end());
        models.excludedModels.assign(one.excluded_models.begin(), one.excluded_models.end());
    }
    return out;
}

/// There is one at most, so that there is never a next page.
Result<Response> run(Call& call, const Request& request) {
    if (request.nextToken) {
        LICET_TRY_VOID(
            Listing(call, "ListEnforcedGuardrailsConfiguration").key_in(*request.nextToken));
    }
    Response response;
    const auto* found =
        model::find_enforced(call.state().guardrail, call.account(), call.context().region);
    if (found != nullptr) {
        response.guardrailsConfig.push_back(shown(call, *found));
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/enforcedGuardrailsConfiguration"};
constexpr wire::RestMember kMembers[] = {{"nextToken", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_list_enforced_guardrails_configuration =
    operation<Request, Response, run>(
        {.service = &wire::kBedrock,
         .name = "ListEnforcedGuardrailsConfiguration",
         .doc = "Shows what the account puts on all its model calls in the region.",
         .access = Access::read,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
