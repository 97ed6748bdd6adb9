// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"
#include "policy/management/merge.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the management policies on the way from the root down to an account come to. Source: rules
/// OR-8, OR-11.
namespace licet::model {

/// A policy that is attached above an account or to it. Refers into the state.
struct InheritedPolicy {
    std::string_view id;
    const OrganizationPolicy& details;
};

/// Policies of one type from the root down to an account; each node's in the order in which they
/// were attached.
std::vector<std::vector<InheritedPolicy>> policies_above(const Organizations& state,
                                                         AccountId account, PolicyType type);

/// @param type one with is_management_type(). Empty when the type is not enabled or the account
///        stands alone.
policy::management::Effective effective_policy(const Organizations& state, AccountId account,
                                               PolicyType type);

struct EffectivePolicy {
    AccountId target;
    std::string content;  ///< JSON without operators
    Time updated_at;      ///< when the type was enabled or a policy last written or attached
};

/// Each member may ask for its own; the management account and delegated administrators for any.
/// @param target an account id; absent: the caller
/// @return AccessDeniedException, AWSOrganizationsNotInUseException, InvalidInputException
///         (INVALID_ENUM_POLICY_TYPE: SCPs and RCPs have none; TARGET_NOT_SUPPORTED: a root or OU),
///         TargetNotFoundException, EffectivePolicyNotFoundException: the type is not enabled.
Result<EffectivePolicy> describe_effective_policy(const Organizations& state, AccountId caller,
                                                  const std::optional<std::string>& target,
                                                  PolicyType type);

}  // namespace licet::model
