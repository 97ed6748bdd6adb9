// SPDX-License-Identifier: Apache-2.0
#include "decision/state_facts.h"
#include "model/grant/rules.h"
#include "model/identity/role_trust.h"
#include "model/identity/service_linked_roles.h"

#include <algorithm>

namespace licet::decision {
namespace {

using model::OwnedName;
using model::Principal;

/// Adds what `to_principal` makes of each of the account's objects.
template <typename Named, typename ToPrincipal>
void add_owned(const Named& all, AccountId account, ToPrincipal to_principal,
               std::vector<Principal>& out) {
    for (auto each = all.lower_bound(OwnedName{account, {}});
         each != all.end() && each->first.account == account; ++each) {
        if (auto principal = to_principal(each->first, each->second)) {
            out.push_back(*std::move(principal));
        }
    }
}

std::optional<Principal> shown(const OwnedName& name, const model::Role& role) {
    if (model::is_service_linked(role)) {
        return std::nullopt;
    }
    return role_principal(name, role);
}

}  // namespace

Authority authority_in(const model::Organization& organization, AccountId account) {
    if (organization.management_account == account) {
        return Authority::organization;
    }
    if (model::is_administrator(organization, account, model::kLicenseManagerService)) {
        return Authority::license_manager;
    }
    return organization.delegated.contains(account) ? Authority::some_service : Authority::itself;
}

Authority StateFacts::authority_of(AccountId account) const {
    const auto* organization = model::organization_of(state_.organization, account);
    return organization == nullptr ? Authority::itself : authority_in(*organization, account);
}

AccountId StateFacts::founder() const {
    return state_.organization.founder;
}

bool StateFacts::may_grant(AccountId account, AccountId issuer, const Id128& license) const {
    const auto found = model::find_received_license(state_, account, license);
    return found && found->license->issuer == issuer &&
           model::granting_right(state_, account, *found).ok();
}

std::shared_ptr<const model::RoleTrust> StateFacts::trust_of(std::string_view role_arn) const {
    const auto named = read_principal_arn(role_arn);
    if (!named || named->kind != model::PrincipalKind::assumed_role || named->is_session ||
        standing(named->account) != AccountStanding::open) {
        return nullptr;
    }
    const auto* role = model::find_role(state_.identity, named->account, named->name);
    return role != nullptr && model::role_arn(named->account, role->path, named->name) == role_arn
               ? std::make_shared<const model::RoleTrust>(*role)
               : nullptr;
}

std::vector<AccountId> StateFacts::accounts_of(std::string_view organization) const {
    const auto& by_organization = state_.organization.accounts_by_organization;
    const auto found = by_organization.find(organization);
    return found == by_organization.end()
               ? std::vector<AccountId>{}
               : std::vector<AccountId>{found->second.begin(), found->second.end()};
}

std::vector<Principal> StateFacts::principals_of(AccountId account) const {
    std::vector<Principal> all;
    if (model::find_account(state_.organization, account) == nullptr) {
        return all;
    }
    all.push_back(root_principal(account));
    add_owned(
        state_.identity.users, account,
        [](const auto& name, const auto& user) {
            return std::optional{user_principal(name, user)};
        },
        all);
    add_owned(state_.identity.roles, account, shown, all);
    std::sort(all.begin(), all.end(),
              [](const Principal& a, const Principal& b) { return a.arn < b.arn; });
    return all;
}

std::optional<Principal> StateFacts::find_principal(std::string_view arn) const {
    const auto named = read_principal_arn(arn);
    if (!named || model::find_account(state_.organization, named->account) == nullptr) {
        return std::nullopt;
    }
    const OwnedName name{named->account, std::string{named->name}};
    std::optional<Principal> found;
    if (named->kind == model::PrincipalKind::root) {
        return root_principal(named->account);
    }
    if (named->kind == model::PrincipalKind::user) {
        const auto* user = model::find_user(state_.identity, name.account, name.name);
        found = user == nullptr ? std::nullopt : std::optional{user_principal(name, *user)};
    } else {
        const auto* role = model::find_role(state_.identity, name.account, name.name);
        found = role == nullptr ? std::nullopt : shown(name, *role);
    }
    if (found && named->is_session) {
        found->arn = arn;
    }
    return found && found->arn == arn ? found : std::nullopt;
}

std::vector<const model::FoundationModel*> StateFacts::models() const {
    return listed(state_.models.models);
}

std::vector<const model::InferenceProfile*> StateFacts::profiles() const {
    return listed(state_.models.profiles);
}

std::vector<const model::Product*> StateFacts::products() const {
    return listed(state_.models.products);
}

bool StateFacts::lists_product(std::string_view id) const {
    return model::find_product(state_.models, id) != nullptr;
}

}  // namespace licet::decision
