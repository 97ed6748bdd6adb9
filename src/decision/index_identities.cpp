// SPDX-License-Identifier: Apache-2.0
//
// Keys, users and roles.
#include "base/encoding.h"
#include "decision/directory.h"
#include "decision/index_builder.h"
#include "model/identity/role_trust.h"
#include "model/identity/service_linked_roles.h"

#include <algorithm>

namespace licet::decision {
namespace {

using model::IdentityKind;
using model::IdentityName;

/// The row of a user or role; null when there is none.
std::shared_ptr<const IdentityRow> identity_row(const model::State& state,
                                                const IdentityName& name) {
    const auto& all = state.identity;
    auto row = std::make_shared<IdentityRow>();
    row->name = name.name;
    model::Principal principal;
    if (name.kind == IdentityKind::role) {
        const auto* role = model::find_role(all, name.name.account, name.name.name);
        if (role == nullptr) {
            return nullptr;
        }
        principal = role_principal(name.name, *role);
        row->is_role = true;
        row->service_linked = model::is_service_linked(*role);
        row->tags = role->tags;
        row->trust = std::make_shared<const model::RoleTrust>(model::RoleTrust::unread(*role));
    } else {
        const auto* user = model::find_user(all, name.name.account, name.name.name);
        if (user == nullptr) {
            return nullptr;
        }
        principal = user_principal(name.name, *user);
        row->tags = user->tags;
    }
    row->id = principal.id;
    row->arn = principal.arn;
    row->policies = model::policies_of(all, principal);
    row->policies.tags = nullptr;  // they are the state's
    return row;
}

bool uses(const std::set<std::string>& attached, std::string_view boundary,
          const std::string& policy) {
    return attached.contains(policy) || boundary == policy;
}

/// Calls `use` with each of the account's.
template <typename Named, typename Use>
void for_each_of(const Named& all, AccountId account, Use use) {
    for (auto each = all.lower_bound(model::OwnedName{account, {}});
         each != all.end() && each->first.account == account; ++each) {
        use(each->first, each->second);
    }
}

}  // namespace

void IndexBuilder::rebuild_identities(const model::State& state) {
    IdentitiesOfAccount of_account;
    const auto keep = [&] {
        if (!of_account.all.empty()) {
            set_in(next_.identities_of, std::exchange(of_account, {}));
        }
    };
    const auto add = [&](IdentityKind kind, const model::OwnedName& name) {
        auto row = identity_row(state, {kind, name});
        of_account.account = name.account;
        of_account.all.push_back(row);
        next_.identities.set(Boxed<IdentityRow>{std::move(row)});
    };
    auto role = state.identity.roles.begin();
    const auto add_roles_before = [&](const model::OwnedName* user) {
        for (; role != state.identity.roles.end() &&
               (user == nullptr || role->first.account <= user->account);
             ++role) {
            if (role->first.account != of_account.account) {
                keep();
            }
            add(IdentityKind::role, role->first);
        }
    };
    for (const auto& [name, user] : state.identity.users) {
        add_roles_before(&name);
        if (name.account != of_account.account) {
            keep();
        }
        add(IdentityKind::user, name);
    }
    add_roles_before(nullptr);
    keep();
}

void IndexBuilder::refresh_key(const model::State& state, const std::string& id) {
    const auto found = state.identity.access_keys.find(id);
    if (found == state.identity.access_keys.end()) {
        erase_from(next_.keys, id);
        return;
    }
    const auto& key = found->second;
    const auto sealed = from_base64(key.sealed_secret);
    auto secret = sealed.ok() ? secrets_.open(*sealed, id) : Result<std::string>{sealed.error()};
    KeyRow row;
    row.active = secret.ok() && key.status == model::KeyStatus::Active;
    row.secret = secret.ok() ? std::move(secret).value() : std::string{};
    if (key.user_name.empty()) {
        row.principal = root_principal(key.account);
    } else {
        const model::OwnedName name{key.account, key.user_name};
        const auto* user = model::find_user(state.identity, name.account, name.name);
        LICET_CHECK(user != nullptr);
        row.principal = user_principal(name, *user);
    }
    row.principal.access_key_id = id;
    set_in(next_.keys, Named<KeyRow>{id, std::move(row)});
}

void IndexBuilder::refresh_bearer(const model::State& state, const std::string& alias) {
    const auto& all = state.identity.service_credentials;
    const auto id = all.by_alias.find(alias);
    if (id == all.by_alias.end()) {
        erase_from(next_.bearers, alias);
        return;
    }
    const auto& credential = all.credentials.find(id->second)->second;
    const model::OwnedName name{credential.account, credential.user_name};
    const auto* user = model::find_user(state.identity, name.account, name.name);
    LICET_CHECK(user != nullptr);
    BearerRow row;
    row.salt = from_base64(credential.salt).value();
    row.hash = from_base64(credential.hash).value();
    row.active = credential.status == model::KeyStatus::Active;
    row.expires_at = credential.expires_at.value_or(Time::max());
    row.principal = user_principal(name, *user);
    row.principal.access_key_id = id->second;
    row.principal.api_key = true;
    set_in(next_.bearers, Named<BearerRow>{alias, std::move(row)});
}

void IndexBuilder::refresh_identity(const model::State& state, const IdentityName& name) {
    if (name.kind != IdentityKind::group) {
        refresh_user_or_role(state, name);
        return;
    }
    if (const auto* group = model::find_group(state.identity, name.name.account, name.name.name)) {
        for (const auto& member : group->members) {
            refresh_user_or_role(state, {IdentityKind::user, {name.name.account, member}});
        }
    }
}

void IndexBuilder::refresh_user_or_role(const model::State& state, const IdentityName& name) {
    const auto* before = find_in(next_.identities_of, name.name.account);
    auto now = before == nullptr ? IdentitiesOfAccount{name.name.account} : *before;
    const auto same = std::find_if(now.all.begin(), now.all.end(), [&](const auto& row) {
        return row->is_role == (name.kind == IdentityKind::role) && row->name == name.name;
    });
    if (same != now.all.end()) {
        if (find_in(next_.identities, (*same)->key()) == same->get()) {  // not yet under a new name
            erase_from(next_.identities, (*same)->key());
        }
        now.all.erase(same);
    }
    if (auto row = identity_row(state, name)) {
        now.all.push_back(row);
        next_.identities.set(Boxed<IdentityRow>{std::move(row)});
    }
    if (now.all.empty()) {
        erase_from(next_.identities_of, name.name.account);
    } else {
        set_in(next_.identities_of, std::move(now));
    }
}

void IndexBuilder::refresh_managed_policy(const model::State& state,
                                          const model::OwnedName& policy) {
    const auto& all = state.identity;
    const auto details = all.managed_policies.find(policy);
    if (details == all.managed_policies.end()) {
        return;  // it was attached to nothing
    }
    const auto arn = model::managed_policy_arn(policy.account, details->second.path, policy.name);
    for_each_of(all.users, policy.account, [&](const auto& name, const auto& user) {
        if (uses(user.attached, user.boundary, arn)) {
            refresh_identity(state, {IdentityKind::user, name});
        }
    });
    for_each_of(all.groups, policy.account, [&](const auto& name, const auto& group) {
        if (uses(group.attached, {}, arn)) {
            refresh_identity(state, {IdentityKind::group, name});
        }
    });
    for_each_of(all.roles, policy.account, [&](const auto& name, const auto& role) {
        if (uses(role.attached, role.boundary, arn)) {
            refresh_identity(state, {IdentityKind::role, name});
        }
    });
}

}  // namespace licet::decision
