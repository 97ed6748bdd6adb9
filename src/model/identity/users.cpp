// SPDX-License-Identifier: Apache-2.0
#include "model/identity/users.h"

#include "model/identity/errors.h"
#include "model/identity/names.h"

#include <utility>

namespace licet::model {
namespace {

Result<void> require_free_name(const Identities& all, AccountId account, const std::string& name) {
    std::size_t count = 0;
    for (auto user = all.users.lower_bound({account, ""});
         user != all.users.end() && user->first.account == account; ++user) {
        if (is_same_name(user->first.name, name)) {
            return name_taken("User", name);
        }
        ++count;
    }
    if (count >= kUsersMax) {
        return quota_exceeded("UsersPerAccount", kUsersMax);
    }
    return {};
}

}  // namespace

Result<Events> create_user(const State& state, const CreateUser& command, const Context& context) {
    LICET_TRY_VOID(check_identity_name("user name", command.name));
    LICET_TRY_VOID(check_path(command.path));
    User user;
    LICET_TRY(user.tags, new_identity_tags(command.tags));
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_free_name(state.identity, account, command.name));
    user.id = new_user_id(context.random);
    user.path = command.path;
    user.created_at = context.now;
    return Events{UserCreated{{account, command.name}, std::move(user)}};
}

Result<Events> delete_user(const State& state, const DeleteUser& command, const Context& context) {
    const OwnedName user{context.actor.account, command.name};
    if (find_user(state.identity, user.account, user.name) == nullptr) {
        return no_such_name("user", command.name);
    }
    if (!access_keys_of(state.identity, user).empty()) {
        return Error{ErrorKind::conflict, "Cannot delete entity, must delete access keys first.",
                     "DeleteConflict"};
    }
    return Events{UserDeleted{user}};
}

}  // namespace licet::model
