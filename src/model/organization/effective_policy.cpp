// SPDX-License-Identifier: Apache-2.0
#include "model/organization/effective_policy.h"

#include "model/organization/access.h"
#include "model/organization/attachments.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

/// The account that is asked about.
Result<AccountId> find_target(const Organizations& state, const OrganizationView& organization,
                              AccountId caller, const std::optional<std::string>& target) {
    if (!target) {
        return caller;
    }
    const auto account = AccountId::parse(*target);
    if (account.ok() && *account == caller) {
        return caller;
    }
    LICET_TRY_VOID(require_reader(state, caller));
    if (!account.ok()) {
        return invalid_input("TARGET_NOT_SUPPORTED",
                             "only accounts have effective policies; give the id of an account");
    }
    LICET_TRY_VOID(require_target(state, organization, *target));
    return *account;
}

Time last_change(const Organizations& state, const Organization& organization, AccountId account,
                 PolicyType type, Time enabled_at) {
    Time latest = enabled_at;
    const auto look_at = [&](std::string_view node) {
        const auto found = organization.attachments.find(node);
        if (found == organization.attachments.end()) {
            return;
        }
        for (const PolicyAttachment& attachment : found->second) {
            const OrganizationPolicy& policy = state.policies.find(attachment.policy)->second;
            if (policy.type == type) {
                latest = std::max({latest, attachment.attached_at, policy.updated_at});
            }
        }
    };
    for (const std::string_view node : ancestors(state, account)) {
        look_at(node);
    }
    look_at(account.text());
    return latest;
}

}  // namespace

std::vector<std::vector<InheritedPolicy>> policies_above(const Organizations& state,
                                                         AccountId account, PolicyType type) {
    std::vector<std::vector<InheritedPolicy>> levels;
    const Organization* organization = organization_of(state, account);
    if (organization == nullptr || find_enabled(*organization, type) == nullptr) {
        return levels;
    }
    std::vector<std::string> nodes{account.text()};
    for (const std::string_view node : ancestors(state, account)) {
        nodes.emplace_back(node);
    }
    for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
        const auto attached = organization->attachments.find(*node);
        if (attached == organization->attachments.end()) {
            continue;
        }
        std::vector<InheritedPolicy> level;
        for (const PolicyAttachment& attachment : attached->second) {
            const auto policy = state.policies.find(attachment.policy);
            if (policy->second.type == type) {
                level.push_back({policy->first, policy->second});
            }
        }
        if (!level.empty()) {
            levels.push_back(std::move(level));
        }
    }
    return levels;
}

policy::management::Effective effective_policy(const Organizations& state, AccountId account,
                                               PolicyType type) {
    std::vector<policy::management::Level> levels;
    for (const auto& policies : policies_above(state, account, type)) {
        auto& level = levels.emplace_back();
        for (const InheritedPolicy& policy : policies) {
            level.push_back(policy.details.management);
        }
    }
    return policy::management::merge(levels);
}

Result<EffectivePolicy> describe_effective_policy(const Organizations& state, AccountId caller,
                                                  const std::optional<std::string>& target,
                                                  PolicyType type) {
    LICET_TRY(const auto organization, require_member(state, caller));
    LICET_TRY(const AccountId account, find_target(state, organization, caller, target));
    if (!is_management_type(type)) {
        return invalid_input(
            "INVALID_ENUM_POLICY_TYPE",
            fmt::format("{} is not merged into an effective policy", policy_type_name(type)));
    }
    const EnabledPolicyType* enabled = find_enabled(organization.details, type);
    if (enabled == nullptr) {
        return Error{ErrorKind::not_found,
                     fmt::format("the policy type {} is not enabled; enable it on the root first",
                                 policy_type_name(type)),
                     "EffectivePolicyNotFoundException"};
    }
    return EffectivePolicy{
        account, policy::management::to_json(effective_policy(state, account, type)),
        last_change(state, organization.details, account, type, enabled->enabled_at)};
}

}  // namespace licet::model
