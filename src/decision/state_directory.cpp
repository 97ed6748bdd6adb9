// SPDX-License-Identifier: Apache-2.0
#include "decision/state_facts.h"
#include "model/grant/rules.h"
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

bool StateFacts::speaks_for_organization(AccountId account) const {
    const auto* organization = model::organization_of(state_.organization, account);
    return organization != nullptr &&
           model::is_administrator(*organization, account, model::kLicenseManagerService);
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
