// SPDX-License-Identifier: Apache-2.0
#include "model/organization/policy_content.h"

#include "base/utf8.h"
#include "model/organization/errors.h"
#include "model/organization/resource_control.h"
#include "policy/document.h"
#include "policy/management/bedrock.h"
#include "policy/management/node.h"

#include <fmt/format.h>

#include <utility>

namespace licet::model {
namespace {

/// What all of a management policy is in; empty where no document tells.
std::string_view root_name(PolicyType type) {
    switch (type) {
        case PolicyType::TAG_POLICY:
            return "tags";
        case PolicyType::BACKUP_POLICY:
            return "plans";
        case PolicyType::AISERVICES_OPT_OUT_POLICY:
            return "services";
        case PolicyType::CHATBOT_POLICY:
            return "chatbot";
        case PolicyType::DECLARATIVE_POLICY_EC2:
            return "ec2_attributes";
        case PolicyType::SECURITYHUB_POLICY:
            return "securityhub";
        case PolicyType::INSPECTOR_POLICY:
            return "inspector";
        case PolicyType::UPGRADE_ROLLOUT_POLICY:
            return "upgrade_rollout";
        case PolicyType::BEDROCK_POLICY:
            return "bedrock";
        case PolicyType::S3_POLICY:
            return "s3_attributes";
        default:
            return {};
    }
}

Result<void> check_management(PolicyType type, std::string_view content, AccountId management) {
    LICET_TRY(const auto policy, policy::management::parse(content));
    const std::string_view root = root_name(type);
    for (const auto& [name, member] : policy->root().members) {
        if (!root.empty() && name != root) {
            return policy::malformed_policy(
                fmt::format("$.{}: is unknown here; all is within `{}`", name, root));
        }
    }
    if (type == PolicyType::BEDROCK_POLICY) {
        return policy::management::check_bedrock(*policy, management.text());
    }
    return {};
}

Result<void> check_language(PolicyType type, std::string_view content, AccountId management) {
    switch (type) {
        case PolicyType::SERVICE_CONTROL_POLICY: {
            LICET_TRY_VOID(policy::compile(content, policy::Grammar::service_control));
            return {};
        }
        case PolicyType::RESOURCE_CONTROL_POLICY:
            return check_resource_control(content);
        default:
            return check_management(type, content, management);
    }
}

}  // namespace

PolicyLimits limits_of(PolicyType type) {
    switch (type) {
        case PolicyType::SERVICE_CONTROL_POLICY:
            return {.characters = 5'120, .attached = 5, .policies = 10'000};
        case PolicyType::RESOURCE_CONTROL_POLICY:
            return {.characters = 5'120, .attached = 5, .policies = 1'000};
        case PolicyType::AISERVICES_OPT_OUT_POLICY:
            return {.characters = 2'500, .attached = 5, .policies = 1'000};
        case PolicyType::CHATBOT_POLICY:
            return {.characters = 10'000, .attached = 5, .policies = 1'000};
        default:
            return {.characters = 10'000, .attached = 10, .policies = 1'000};
    }
}

Result<void> check_policy_content(PolicyType type, std::string_view content, AccountId management) {
    const std::size_t max = limits_of(type).characters;
    if (count_characters(content) > max) {
        return constraint_violation(
            "POLICY_CONTENT_LIMIT_EXCEEDED",
            fmt::format("a policy of this type has at most {} characters, this one has {}", max,
                        count_characters(content)));
    }
    auto checked = check_language(type, content, management);
    if (!checked.ok()) {
        Error error = std::move(checked).error();
        error.name = "MalformedPolicyDocumentException";
        return error;
    }
    return {};
}

}  // namespace licet::model
