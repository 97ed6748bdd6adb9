// SPDX-License-Identifier: Apache-2.0
#include "api/iam/permissions.h"

#include "model/identity/managed_policy.h"
#include "model/identity/service_linked_roles.h"
#include "model/state.h"

#include <fmt/format.h>

namespace licet::api::iam {
namespace {

using policy::Key;

Permissions on_identity(std::string_view kind, std::string_view name, std::string arn,
                        const model::Tags* tags, const std::string* boundary) {
    auto permissions = permit(std::move(arn), tags);
    auto& permission = permissions.front();
    permission.shown = fmt::format("{} {}", kind, name);
    if (boundary != nullptr && !boundary->empty()) {
        permission.keys.push_back(key_value(Key::iam_permissions_boundary, *boundary));
    }
    return permissions;
}

std::string arn_of(AccountId account, std::string_view kind, std::string_view path,
                   std::string_view name) {
    return fmt::format("arn:aws:iam::{}:{}{}{}", account.text(), kind, path, name);
}

/// @param identity null: there is none of the name
template <typename Identity>
Permissions with_target(Permissions permissions, const PermissionCall& call, std::string_view kind,
                        const Identity* identity, const std::string& new_name,
                        const std::optional<std::string>& new_path) {
    Permission target = permissions.front();
    const std::string_view old_path = identity == nullptr ? "/" : std::string_view{identity->path};
    target.resource =
        arn_of(call.account(), kind, new_path ? std::string_view{*new_path} : old_path, new_name);
    target.shown = fmt::format("{} {}", kind, new_name);
    if (target.resource != permissions.front().resource) {
        permissions.push_back(std::move(target));
    }
    return permissions;
}

}  // namespace

Permissions on_user(const PermissionCall& call, const std::optional<std::string>& name) {
    if (!name && call.caller.kind != model::PrincipalKind::user) {
        return permit("*");
    }
    const std::string& who = name ? *name : call.caller.name;
    const auto* user = model::find_user(call.state().identity, call.account(), who);
    if (user == nullptr) {
        return on_identity("user", who, arn_of(call.account(), "user", "/", who), nullptr, nullptr);
    }
    return on_identity("user", who, model::user_arn(call.account(), user->path, who), &user->tags,
                       &user->boundary);
}

Permissions on_user_with_key(const PermissionCall& call, const std::string& key_id) {
    const auto* key = model::find_access_key(call.state().identity, key_id);
    const bool own = key != nullptr && key->account == call.account() && !key->user_name.empty();
    auto permissions = own ? on_user(call, key->user_name) : permit("*");
    permissions.front().shown = "access key " + key_id;
    return permissions;
}

Permissions on_group(const PermissionCall& call, const std::string& name) {
    const auto* group = model::find_group(call.state().identity, call.account(), name);
    return on_identity("group", name,
                       arn_of(call.account(), "group",
                              group == nullptr ? "/" : std::string_view{group->path}, name),
                       nullptr, nullptr);
}

Permissions on_renamed_user(const PermissionCall& call, const std::string& name,
                            const std::optional<std::string>& new_name,
                            const std::optional<std::string>& new_path) {
    return with_target(on_user(call, name), call, "user",
                       model::find_user(call.state().identity, call.account(), name),
                       new_name.value_or(name), new_path);
}

Permissions on_renamed_group(const PermissionCall& call, const std::string& name,
                             const std::optional<std::string>& new_name,
                             const std::optional<std::string>& new_path) {
    return with_target(on_group(call, name), call, "group",
                       model::find_group(call.state().identity, call.account(), name),
                       new_name.value_or(name), new_path);
}

Permissions on_role(const PermissionCall& call, const std::string& name) {
    if (const auto* role = model::find_role(call.state().identity, call.account(), name)) {
        return on_identity("role", name, model::role_arn(call.account(), role->path, name),
                           &role->tags, &role->boundary);
    }
    const auto derived = model::is_for_service_linked_roles(name)
                             ? model::find_any_role(call.state(), call.account(), name)
                             : std::nullopt;
    return on_identity("role", name,
                       arn_of(call.account(), "role", derived ? derived->path : "/", name), nullptr,
                       nullptr);
}

Permissions on_policy(const PermissionCall& call, const std::string& arn) {
    const auto named = model::managed_policy_name(arn);
    const bool own = named && named->account == call.account();
    const auto* policy = own ? model::find_managed_policy(call.state().identity, arn) : nullptr;
    return permit(arn, policy == nullptr ? nullptr : &policy->tags);
}

Permissions on_new(const PermissionCall& call, std::string_view kind, std::string_view path,
                   std::string_view name) {
    return permit(arn_of(call.account(), kind, path, name));
}

void set_boundary(Permissions& permissions, const std::optional<std::string>& arn) {
    if (!arn) {
        return;
    }
    for (Permission& permission : permissions) {
        std::erase_if(permission.keys, [](const Permission::Value& value) {
            return value.key == Key::iam_permissions_boundary;
        });
        permission.keys.push_back(key_value(Key::iam_permissions_boundary, *arn));
    }
}

void add_policy_arn(Permissions& permissions, const std::string& arn) {
    for (Permission& permission : permissions) {
        permission.keys.push_back(key_value(Key::iam_policy_arn, arn));
    }
}

}  // namespace licet::api::iam
