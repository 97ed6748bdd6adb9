// SPDX-License-Identifier: Apache-2.0
#include "model/identity/roles.h"

#include "model/identity/errors.h"
#include "model/identity/names.h"
#include "model/identity/service_linked_roles.h"
#include "model/identity/trust.h"

#include <fmt/format.h>

#include <utility>

namespace licet::model {
namespace {

Result<void> check_texts(const CreateRole& command) {
    LICET_TRY_VOID(check_identity_name("role name", command.name));
    LICET_TRY_VOID(check_path(command.path));
    if (is_for_service_linked_roles(command.name) || command.path.starts_with(kServiceLinkedPath)) {
        return invalid_identity_input(
            fmt::format("names that begin with {} and paths under {} are for service-linked roles",
                        kServiceLinkedPrefix, kServiceLinkedPath));
    }
    if (!has_description_form(command.description)) {
        return Error{ErrorKind::invalid,
                     "a description may have only line ends, tabs and printable "
                     "characters up to U+00FF",
                     "ValidationError"};
    }
    if (command.max_session_seconds < kSessionSecondsMin ||
        command.max_session_seconds > kSessionSecondsMax) {
        return Error{ErrorKind::invalid,
                     fmt::format("the maximum session duration must be {} to {} seconds",
                                 kSessionSecondsMin, kSessionSecondsMax),
                     "ValidationError"};
    }
    return {};
}

Result<void> require_free_name(const Identities& all, AccountId account, const std::string& name) {
    std::size_t count = 0;
    for (auto role = all.roles.lower_bound({account, ""});
         role != all.roles.end() && role->first.account == account; ++role) {
        if (is_same_name(role->first.name, name)) {
            return name_taken("Role", name);
        }
        ++count;
    }
    if (count >= kRolesMax) {
        return quota_exceeded("RolesPerAccount", kRolesMax);
    }
    return {};
}

/// The role must exist and be the account's own to change.
Result<void> require_own_role(const State& state, AccountId account, const std::string& name) {
    const auto role = find_any_role(state, account, name);
    if (!role) {
        return no_such_name("role", name);
    }
    if (is_service_linked(*role)) {
        return Error{ErrorKind::conflict,
                     fmt::format("Cannot perform the operation on the protected role '{}' - this "
                                 "role is only modifiable by AWS",
                                 name),
                     "UnmodifiableEntity"};
    }
    return {};
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
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_free_name(state.identity, account, command.name));
    do {
        role.id = new_role_id(context.random);
    } while (state.identity.role_by_id.count(role.id) != 0);
    role.path = command.path;
    role.trust_policy = command.trust_policy;
    role.description = command.description;
    role.max_session_seconds = command.max_session_seconds;
    role.created_at = context.now;
    return Events{RoleCreated{{account, command.name}, std::move(role)}};
}

Result<Events> delete_role(const State& state, const DeleteRole& command, const Context& context) {
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_own_role(state, account, command.name));
    return Events{RoleDeleted{{account, command.name}}};
}

Result<Events> update_trust_policy(const State& state, const UpdateTrustPolicy& command,
                                   const Context& context) {
    const AccountId account = context.actor.account;
    LICET_TRY_VOID(require_own_role(state, account, command.role));
    LICET_TRY(auto ids, understand(state, command.trust_policy));
    return Events{
        TrustPolicyChanged{{account, command.role}, command.trust_policy, std::move(ids)}};
}

}  // namespace licet::model
