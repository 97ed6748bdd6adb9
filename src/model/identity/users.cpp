// SPDX-License-Identifier: Apache-2.0
#include "model/identity/users.h"

#include "model/identity/errors.h"
#include "model/identity/free_name.h"
#include "model/identity/identity_policies.h"
#include "model/identity/names.h"

#include <utility>

namespace licet::model {
Result<Events> create_user(const State& state, const CreateUser& command, const Context& context) {
    LICET_TRY_VOID(check_identity_name("user name", command.name));
    LICET_TRY_VOID(check_path(command.path));
    User user;
    LICET_TRY(user.tags, new_identity_tags(command.tags));
    const OwnedName name{context.actor.account, command.name};
    LICET_TRY_VOID(require_new_boundary(state.identity, name.account, command.boundary));
    LICET_TRY_VOID(require_free_name(state.identity.users, name, "User"));
    LICET_TRY_VOID(require_room(state.identity.users, name.account, "UsersPerAccount", kUsersMax));
    user.id = new_user_id(context.random);
    user.path = command.path;
    user.created_at = context.now;
    user.boundary = command.boundary;
    return Events{UserCreated{name, std::move(user)}};
}

Result<Events> update_user(const State& state, const UpdateUser& command, const Context& context) {
    const OwnedName name{context.actor.account, command.name};
    const User* user = find_user(state.identity, name.account, name.name);
    if (user == nullptr) {
        return no_such_name("user", name.name);
    }
    const OwnedName renamed{name.account, command.new_name.value_or(name.name)};
    const std::string path = command.new_path.value_or(user->path);
    LICET_TRY_VOID(check_identity_name("user name", renamed.name));
    LICET_TRY_VOID(check_path(path));
    LICET_TRY_VOID(require_free_name(state.identity.users, renamed, "User", name.name));
    if (renamed == name && path == user->path) {
        return Events{};
    }
    return Events{UserRenamed{name, renamed.name, path}};
}

Result<Events> delete_user(const State& state, const DeleteUser& command, const Context& context) {
    const OwnedName name{context.actor.account, command.name};
    const User* user = find_user(state.identity, name.account, name.name);
    if (user == nullptr) {
        return no_such_name("user", command.name);
    }
    if (!access_keys_of(state.identity, name).empty()) {
        return delete_conflict("delete access keys");
    }
    if (!service_credentials_of(state.identity, name).empty()) {
        return delete_conflict("delete service specific credentials");
    }
    if (!groups_of(state.identity, name).empty()) {
        return delete_conflict("remove users from group");
    }
    LICET_TRY_VOID(require_no_policies(user->policies, user->attached));
    return Events{UserDeleted{name}};
}

}  // namespace licet::model
