// SPDX-License-Identifier: Apache-2.0
#include "model/organization/attachments.h"

#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/policy_content.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

const std::vector<PolicyAttachment>& attachments_of(const Organization& organization,
                                                    std::string_view target) {
    static const std::vector<PolicyAttachment> kNone;
    const auto found = organization.attachments.find(target);
    return found == organization.attachments.end() ? kNone : found->second;
}

bool is_attached(const Organizations& state, const OrganizationView& organization,
                 const PolicyView& policy, std::string_view target) {
    return policies_on(state, organization.details, target, policy.type)
               .count(std::string{policy.id}) != 0;
}

Error not_enabled(PolicyType type) {
    return Error{ErrorKind::conflict,
                 fmt::format("the policy type {} is not enabled; enable it on the root first",
                             policy_type_name(type)),
                 "PolicyTypeNotEnabledException"};
}

Result<void> require_root(const OrganizationView& organization, std::string_view root) {
    if (root != organization.details.root_id) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no root `{}` in your organization", root),
                     "RootNotFoundException"};
    }
    return {};
}

/// Root, OUs and accounts.
std::set<std::string> all_targets(const Organizations& state,
                                  const OrganizationView& organization) {
    std::set<std::string> targets{organization.details.root_id};
    for (const auto& [unit, details] : organization.details.units) {
        targets.insert(unit);
    }
    const auto accounts = state.accounts_by_organization.find(organization.id);
    if (accounts != state.accounts_by_organization.end()) {
        for (const AccountId account : accounts->second) {
            targets.insert(account.text());
        }
    }
    return targets;
}

}  // namespace

Result<Events> attach_organization_policy(const State& state,
                                          const AttachOrganizationPolicy& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY(const PolicyView policy, require_policy(all, organization, command.policy));
    LICET_TRY_VOID(require_target(all, organization, command.target));
    if (find_enabled(organization.details, policy.type) == nullptr) {
        return not_enabled(policy.type);
    }
    const auto present = policies_on(all, organization.details, command.target, policy.type);
    if (present.count(command.policy) != 0) {
        return Error{
            ErrorKind::conflict,
            fmt::format("policy `{}` is attached to `{}` already", command.policy, command.target),
            "DuplicatePolicyAttachmentException"};
    }
    const std::size_t max = limits_of(policy.type).attached;
    if (present.size() >= max) {
        return constraint_violation(
            "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
            fmt::format("at most {} policies of type {} are attached to a root, OU or account", max,
                        policy_type_name(policy.type)));
    }
    return Events{
        OrganizationPolicyAttached{organization.id, command.policy, command.target, context.now}};
}

Result<Events> detach_organization_policy(const State& state,
                                          const DetachOrganizationPolicy& command,
                                          const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY(const PolicyView policy, require_policy(all, organization, command.policy));
    LICET_TRY_VOID(require_target(all, organization, command.target));
    if (!is_attached(all, organization, policy, command.target)) {
        return Error{
            ErrorKind::not_found,
            fmt::format("policy `{}` is not attached to `{}`", command.policy, command.target),
            "PolicyNotAttachedException"};
    }
    if (policy.id == kResourceFullAccessId) {
        return constraint_violation("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                                    "RCPFullAWSAccess stays attached everywhere while resource "
                                    "control policies are enabled");
    }
    if (policy.type == PolicyType::SERVICE_CONTROL_POLICY &&
        policies_on(all, organization.details, command.target, policy.type).size() == 1) {
        return constraint_violation(
            "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
            fmt::format("`{}` is the last service control policy of `{}`; attach another first",
                        command.policy, command.target));
    }
    return Events{
        OrganizationPolicyDetached{organization.id, command.policy, command.target, context.now}};
}

Result<Events> enable_policy_type(const State& state, const EnablePolicyType& command,
                                  const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_root(organization, command.root));
    if (organization.details.features != FeatureSet::ALL) {
        return Error{ErrorKind::conflict,
                     "an organization with consolidated billing has no policies; enable all "
                     "features first",
                     "PolicyTypeNotAvailableForOrganizationException"};
    }
    if (find_enabled(organization.details, command.type) != nullptr) {
        return Error{
            ErrorKind::conflict,
            fmt::format("the policy type {} is enabled already", policy_type_name(command.type)),
            "PolicyTypeAlreadyEnabledException"};
    }
    return Events{PolicyTypeEnabled{organization.id, command.type, context.now}};
}

Result<Events> disable_policy_type(const State& state, const DisablePolicyType& command,
                                   const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_root(organization, command.root));
    if (find_enabled(organization.details, command.type) == nullptr) {
        return not_enabled(command.type);
    }
    return Events{PolicyTypeDisabled{organization.id, command.type}};
}

const EnabledPolicyType* find_enabled(const Organization& organization, PolicyType type) {
    const auto found =
        std::find_if(organization.policy_types.begin(), organization.policy_types.end(),
                     [type](const EnabledPolicyType& enabled) { return enabled.type == type; });
    return found == organization.policy_types.end() ? nullptr : &*found;
}

Result<void> require_target(const Organizations& state, const OrganizationView& organization,
                            std::string_view target) {
    const auto account = AccountId::parse(target);
    const bool known = account.ok() ? require_account(state, organization, *account).ok()
                                    : is_node_of(organization, target);
    if (!known) {
        return Error{
            ErrorKind::not_found,
            fmt::format("there is no root, OU or account `{}` in your organization", target),
            "TargetNotFoundException"};
    }
    return {};
}

std::set<std::string> policies_on(const Organizations& state, const Organization& organization,
                                  std::string_view target, PolicyType type) {
    std::set<std::string> ids;
    if (find_enabled(organization, type) == nullptr) {
        return ids;
    }
    if (type == PolicyType::SERVICE_CONTROL_POLICY &&
        organization.without_full_access.find(target) == organization.without_full_access.end()) {
        ids.emplace(kFullAccessId);
    }
    if (type == PolicyType::RESOURCE_CONTROL_POLICY) {
        ids.emplace(kResourceFullAccessId);
    }
    for (const PolicyAttachment& attachment : attachments_of(organization, target)) {
        if (state.policies.find(attachment.policy)->second.type == type) {
            ids.insert(attachment.policy);
        }
    }
    return ids;
}

std::set<std::string> targets_of(const Organizations& state, const OrganizationView& organization,
                                 const PolicyView& policy) {
    if (!policy.aws_managed) {
        const auto found = state.targets_by_policy.find(policy.id);
        return found == state.targets_by_policy.end() ? std::set<std::string>{} : found->second;
    }
    if (find_enabled(organization.details, policy.type) == nullptr) {
        return {};
    }
    std::set<std::string> targets = all_targets(state, organization);
    if (policy.id == kFullAccessId) {
        for (const auto& [target, since] : organization.details.without_full_access) {
            targets.erase(target);
        }
    }
    return targets;
}

}  // namespace licet::model
