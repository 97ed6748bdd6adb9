// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"
#include "decision/index_tables.h"
#include "model/identity/role_trust.h"

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

/// Whether the grant is in force for the account, which it or a node above it has.
bool is_active(const IndexTables& tables, const GrantRow& grant, AccountId account) {
    auto level = grant.level;
    if ((grant.holder & GrantRow::kNodeBit) != 0) {
        if (grant.grantor == account) {
            return false;  // it has what it grants
        }
        const auto* exception =
            tables.exceptions.find(hash_of(grant.grant, account), [&](const ExceptionRow& one) {
                return one.account == account && one.parent == grant.grant;
            });
        level = exception == nullptr ? level : exception->level;
    }
    return level == EntitlementLevel::active;
}

}  // namespace

Authority Index::authority_of(AccountId account) const {
    const auto* row = tables_->find_account(account);
    return row == nullptr ? Authority::itself : row->authority;
}

AccountId Index::founder() const {
    return tables_->founder;
}

bool Index::may_grant(AccountId account, AccountId issuer, const Id128& id) const {
    const auto* row = tables_->find_account(account);
    const auto* named = tables_->find_license(id);
    if (row == nullptr || named == nullptr) {
        return false;
    }
    const auto& license = tables_->licenses[named->license];
    if ((license.from_seller ? license.holder : kMarketplaceAccount) != issuer) {
        return false;
    }
    if (license.holder == account) {
        return true;
    }
    bool found = false;
    const auto look_at = [&](std::uint64_t holder) {
        tables_->grants.visit(
            GrantRow::hash_of(holder, named->product), [&](const GrantRow& grant) {
                found = found || (grant.holder == holder && grant.license == named->license &&
                                  grant.passes_on && is_active(*tables_, grant, account));
                return found;
            });
    };
    look_at(account.number);
    if (row->node != 0 && tables_->organization_of(row->node).management != account) {
        for (auto node = row->node; node != 0 && !found; node = tables_->nodes[node].parent) {
            look_at(GrantRow::kNodeBit | node);
        }
    }
    return found;
}

std::shared_ptr<const model::RoleTrust> Index::trust_of(std::string_view role_arn) const {
    const auto named = read_principal_arn(role_arn);
    if (!named || named->kind != model::PrincipalKind::assumed_role || named->is_session ||
        standing(named->account) != AccountStanding::open) {
        return nullptr;
    }
    const auto* identities = find_in(tables_->identities_of, named->account);
    if (identities == nullptr) {
        return nullptr;
    }
    const auto found =
        std::find_if(identities->all.begin(), identities->all.end(),
                     [&](const auto& row) { return row->is_role && row->arn == role_arn; });
    return found == identities->all.end()
               ? nullptr
               : std::make_shared<const model::RoleTrust>((*found)->trust->read());
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
