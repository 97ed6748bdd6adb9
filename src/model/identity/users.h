// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// IAM users. Commands act on the caller's own account.
namespace licet::model {

/// Users of one account. Source: IAM quotas.
inline constexpr std::size_t kUsersMax = 5'000;

struct CreateUser {
    std::string name;
    std::string path = "/";
    std::vector<Tag> tags;
    std::string boundary = {};  ///< ARN; empty: none
};

struct UpdateUser {
    std::string name;
    std::optional<std::string> new_name;
    std::optional<std::string> new_path;
};

struct DeleteUser {
    std::string name;
};

/// O(users of the account).
/// @return EntityAlreadyExists, for a name that differs only in case too; LimitExceeded;
///         ValidationError, InvalidInput for the texts; as require_new_boundary() for the boundary.
Result<Events> create_user(const State& state, const CreateUser& command, const Context& context);

/// Keys, memberships and policies stay. O(users of the account).
/// @return NoSuchEntity; EntityAlreadyExists; ValidationError.
Result<Events> update_user(const State& state, const UpdateUser& command, const Context& context);

/// @return NoSuchEntity; DeleteConflict while the user has access keys, API keys, groups or
///         policies.
Result<Events> delete_user(const State& state, const DeleteUser& command, const Context& context);

}  // namespace licet::model
