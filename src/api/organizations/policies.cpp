// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policies.h"

#include "base/check.h"

#include <utility>

namespace licet::api::organizations {
namespace {

Permission::Value type_value(model::PolicyType type) {
    return key_value(policy::Key::organizations_policy_type,
                     std::string{model::policy_type_name(type)});
}

}  // namespace

PolicySummary show_policy_summary(const model::OrganizationView& organization,
                                  const model::PolicyView& policy) {
    return {.Id = std::string{policy.id},
            .Arn = model::policy_arn(organization, policy),
            .Name = std::string{policy.name},
            .Description = std::string{policy.description},
            .Type = policy.type,
            .AwsManaged = policy.aws_managed};
}

Policy show_policy(const model::Organizations& state, const model::OrganizationView& organization,
                   std::string_view id) {
    const auto policy = model::find_policy(state, organization, id);
    LICET_CHECK(policy.has_value());
    return {show_policy_summary(organization, *policy), std::string{policy->content}};
}

Permissions permit_attachment(const PermissionCall& call, std::string_view policy,
                              std::string_view target) {
    Permissions both;
    both.push_back(on_node(call, policy));
    both.push_back(on_node(call, target));
    both.back().keys = both.front().keys;
    return both;
}

Permissions permit_target(const PermissionCall& call, std::string_view target,
                          model::PolicyType type) {
    Permissions one = permit_node(call, target);
    one.front().keys.push_back(type_value(type));
    return one;
}

Permissions permit_policy_type(model::PolicyType type) {
    Permissions one(1);
    one.front().keys.push_back(type_value(type));
    return one;
}

}  // namespace licet::api::organizations
