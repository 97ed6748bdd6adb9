// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/organizations/permissions.h"
#include "model/organization/policies.h"

#include <boost/describe.hpp>

#include <string>
#include <string_view>

/// What several operations on policies return and need. Members are spelled as on the wire.
/// Source: the service model of Organizations; service authorization reference.
namespace licet::api::organizations {

struct PolicySummary {
    std::string Id;
    std::string Arn;
    std::string Name;
    std::string Description;
    model::PolicyType Type = model::PolicyType::SERVICE_CONTROL_POLICY;
    bool AwsManaged = false;
};
BOOST_DESCRIBE_STRUCT(PolicySummary, (), (Id, Arn, Name, Description, Type, AwsManaged))

struct Policy {
    organizations::PolicySummary PolicySummary;
    std::string Content;
};
BOOST_DESCRIBE_STRUCT(Policy, (), (PolicySummary, Content))

PolicySummary show_policy_summary(const model::OrganizationView& organization,
                                  const model::PolicyView& policy);
/// @param id of a policy that there is
Policy show_policy(const model::Organizations& state, const model::OrganizationView& organization,
                   std::string_view id);

inline constexpr KeySet kPolicyTypeKey{policy::Key::organizations_policy_type};
inline constexpr Need kOnPolicyAndTarget{
    .resources = {&kPolicy, &kAccount, &kUnit, &kRoot},
    .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_policy_type}};
inline constexpr Need kOnTarget{
    .resources = {&kAccount, &kUnit, &kRoot},
    .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_policy_type}};
inline constexpr Need kOnPolicyType{.keys = kPolicyTypeKey};

/// The operation's own action on the policy and on what it is attached to.
Permissions permit_attachment(const PermissionCall& call, std::string_view policy,
                              std::string_view target);
/// On a root, OU or account, about policies of a type.
Permissions permit_target(const PermissionCall& call, std::string_view target,
                          model::PolicyType type);
/// On no resource, about policies of a type.
Permissions permit_policy_type(model::PolicyType type);

}  // namespace licet::api::organizations
