// SPDX-License-Identifier: Apache-2.0
#include "model/identity/identity_view.h"

#include "model/identity/errors.h"
#include "model/identity/service_linked_roles.h"

namespace licet::model {
namespace {

IdentityView view_of(const OwnedName& name, const User& user) {
    return {.arn = user_arn(name.account, user.path, name.name),
            .policies = &user.policies,
            .attached = &user.attached,
            .boundary = &user.boundary,
            .tags = &user.tags};
}

IdentityView view_of(const OwnedName& name, const Group& group) {
    return {.arn = group_arn(name.account, group.path, name.name),
            .policies = &group.policies,
            .attached = &group.attached};
}

IdentityView view_of(const OwnedName& name, const Role& role) {
    return {.arn = role_arn(name.account, role.path, name.name),
            .policies = &role.policies,
            .attached = &role.attached,
            .boundary = &role.boundary,
            .tags = &role.tags,
            .is_service_linked = is_service_linked(role)};
}

template <typename Item>
Result<IdentityView> require_one_of(const std::map<OwnedName, Item>& all,
                                    const IdentityName& identity) {
    const auto found = all.find(identity.name);
    if (found == all.end()) {
        return no_such_name(text_of(identity.kind), identity.name.name);
    }
    return view_of(identity.name, found->second);
}

Result<IdentityView> require_role(const State& state, const IdentityName& identity) {
    const auto& name = identity.name;
    if (find_role(state.identity, name.account, name.name) == nullptr) {
        if (const auto derived = find_any_role(state, name.account, name.name)) {
            static const Role nothing_of_its_own;
            IdentityView view = view_of(name, nothing_of_its_own);
            view.arn = role_arn(name.account, derived->path, name.name);
            view.is_service_linked = true;
            return view;
        }
    }
    return require_one_of(state.identity.roles, identity);
}

}  // namespace

std::string_view text_of(IdentityKind kind) {
    switch (kind) {
        case IdentityKind::user:
            return "user";
        case IdentityKind::group:
            return "group";
        case IdentityKind::role:
            break;
    }
    return "role";
}

Result<IdentityView> require_identity(const State& state, const IdentityName& identity) {
    switch (identity.kind) {
        case IdentityKind::user:
            return require_one_of(state.identity.users, identity);
        case IdentityKind::group:
            return require_one_of(state.identity.groups, identity);
        case IdentityKind::role:
            break;
    }
    return require_role(state, identity);
}

Result<IdentityView> require_own_identity(const State& state, const IdentityName& identity) {
    LICET_TRY(auto view, require_identity(state, identity));
    if (view.is_service_linked) {
        return protected_role(identity.name.name);
    }
    return view;
}

}  // namespace licet::model
