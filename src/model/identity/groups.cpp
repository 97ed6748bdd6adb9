// SPDX-License-Identifier: Apache-2.0
#include "model/identity/groups.h"

#include "model/identity/errors.h"
#include "model/identity/free_name.h"
#include "model/identity/identity_policies.h"
#include "model/identity/names.h"

#include <fmt/format.h>

#include <utility>

namespace licet::model {
namespace {

Result<void> check_texts(const std::string& name, const std::string& path) {
    LICET_TRY_VOID(check_identity_name("group name", name, kGroupNameCharactersMax));
    return check_path(path);
}

Result<const Group*> require_group(const State& state, const OwnedName& name) {
    const Group* group = find_group(state.identity, name.account, name.name);
    if (group == nullptr) {
        return no_such_name("group", name.name);
    }
    return group;
}

Result<void> require_user(const State& state, const OwnedName& name) {
    if (find_user(state.identity, name.account, name.name) == nullptr) {
        return no_such_name("user", name.name);
    }
    return {};
}

}  // namespace

Result<Events> create_group(const State& state, const CreateGroup& command,
                            const Context& context) {
    LICET_TRY_VOID(check_texts(command.name, command.path));
    const OwnedName name{context.actor.account, command.name};
    LICET_TRY_VOID(require_free_name(state.identity.groups, name, "Group"));
    LICET_TRY_VOID(
        require_room(state.identity.groups, name.account, "GroupsPerAccount", kGroupsMax));
    Group group;
    group.id = new_group_id(context.random);
    group.path = command.path;
    group.created_at = context.now;
    return Events{GroupCreated{name, std::move(group)}};
}

Result<Events> update_group(const State& state, const UpdateGroup& command,
                            const Context& context) {
    const OwnedName name{context.actor.account, command.name};
    LICET_TRY(const Group* group, require_group(state, name));
    const OwnedName renamed{name.account, command.new_name.value_or(name.name)};
    const std::string path = command.new_path.value_or(group->path);
    LICET_TRY_VOID(check_texts(renamed.name, path));
    LICET_TRY_VOID(require_free_name(state.identity.groups, renamed, "Group", name.name));
    if (renamed == name && path == group->path) {
        return Events{};
    }
    return Events{GroupRenamed{name, renamed.name, path}};
}

Result<Events> delete_group(const State& state, const DeleteGroup& command,
                            const Context& context) {
    const OwnedName name{context.actor.account, command.name};
    LICET_TRY(const Group* group, require_group(state, name));
    if (!group->members.empty()) {
        return delete_conflict("remove users from group");
    }
    LICET_TRY_VOID(require_no_policies(group->policies, group->attached));
    return Events{GroupDeleted{name}};
}

Result<Events> add_to_group(const State& state, const GroupMembership& command,
                            const Context& context) {
    const OwnedName name{context.actor.account, command.group};
    const OwnedName user{context.actor.account, command.user};
    LICET_TRY(const Group* group, require_group(state, name));
    LICET_TRY_VOID(require_user(state, user));
    if (group->members.count(command.user) != 0) {
        return Events{};
    }
    if (groups_of(state.identity, user).size() >= kGroupsPerUserMax) {
        return quota_exceeded("GroupsPerUser", kGroupsPerUserMax);
    }
    return Events{GroupMemberAdded{name, command.user}};
}

Result<Events> remove_from_group(const State& state, const GroupMembership& command,
                                 const Context& context) {
    const OwnedName name{context.actor.account, command.group};
    LICET_TRY(const Group* group, require_group(state, name));
    LICET_TRY_VOID(require_user(state, {name.account, command.user}));
    if (group->members.count(command.user) == 0) {
        return Error{ErrorKind::not_found,
                     fmt::format("User {} is not in group {}.", command.user, command.group),
                     "NoSuchEntity"};
    }
    return Events{GroupMemberRemoved{name, command.user}};
}

}  // namespace licet::model
