// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::GuardrailIdentifier guardrailIdentifier;
    bedrock::GuardrailNameText name;
    std::optional<bedrock::GuardrailDescription> description;
    std::optional<bedrock::TopicPolicyConfig> topicPolicyConfig;
    std::optional<bedrock::ContentPolicyConfig> contentPolicyConfig;
    std::optional<bedrock::WordPolicyConfig> wordPolicyConfig;
    std::optional<bedrock::SensitiveInformationPolicyConfig> sensitiveInformationPolicyConfig;
    std::optional<bedrock::GroundingPolicyConfig> contextualGroundingPolicyConfig;
    std::optional<bedrock::ReasoningPolicyConfig> automatedReasoningPolicyConfig;
    std::optional<bedrock::CrossRegionConfig> crossRegionConfig;
    model::GuardrailMessaging blockedInputMessaging;
    model::GuardrailMessaging blockedOutputsMessaging;
    std::optional<Text<1, 2048>> kmsKeyId;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (guardrailIdentifier, name, description, topicPolicyConfig,
                       contentPolicyConfig, wordPolicyConfig, sensitiveInformationPolicyConfig,
                       contextualGroundingPolicyConfig, automatedReasoningPolicyConfig,
                       crossRegionConfig, blockedInputMessaging, blockedOutputsMessaging, kmsKeyId))

struct Response {
    std::string guardrailId;
    std::string guardrailArn;
    std::string version;
    std::string updatedAt;
};
BOOST_DESCRIBE_STRUCT(Response, (), (guardrailId, guardrailArn, version, updatedAt))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto id,
              model::own_guardrail(call.state(), request.guardrailIdentifier, call.context()));
    LICET_TRY(const auto settings, bedrock::settings_in(request, call.services));
    LICET_TRY(auto events, model::update_guardrail(call.state(), id, settings, call.context()));
    call.transaction.commit(std::move(events));
    Response response{.guardrailId = std::move(id),
                      .guardrailArn = {},
                      .version = model::guardrail_version_text(0),
                      .updatedAt = format_iso8601(call.context().now)};
    response.guardrailArn =
        model::guardrail_arn(call.context().region, call.account(), response.guardrailId);
    call.transaction.touch("AWS::Bedrock::Guardrail", response.guardrailArn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::on_guardrail(call, request.guardrailIdentifier);
}

constexpr wire::HttpBinding kHttp{"PUT", "/guardrails/{guardrailIdentifier}", 202};
constexpr wire::RestMember kMembers[] = {{"guardrailIdentifier", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_update_guardrail =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "UpdateGuardrail",
         .doc = "Replaces the draft of a guardrail; its versions stay as they are.",
         .access = Access::write,
         .needs = bedrock::kOnGuardrail,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
