// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// IAM roles. Commands act on the caller's own account.
namespace licet::model {

/// Roles of one account, the largest that AWS raises it to. Source: IAM quotas.
inline constexpr std::size_t kRolesMax = 5'000;

inline constexpr std::int64_t kSessionSecondsMin = 3'600;
inline constexpr std::int64_t kSessionSecondsMax = 43'200;

struct CreateRole {
    std::string name;
    std::string path = "/";
    std::string trust_policy;
    std::string description;
    std::int64_t max_session_seconds = kSessionSecondsMin;
    std::vector<Tag> tags;
    std::string boundary = {};  ///< ARN; empty: none
};

struct UpdateRole {
    std::string name;
    std::optional<std::string> description;
    std::optional<std::int64_t> max_session_seconds;
};

struct DeleteRole {
    std::string name;
};

struct UpdateTrustPolicy {
    std::string role;
    std::string trust_policy;
};

/// O(roles of the account).
/// @return EntityAlreadyExists, for a name that differs only in case too; MalformedPolicyDocument;
///         LimitExceeded; InvalidInput for names and paths of service-linked roles;
///         ValidationError, InvalidInput for the other texts; as require_new_boundary() for the
///         boundary.
Result<Events> create_role(const State& state, const CreateRole& command, const Context& context);

/// @return NoSuchEntity; UnmodifiableEntity for a service-linked role; ValidationError.
Result<Events> update_role(const State& state, const UpdateRole& command, const Context& context);

/// @return NoSuchEntity; UnmodifiableEntity for a service-linked role; DeleteConflict while it has
///         policies.
Result<Events> delete_role(const State& state, const DeleteRole& command, const Context& context);

/// @return NoSuchEntity; UnmodifiableEntity for a service-linked role; MalformedPolicyDocument;
///         LimitExceeded.
Result<Events> update_trust_policy(const State& state, const UpdateTrustPolicy& command,
                                   const Context& context);

}  // namespace licet::model
