// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Policies of an organization. Only its management account may change them; an organization with
/// consolidated billing has none. Source: rules OR-1, OR-8, OR-9.
namespace licet::model {

struct CreateOrganizationPolicy {
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
    std::string name;         ///< 1 to 128 characters
    std::string description;  ///< at most 512 characters
    std::string content;
    std::vector<Tag> tags;
};

struct UpdateOrganizationPolicy {
    std::string policy;
    std::optional<std::string> name;  ///< absent: unchanged, as the others
    std::optional<std::string> description;
    std::optional<std::string> content;
};

struct DeleteOrganizationPolicy {
    std::string policy;
};

/// The id of the new policy is in its OrganizationPolicyCreated, the first event. Names are unique
/// among the policies of a type.
/// @return PolicyTypeNotAvailableForOrganizationException, DuplicatePolicyException, the errors of
///         check_policy_content(), ConstraintViolationException (POLICY_NUMBER_LIMIT_EXCEEDED) and
///         the errors of tags.
Result<Events> create_organization_policy(const State& state,
                                          const CreateOrganizationPolicy& command,
                                          const Context& context);

/// @return PolicyNotFoundException, InvalidInputException (IMMUTABLE_POLICY: AWS manages it),
///         DuplicatePolicyException and the errors of check_policy_content().
Result<Events> update_organization_policy(const State& state,
                                          const UpdateOrganizationPolicy& command,
                                          const Context& context);

/// @return PolicyNotFoundException, InvalidInputException (IMMUTABLE_POLICY), PolicyInUseException.
Result<Events> delete_organization_policy(const State& state,
                                          const DeleteOrganizationPolicy& command,
                                          const Context& context);

/// A policy as its readers see it: one that the organization wrote, or one that AWS manages.
/// Refers into the state.
struct PolicyView {
    std::string_view id;
    PolicyType type = PolicyType::SERVICE_CONTROL_POLICY;
    std::string_view name = {};
    std::string_view description = {};
    std::string_view content = {};
    bool aws_managed = false;
};

/// Nothing, when there is none of that id in the organization.
std::optional<PolicyView> find_policy(const Organizations& state,
                                      const OrganizationView& organization, std::string_view id);

/// @return `not_found` (PolicyNotFoundException) for others, existing or not.
Result<PolicyView> require_policy(const Organizations& state, const OrganizationView& organization,
                                  std::string_view id);

/// The ids of all policies of a type, the one that AWS manages included. O(policies).
std::set<std::string> policies_of_type(const Organizations& state,
                                       const OrganizationView& organization, PolicyType type);

/// The document of p-FullAWSAccess.
policy::DocumentPtr full_access_document();

/// `SERVICE_CONTROL_POLICY`
std::string_view policy_type_name(PolicyType type);

/// `arn:aws:organizations::<management account>:policy/<organization id>/<type>/<policy id>`; of
/// those that AWS manages `arn:aws:organizations::aws:policy/<type>/<policy id>`.
std::string policy_arn(const OrganizationView& organization, const PolicyView& policy);

}  // namespace licet::model
