// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"

#include "decision/index_tables.h"

#include <algorithm>

namespace licet::decision {
namespace {

/// The best of an account's rights to one product.
class Best {
public:
    /// @param best what is found
    Best(const IndexTables& tables, AccountId account, std::uint32_t product, const Use& use,
         Time now, Entitlement& best)
        : tables_{tables},
          account_{account},
          product_{product},
          use_{use},
          now_{now},
          best_{best} {}

    /// Nothing can be better.
    bool is_perfect() const {
        return best_.level == EntitlementLevel::active && best_.miss == ScopeMiss::none;
    }

    /// Looks at what the holder has. The rows of one holder stand in no order: of equals the one
    /// with the lowest id counts.
    void add_holder(std::uint64_t holder) {
        first_ = nullptr;
        tables_.grants.visit(GrantRow::hash_of(holder, product_), [&](const GrantRow& row) {
            if (row.holder == holder && row.product == product_) {
                add(row);
            }
            return false;
        });
    }

private:
    void add(const GrantRow& row) {
        const LicenseRow& license = tables_.licenses[row.license];
        const bool is_distributed = (row.holder & GrantRow::kNodeBit) != 0;
        if (is_distributed && (row.grantor == account_ || license.holder == account_)) {
            return;  // these have the license itself
        }
        const auto* exception = is_distributed ? exception_of(row) : nullptr;
        const auto given = exception == nullptr ? row.level : exception->level;
        if (given == EntitlementLevel::none) {
            return;
        }
        const auto level = level_now(row, license, given);
        const auto* scope = row.has_scope ? &scope_of(row) : nullptr;
        const auto miss = scope == nullptr ? ScopeMiss::none : miss_of(*scope, use_, now_);
        const bool same = first_ != nullptr && level == best_.level && miss == best_.miss;
        if (same ? first_->grant < row.grant
                 : !Entitlement{.level = level, .miss = miss}.better_than(best_)) {
            return;
        }
        first_ = &row;
        best_.level = level;
        best_.miss = miss;
        best_.grant = row.grant;
        if (is_distributed) {
            best_.grant = row.grant.sub_grant(
                account_, exception == nullptr ? std::uint8_t{0} : exception->generation);
        }
        best_.grantor = row.grantor;
        best_.scope = scope == nullptr ? model::Scope{} : *scope;
        best_.begins = license.valid_from;
        best_.prices = license.prices;
    }

    /// What a level that a grant gives is worth now.
    EntitlementLevel level_now(const GrantRow& row, const LicenseRow& license,
                               EntitlementLevel given) const {
        if (!license.is_usable(now_)) {
            const bool coming = license.available && now_ < license.valid_from;
            return coming ? EntitlementLevel::not_yet : EntitlementLevel::withdrawn;
        }
        return given == EntitlementLevel::disabled && row.from_issuer ? EntitlementLevel::standby
                                                                      : given;
    }

    const model::Scope& scope_of(const GrantRow& row) const {
        const auto* found = tables_.scopes.find(
            hash_of(row.grant), [&](const ScopeRow& one) { return one.grant == row.grant; });
        return found->scope;
    }

    const ExceptionRow* exception_of(const GrantRow& row) const {
        return tables_.exceptions.find(hash_of(row.grant, account_), [&](const ExceptionRow& one) {
            return one.account == account_ && one.parent == row.grant;
        });
    }

    const IndexTables& tables_;
    const AccountId account_;
    const std::uint32_t product_;
    const Use& use_;
    const Time now_;
    Entitlement& best_;
    const GrantRow* first_ = nullptr;  // of this holder: what is the best
};

/// The organization of an account, or null.
const NodeDetails* organization_of(const IndexTables& tables, const AccountRow* row) {
    return row == nullptr || row->node == 0 ? nullptr : &tables.organization_of(row->node);
}

/// Those that are enforced on the account; null: none are.
const Guardrails* guardrails_of(const IndexTables& tables, const AccountRow& row) {
    if (row.special == Special::guarded) {
        return &find_in(tables.special_accounts, row.account)->guardrails;
    }
    const NodeRow& node = tables.nodes[row.node];
    return row.special == Special::no && node.guarded ? &node.details->guardrails : nullptr;
}

/// The account's row, or null. A decision asks for the same one several times, so that each thread
/// remembers the last.
const AccountRow* row_of(const IndexTables& tables, AccountId account) {
    struct Last {
        std::uint64_t serial = 0;
        AccountId account = {};
        const AccountRow* row = nullptr;
    };
    thread_local Last last;
    if (last.serial != tables.serial || last.account != account) {
        last = {tables.serial, account, tables.find_account(account)};
    }
    return last.row;
}

}  // namespace

Index::Index(std::unique_ptr<const IndexTables> tables, std::uint64_t revision)
    : tables_{std::move(tables)}, revision_{revision} {}

Index::~Index() = default;

const model::InvocationLogging* Index::invocation_logging(AccountId account,
                                                          std::string_view region) const {
    const auto* found = find_in(tables_->invocation_loggings, std::pair{account, region});
    return found == nullptr ? nullptr : &found->logging;
}

const KeyRow* Index::find_key(std::string_view access_key_id) const {
    const auto* found = find_in(tables_->keys, access_key_id);
    return found == nullptr ? nullptr : &found->value;
}

const BearerRow* Index::find_bearer(std::string_view alias) const {
    const auto* found = find_in(tables_->bearers, alias);
    return found == nullptr ? nullptr : &found->value;
}

bool Index::role_exists(AccountId account, std::string_view role_id) const {
    const auto* found = find_in(tables_->identities, role_id);
    return found != nullptr && found->is_role && found->name.account == account;
}

Facts::AccountStanding Index::standing(AccountId account) const {
    const auto* row = row_of(*tables_, account);
    if (row == nullptr) {
        return AccountStanding::unknown;
    }
    return row->open ? AccountStanding::open : AccountStanding::closed;
}

const model::FoundationModel* Index::model(std::string_view id) const {
    return tables_->catalogue->model(id);
}

const model::InferenceProfile* Index::profile(std::string_view id) const {
    return tables_->catalogue->profile(id);
}

ListedModel Index::listed_model(std::string_view id) const {
    return tables_->catalogue->listed_model(id);
}

const model::Product* Index::product(std::string_view id) const {
    return model::find_product(tables_->catalogue->lists(), id);
}

const model::ApplicationProfile* Index::application_profile(AccountId account,
                                                            std::string_view region,
                                                            std::string_view id) const {
    const auto* found = find_in(tables_->application_profiles, id);
    return found != nullptr && found->value.account == account && found->value.region == region
               ? &found->value
               : nullptr;
}

Entitlement Index::entitlement(AccountId account, std::string_view product, const Use& use,
                               Time now) const {
    const auto* row = tables_->find_product(product);
    return row == nullptr ? Entitlement{} : tables_->entitlement(account, row->number, use, now);
}

Entitlement Index::entitlement_to(AccountId account, const ListedModel& model, const Use& use,
                                  Time now) const {
    return tables_->entitlement(account, model.product, use, now);
}

Entitlement IndexTables::entitlement(AccountId account, std::uint32_t product, const Use& use,
                                     Time now) const {
    Entitlement found;
    const auto* row = row_of(*this, account);
    if (row == nullptr) {
        return found;
    }
    Best best{*this, account, product, use, now, found};
    best.add_holder(account.number);
    if (best.is_perfect() || (row->node != 0 && organization_of(row->node).management == account)) {
        return found;  // the management account has no sub-grants: rule U-24
    }
    const auto bit = product_bit(product);
    for (auto node = row->node; node != 0 && !best.is_perfect();) {
        const NodeRow& here = nodes[node];
        if ((here.products & bit) != 0) {
            best.add_holder(GrantRow::kNodeBit | node);
        }
        node = here.parent;
    }
    return found;
}

std::vector<GrantLimit> Index::limits_of(const Entitlement& right) const {
    if (right.grant) {
        const auto grant = right.grant->parent();
        const auto* row = tables_->scopes.find(
            hash_of(grant), [&](const ScopeRow& one) { return one.grant == grant; });
        if (row != nullptr && row->limits != nullptr) {
            return *row->limits;
        }
    }
    return Facts::limits_of(right);
}

model::TokenRates Index::token_rates(const Entitlement& right, std::string_view product,
                                     model::Reach reach) const {
    if (!right.grant) {
        return Facts::token_rates(right, product, reach);
    }
    return right.prices == 0 ? model::TokenRates{} : tables_->prices[right.prices].at(reach);
}

bool Index::has_use_case_form(AccountId account) const {
    const auto* row = row_of(*tables_, account);
    if (row == nullptr || row->has_form) {
        return row != nullptr;
    }
    const auto* organization = organization_of(*tables_, row);
    const auto* management =
        organization == nullptr ? nullptr : tables_->find_account(organization->management);
    return management != nullptr && management->has_form;
}

Facts::FirstUse Index::first_use(AccountId account, std::string_view product, Time now) const {
    const auto* organization = organization_of(*tables_, row_of(*tables_, account));
    if (organization == nullptr || !organization->auto_subscribe) {
        return {};
    }
    const auto* pending = find_in(tables_->first_uses, std::pair{account, product});
    return first_use_of(pending == nullptr ? nullptr : &pending->details, now);
}

bool Index::falls_back(AccountId account) const {
    const auto* organization = organization_of(*tables_, row_of(*tables_, account));
    return organization != nullptr && organization->fall_back;
}

ControlLevels Index::control_levels(AccountId account) const {
    ControlLevels found;
    const auto* row = row_of(*tables_, account);
    const auto* organization = organization_of(*tables_, row);
    if (organization == nullptr || !organization->has_control_policies ||
        organization->management == account) {
        return found;
    }
    for (auto node = row->node; node != 0; node = tables_->nodes[node].parent) {
        if (const auto& level = tables_->nodes[node].details->level) {
            found.levels.at(found.count++) = &*level;
        }
    }
    std::reverse(found.levels.begin(), found.levels.begin() + found.count);
    const auto* special =
        row->special == Special::no ? nullptr : find_in(tables_->special_accounts, account);
    found.levels.at(found.count++) =
        special != nullptr && special->level ? &*special->level : tables_->full_access.get();
    return found;
}

PrincipalRights Index::rights(const model::Principal& principal) const {
    using Kind = model::PrincipalKind;
    if (principal.kind == Kind::root || principal.kind == Kind::service) {
        return {.unrestricted = true};
    }
    const bool is_session = principal.kind == Kind::assumed_role;
    if (!is_session && principal.kind != Kind::user) {
        return {};
    }
    const auto* found = find_in(tables_->identities,
                                std::string_view{is_session ? principal.role_id : principal.id});
    if (found == nullptr || found->is_role != is_session ||
        (!is_session &&
         (found->name.account != principal.account || found->name.name != principal.name))) {
        return {};
    }
    const auto& policies = found->policies;
    return {.service_linked = found->service_linked,
            .identity = policies.identity,
            .boundary = policies.boundary ? &*policies.boundary : nullptr,
            .tags = &found->tags,
            .arn = is_session ? std::string_view{found->arn} : std::string_view{}};
}

Membership Index::membership(AccountId account) const {
    const auto* row = row_of(*tables_, account);
    const auto* organization = organization_of(*tables_, row);
    if (organization == nullptr) {
        return {};
    }
    return {.organization = organization->organization,
            .path = tables_->nodes[row->node].details->path,
            .management = organization->management};
}

EnforcedGuardrails Index::enforced_guardrails(AccountId account, std::string_view region) const {
    EnforcedGuardrails found;
    const auto* row = row_of(*tables_, account);
    if (row == nullptr) {
        return found;
    }
    if (row->guards_itself) {
        const auto& own = find_in(tables_->own_guardrails, account)->by_region;
        const auto here = own.find(region);
        found.by_account = here == own.end() ? nullptr : &here->second;
    }
    const auto* all = row->node == 0 ? nullptr : guardrails_of(*tables_, *row);
    if (all != nullptr) {
        if (const auto here = all->find(region); here != all->end()) {
            found.by_organization = here->second;
        }
    }
    return found;
}

const model::ReadyGuardrailPtr* Index::guardrail(std::string_view id) const {
    const auto* found = find_in(tables_->guardrails, id);
    return found == nullptr ? nullptr : &found->value;
}

}  // namespace licet::decision
