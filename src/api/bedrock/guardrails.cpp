// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/guardrails.h"

#include "model/state.h"

#include <fmt/format.h>

namespace licet::api::bedrock {
namespace {

Error needs_classifier(std::string_view member, std::string_view what) {
    return {ErrorKind::invalid,
            fmt::format("$.{}: {} need a model that judges texts, and none is configured; leave "
                        "the member out",
                        member, what),
            "ValidationException"};
}

}  // namespace

Permissions on_guardrail(const PermissionCall& call, const std::string& identifier) {
    const auto named = model::parse_guardrail_name(identifier);
    const auto region = named && !named->region.empty() ? named->region : call.region;
    const AccountId account = named && named->account ? named->account : call.account();
    const std::string id{named ? named->id : std::string_view{identifier}};
    const model::Tags* tags = nullptr;
    if (call.known != nullptr && account == call.account()) {
        const auto found = call.state().guardrail.all.find(id);
        const bool own = found != call.state().guardrail.all.end() &&
                         found->second.account == account && found->second.region == region;
        tags = own ? &found->second.tags : nullptr;
    } else if (call.facts != nullptr && account == call.account()) {
        const auto* found = call.facts->guardrail(id);
        const bool own =
            found != nullptr && (*found)->account == account && (*found)->region == region;
        tags = own ? &(*found)->tags : nullptr;
    }
    return permit(model::guardrail_arn(region, account, id), tags);
}

Result<void> check_supported(const SpecialPolicies& asked, const Services& services) {
    const bool can_judge = services.has_classifier != nullptr && services.has_classifier->load();
    if (asked.topics && !can_judge) {
        return needs_classifier("topicPolicyConfig", "denied topics");
    }
    if (asked.content && !can_judge) {
        return needs_classifier("contentPolicyConfig", "content filters and prompt attacks");
    }
    if (asked.grounding && !can_judge) {
        return needs_classifier("contextualGroundingPolicyConfig", "grounding checks");
    }
    if (asked.reasoning) {
        return Error{ErrorKind::invalid,
                     "$.automatedReasoningPolicyConfig: automated reasoning is not offered",
                     "ValidationException"};
    }
    if (asked.cross_region) {
        return Error{ErrorKind::invalid,
                     "$.crossRegionConfig: guardrails are applied where the call is made",
                     "ValidationException"};
    }
    if (asked.kms_key) {
        return Error{ErrorKind::invalid, "$.kmsKeyId: there are no customer managed keys",
                     "ValidationException"};
    }
    return {};
}

Result<std::uint32_t> guardrail_version_in(const std::string& text) {
    const auto version = model::parse_guardrail_version(text);
    if (!version) {
        return Error{ErrorKind::invalid,
                     "$.guardrailVersion: must be `DRAFT` or the number of a version",
                     "ValidationException"};
    }
    return *version;
}

bool is_guardrail_arn(std::string_view arn) {
    const auto named = model::parse_guardrail_name(arn);
    return named && !named->region.empty();
}

Permissions on_tagged(const PermissionCall& call, const std::string& arn) {
    return is_guardrail_arn(arn) ? on_guardrail(call, arn) : on_profile(call, arn);
}

std::string tagged_type(std::string_view arn) {
    return is_guardrail_arn(arn) ? "AWS::Bedrock::Guardrail" : "AWS::Bedrock::InferenceProfile";
}

}  // namespace licet::api::bedrock
