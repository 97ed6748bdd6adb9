// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"
#include "api/bedrock/request_token.h"
#include "api/bedrock/tags.h"
#include "api/define.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kName = "CreateGuardrail";

struct Request {
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
    bedrock::TagList tags;
    bedrock::RequestToken clientRequestToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (name, description, topicPolicyConfig, contentPolicyConfig, wordPolicyConfig,
                       sensitiveInformationPolicyConfig, contextualGroundingPolicyConfig,
                       automatedReasoningPolicyConfig, crossRegionConfig, blockedInputMessaging,
                       blockedOutputsMessaging, kmsKeyId, tags, clientRequestToken))

struct Response {
    std::string guardrailId;
    std::string guardrailArn;
    std::string version;
    std::string createdAt;
};
BOOST_DESCRIBE_STRUCT(Response, (), (guardrailId, guardrailArn, version, createdAt))

Response made(const Call& call, const std::string& id) {
    // One that a token made may be gone since.
    const auto found = call.state().guardrail.all.find(id);
    const bool there = found != call.state().guardrail.all.end();
    return {
        .guardrailId = id,
        .guardrailArn = model::guardrail_arn(call.context().region, call.account(), id),
        .version = model::guardrail_version_text(0),
        .createdAt = format_iso8601(there ? found->second.draft.created_at : call.context().now)};
}

Result<Response> run(Call& call, const Request& request) {
    auto remembered = bedrock::remembered(call, kName, request);
    if (remembered) {
        LICET_TRY(const auto before,
                  model::recall(call.state().idempotency, remembered->key, remembered->input));
        if (before) {
            return made(call, bedrock::unpacked(before->resource));
        }
    }
    LICET_TRY(const auto settings, bedrock::settings_in(request, call.services));
    LICET_TRY(auto created,
              model::create_guardrail(call.state(), settings, bedrock::tags_in(request.tags),
                                      call.context()));
    if (remembered) {
        remembered->resource = bedrock::packed(created.id);
        created.events.emplace_back(*remembered);
    }
    call.transaction.commit(std::move(created.events));
    auto response = made(call, created.id);
    call.transaction.touch("AWS::Bedrock::Guardrail", response.guardrailArn);
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = permit("*");
    permissions.front().request_tags = bedrock::asked_tags(request.tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"TooManyTagsException"};
constexpr wire::HttpBinding kHttp{"POST", "/guardrails", 202};

}  // namespace

extern constinit const Operation op_bedrock_create_guardrail =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = kName,
         .doc = "Makes a guardrail: words, managed word lists, PII entities, regexes, topics, "
                "content filters and grounding filters that prompts and answers are held against.",
         .access = Access::write,
         .needs = {.keys = kNewTagKeys},
         .errors = kErrors,
         .http = &kHttp});

}  // namespace licet::api
