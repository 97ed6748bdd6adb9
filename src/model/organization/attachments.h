// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/organization/policies.h"
#include "model/state.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Which policies are attached where. Only the management account may change it. Source: rules
/// OR-9, 9.2 (Policy type on the root).
namespace licet::model {

struct AttachOrganizationPolicy {
    std::string policy;
    std::string target;  ///< root id, OU id or account id
};

struct DetachOrganizationPolicy {
    std::string policy;
    std::string target;
};

struct EnablePolicyType {
    std::string root;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
};

struct DisablePolicyType {
    std::string root;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
};

/// @return PolicyNotFoundException, TargetNotFoundException, PolicyTypeNotEnabledException,
///         DuplicatePolicyAttachmentException, ConstraintViolationException
///         (MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED).
Result<Events> attach_organization_policy(const State& state,
                                          const AttachOrganizationPolicy& command,
                                          const Context& context);

/// The last SCP of a target stays, and so does p-RCPFullAWSAccess.
/// @return PolicyNotFoundException, TargetNotFoundException, PolicyNotAttachedException,
///         ConstraintViolationException (MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED).
Result<Events> detach_organization_policy(const State& state,
                                          const DetachOrganizationPolicy& command,
                                          const Context& context);

/// @return RootNotFoundException, PolicyTypeNotAvailableForOrganizationException,
///         PolicyTypeAlreadyEnabledException.
Result<Events> enable_policy_type(const State& state, const EnablePolicyType& command,
                                  const Context& context);

/// @return RootNotFoundException, PolicyTypeNotEnabledException.
Result<Events> disable_policy_type(const State& state, const DisablePolicyType& command,
                                   const Context& context);

/// When the type was enabled, or null.
const EnabledPolicyType* find_enabled(const Organization& organization, PolicyType type);

/// @return `not_found` (TargetNotFoundException) unless it is the organization's root, or an OU or
///         account of it.
Result<void> require_target(const Organizations& state, const OrganizationView& organization,
                            std::string_view target);

/// The ids of the policies of a type on a target, the one that AWS manages included.
std::set<std::string> policies_on(const Organizations& state, const Organization& organization,
                                  std::string_view target, PolicyType type);

/// The ids of all that a policy is attached to. O(targets), of one that AWS manages O(accounts).
std::set<std::string> targets_of(const Organizations& state, const OrganizationView& organization,
                                 const PolicyView& policy);

}  // namespace licet::model
