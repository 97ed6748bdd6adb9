// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <string>

/// Permissions boundaries of users and roles: the most that their policies can allow them. Commands
/// act on the caller's own account. Source: IAM User Guide, "Permissions boundaries for IAM
/// entities".
namespace licet::model {

struct PutBoundary {
    IdentityName identity;  ///< a user or role of the caller's account
    std::string policy;     ///< ARN
};

struct DeleteBoundary {
    IdentityName identity;
};

/// Nothing happens when it is the boundary already.
/// @return NoSuchEntity for the identity; UnmodifiableEntity for a service-linked role; and as
///         require_attachable().
Result<Events> put_boundary(const State& state, const PutBoundary& command);

/// Nothing happens when there is no boundary. @return NoSuchEntity; UnmodifiableEntity.
Result<Events> delete_boundary(const State& state, const DeleteBoundary& command);

}  // namespace licet::model
