// SPDX-License-Identifier: Apache-2.0
#include "model/identity/roles.h"

#include "model/identity/errors.h"
#include "model/identity/free_name.h"
#include "model/identity/identity_policies.h"
#include "model/identity/identity_view.h"
#include "model/identity/names.h"
#include "model/identity/service_linked_roles.h"
#include "model/identity/trust.h"

#include <fmt/format.h>

#include <utility>

namespace licet::model {
namespace {

Result<void> check_settings(const std::string& description, std::int64_t max_session_seconds) {
    if (!has_description_form(description)) {
        return Error{ErrorKind::invalid,
                     "a description may have only line ends, tabs and printable "
                     "characters up to U+00FF",
                     "ValidationError"};
    }
    if (max_session_seconds < kSessionSecondsMin || max_session_seconds > kSessionSecondsMax) {
        return Error{ErrorKind::invalid,
                     fmt::format("the maximum session duration must be {} to {} seconds",
                                 kSessionSecondsMin, kSessionSecondsMax),
                     "ValidationError"};
    }
    return {};
}

Result<void> check_texts(const CreateRole& command) {
    LICET_TRY_VOID(check_identity_name("role name", command.name));
    LICET_TRY_VOID(check_path(command.path));
    if (is_for_service_linked_roles(command.name) || command.path.starts_with(kServiceLinkedPath)) {
        return invalid_identity_input(
            fmt::format("names that begin with {} and paths under {} are for service-linked roles",
                        kServiceLinkedPrefix, kServiceLinkedPath));
    }
    return check_settings(command.description, command.max_session_seconds);
}

/// The role must exist and be the account's own to change.
Result<const Role*> require_own_role(const State& state, const Context& context,
                                     const std::string& name) {
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_own_identity(state, {IdentityKind::role, {account, name}}));
    return find_role(state.identity, account, name);
}

Result<std::map<std::string, std::string>> understand(const State& state, std::string_view json) {
    LICET_TRY(const auto policy, parse_trust_policy(json));
    return resolve_trustees(state, policy);
}

}  // namespace

Result<Events> create_role(const State& state, const CreateRole& command, const Context& context) {
    LICET_TRY_VOID(check_texts(command));
    Role role;
    LICET_TRY(role.tags, new_identity_tags(command.tags));
    LICET_TRY(role.trusted_ids, understand(state, command.trust_policy));
    const OwnedName name{context.actor.account, command.name};
    LICET_TRY_VOID(require_new_boundary(state.identity, name.account, command.boundary));
    LICET_TRY_VOID(require_free_name(state.identity.roles, name, "Role"));
    LICET_TRY_VOID(require_room(state.identity.roles, name.account, "RolesPerAccount", kRolesMax));
    do {
        role.id = new_role_id(context.random);
    } while (state.identity.role_by_id.count(role.id) != 0);
    role.path = command.path;
    role.trust_policy = command.trust_policy;
    role.description = command.description;
    role.max_session_seconds = command.max_session_seconds;
    role.created_at = context.now;
    role.boundary = command.boundary;
    return Events{RoleCreated{name, std::move(role)}};
}

Result<Events> update_role(const State& state, const UpdateRole& command, const Context& context) {
    LICET_TRY(const Role* role, require_own_role(state, context, command.name));
    RoleSettingsChanged change{{context.actor.account, command.name},
                               command.description.value_or(role->description),
                               command.max_session_seconds.value_or(role->max_session_seconds)};
    LICET_TRY_VOID(check_settings(change.description, change.max_session_seconds));
    if (change.description == role->description &&
        change.max_session_seconds == role->max_session_seconds) {
        return Events{};
    }
    return Events{std::move(change)};
}

Result<Events> delete_role(const State& state, const DeleteRole& command, const Context& context) {
    LICET_TRY(const Role* role, require_own_role(state, context, command.name));
    LICET_TRY_VOID(require_no_policies(role->policies, role->attached));
    return Events{RoleDeleted{{context.actor.account, command.name}}};
}

Result<Events> update_trust_policy(const State& state, const UpdateTrustPolicy& command,
                                   const Context& context) {
    LICET_TRY_VOID(require_own_role(state, context, command.role));
    LICET_TRY(auto ids, understand(state, command.trust_policy));
    return Events{TrustPolicyChanged{
        {context.actor.account, command.role}, command.trust_policy, std::move(ids)}};
}

}  // namespace licet::model
