// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
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
};

struct DeleteUser {
    std::string name;
};

/// O(users of the account).
/// @return EntityAlreadyExists, for a name that differs only in case too; LimitExceeded;
///         ValidationError, InvalidInput for the texts.
Result<Events> create_user(const State& state, const CreateUser& command, const Context& context);

/// @return NoSuchEntity; DeleteConflict while the user has access keys.
Result<Events> delete_user(const State& state, const DeleteUser& command, const Context& context);

}  // namespace licet::model
