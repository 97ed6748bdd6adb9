// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <cstddef>
#include <optional>
#include <string>

/// IAM groups, which give their policies to the users in them. Commands act on the caller's own
/// account.
namespace licet::model {

/// Groups of one account, the largest that AWS raises it to. Source: IAM quotas.
inline constexpr std::size_t kGroupsMax = 500;
/// Groups that one user is in. Source: IAM quotas.
inline constexpr std::size_t kGroupsPerUserMax = 10;

struct CreateGroup {
    std::string name;
    std::string path = "/";
};

struct UpdateGroup {
    std::string name;
    std::optional<std::string> new_name;
    std::optional<std::string> new_path;
};

struct DeleteGroup {
    std::string name;
};

struct GroupMembership {
    std::string group;
    std::string user;
};

/// O(groups of the account).
/// @return EntityAlreadyExists, for a name that differs only in case too; LimitExceeded;
///         ValidationError.
Result<Events> create_group(const State& state, const CreateGroup& command, const Context& context);

/// O(groups of the account).
/// @return NoSuchEntity; EntityAlreadyExists; ValidationError.
Result<Events> update_group(const State& state, const UpdateGroup& command, const Context& context);

/// @return NoSuchEntity; DeleteConflict while it has members or policies.
Result<Events> delete_group(const State& state, const DeleteGroup& command, const Context& context);

/// Nothing happens when the user is in the group already.
/// @return NoSuchEntity; LimitExceeded.
Result<Events> add_to_group(const State& state, const GroupMembership& command,
                            const Context& context);

/// @return NoSuchEntity, for a user who is not in the group too.
Result<Events> remove_from_group(const State& state, const GroupMembership& command,
                                 const Context& context);

}  // namespace licet::model
