// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"
#include "decision/index_tables.h"

#include <algorithm>

namespace licet::decision {
namespace {

model::Principal principal_of(const IdentityRow& row) {
    model::Principal principal{.kind = model::PrincipalKind::user,
                               .account = row.name.account,
                               .arn = row.arn,
                               .id = row.id,
                               .name = row.name.name};
    if (row.is_role) {
        principal.kind = model::PrincipalKind::assumed_role;
        principal.role_id = row.id;
    }
    return principal;
}

}  // namespace

bool Index::speaks_for_organization(AccountId account) const {
    const auto* row = tables_->find_account(account);
    return row != nullptr && row->speaks;
}

std::vector<AccountId> Index::accounts_of(std::string_view organization) const {
    std::vector<AccountId> all;
    tables_->accounts.for_each([&](const AccountRow& row) {
        if (row.node != 0 && tables_->organization_of(row.node).organization == organization) {
            all.push_back(row.account);
        }
    });
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<model::Principal> Index::principals_of(AccountId account) const {
    std::vector<model::Principal> all;
    if (tables_->find_account(account) == nullptr) {
        return all;
    }
    all.push_back(root_principal(account));
    if (const auto* identities = find_in(tables_->identities_of, account)) {
        for (const auto& row : identities->all) {
            if (!row->service_linked) {
                all.push_back(principal_of(*row));
            }
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.arn < b.arn; });
    return all;
}

std::optional<model::Principal> Index::find_principal(std::string_view arn) const {
    const auto named = read_principal_arn(arn);
    if (!named || tables_->find_account(named->account) == nullptr) {
        return std::nullopt;
    }
    if (named->kind == model::PrincipalKind::root) {
        return root_principal(named->account);
    }
    const auto* identities = find_in(tables_->identities_of, named->account);
    if (identities == nullptr) {
        return std::nullopt;
    }
    const bool is_role = named->kind == model::PrincipalKind::assumed_role;
    for (const auto& row : identities->all) {
        if (row->is_role == is_role && !row->service_linked && row->name.name == named->name &&
            (named->is_session || row->arn == arn)) {
            auto found = principal_of(*row);
            found.arn = arn;
            return found;
        }
    }
    return std::nullopt;
}

std::vector<const model::FoundationModel*> Index::models() const {
    return listed(tables_->catalogue->lists().models);
}

std::vector<const model::InferenceProfile*> Index::profiles() const {
    return listed(tables_->catalogue->lists().profiles);
}

std::vector<const model::Product*> Index::products() const {
    return listed(tables_->catalogue->lists().products);
}

bool Index::lists_product(std::string_view id) const {
    return product(id) != nullptr;
}

}  // namespace licet::decision
