// SPDX-License-Identifier: Apache-2.0
//
// Licenses, grants and sub-grants.
#include "decision/index_builder.h"
#include "decision/state_facts.h"
#include "model/grant/activity.h"
#include "model/grant/decision.h"
#include "model/grant/sub_grant.h"
#include "model/grant/view.h"
#include "model/license/quotas.h"
#include "model/marketplace/license_prices.h"

namespace licet::decision {
namespace {

EntitlementLevel level_of(model::GrantStatus status) {
    switch (status) {
        case model::GrantStatus::ACTIVE:
            return EntitlementLevel::active;
        case model::GrantStatus::DISABLED:
        case model::GrantStatus::WORKFLOW_COMPLETED:
            return EntitlementLevel::disabled;
        case model::GrantStatus::PENDING_WORKFLOW:
            return EntitlementLevel::pending_workflow;
        case model::GrantStatus::PENDING_ACCEPT:
            return EntitlementLevel::pending_accept;
        case model::GrantStatus::REJECTED:
        case model::GrantStatus::FAILED_WORKFLOW:
        case model::GrantStatus::DELETED:
        case model::GrantStatus::PENDING_DELETE:
            return EntitlementLevel::none;
    }
    return EntitlementLevel::none;
}

/// What a status of the grant, or of one of its sub-grants, gives: a grant that passes on others
/// gives nothing while one of them is not ACTIVE. Source: rule GR-7.
EntitlementLevel level_of(const model::State& state, const model::Grant& grant,
                          model::GrantStatus status) {
    const bool held_back =
        status == model::GrantStatus::ACTIVE && !model::sources_active(state, grant);
    return held_back ? EntitlementLevel::disabled : level_of(status);
}

/// All that are live.
std::vector<model::GrantId> grants_of(const model::State& state, const Id128& id,
                                      const model::License& license) {
    std::vector<model::GrantId> grants;
    if (const auto found = state.grant.by_license.find(id); found != state.grant.by_license.end()) {
        grants = found->second.ids;
    }
    if (model::find_grant(state.grant, license.holder_grant) != nullptr) {
        grants.push_back(license.holder_grant);
    }
    return grants;
}

/// Whether whoever has the grant of a seller's license may grant it on while it is in force.
/// Source: rule GR-6.
bool passes_on(const model::State& state, const model::GrantId& id) {
    return model::find_view(state, id)->at.operations.has(model::AllowedOperation::CreateGrant);
}

}  // namespace

void IndexBuilder::rebuild_grants(const model::State& state) {
    for (const auto& [id, license] : state.license.licenses) {
        refresh_license(state, id);
    }
    std::vector<GrantRow> rows;
    rows.reserve(state.grant.grants.size());
    for (const auto& [id, grant] : state.grant.grants) {
        const auto row = grant_row(state, id, grant);
        if (row.level != EntitlementLevel::none) {
            rows.push_back(row);
        }
    }
    next_.grants.fill(std::move(rows));
    for (const auto& [parent, distribution] : state.grant.distributions) {
        refresh_exceptions(state, parent);
    }
}

void IndexBuilder::refresh_license(const model::State& state, const Id128& id) {
    const auto* license = model::find_license(state.license, id);
    LICET_CHECK(license != nullptr);
    const auto& version = license->versions.back();
    const bool known = next_.find_license(id) != nullptr;
    const auto number = numbers_of(state, id).license;
    const bool had_quotas = known && next_.licenses[number].has_quotas;
    const bool has_quotas = model::quotas_of(id, version) != nullptr;
    next_.licenses.set(number, {.holder = license->holder,
                                .valid_from = version.valid_from,
                                .valid_until = version.valid_until.value_or(Time::max()),
                                .available = version.status == model::LicenseStatus::AVAILABLE,
                                .from_seller = model::is_seller_issued(*license),
                                .has_quotas = has_quotas,
                                .prices = prices_number(model::token_prices(state, *license))});
    if (known && (had_quotas || has_quotas)) {
        for (const auto& grant : grants_of(state, id, *license)) {
            refresh_row(state, grant);
        }
    }
}

void IndexBuilder::refresh_grant(const model::State& state, const model::GrantId& id) {
    refresh_row(state, id);
    for (const auto& descendant : model::descendants_of(state, id)) {
        refresh_row(state, descendant);
        refresh_exceptions(state, descendant);
    }
}

void IndexBuilder::refresh_row(const model::State& state, const model::GrantId& id) {
    const auto* grant = model::find_grant(state.grant, id);
    LICET_CHECK(grant != nullptr);
    const auto row = grant_row(state, id, *grant);
    if (row.level == EntitlementLevel::none) {
        next_.grants.erase(row);
    } else {
        next_.grants.set(row);
    }
}

GrantRow IndexBuilder::grant_row(const model::State& state, const model::GrantId& id,
                                 const model::Grant& grant) {
    const auto node = grant.grantee.node_id();
    const auto numbers = numbers_of(state, grant.license);
    GrantRow row{.holder = node.empty() ? grant.grantee.account.number
                                        : GrantRow::kNodeBit | node_number(node),
                 .grant = id,
                 .product = numbers.product,
                 .license = numbers.license,
                 .grantor = grant.grantor,
                 .level = level_of(state, grant, grant.status),
                 .from_issuer = grant.from_issuer};
    if ((row.holder & GrantRow::kNodeBit) != 0 && row.level != EntitlementLevel::none) {
        note_product(node_number(node), row.product);
    }
    row.has_scope = refresh_scope(state, id, grant, row.level != EntitlementLevel::none);
    row.passes_on = row.level != EntitlementLevel::none &&
                    next_.licenses[numbers.license].from_seller && passes_on(state, id);
    return row;
}

std::uint64_t IndexBuilder::products_at(std::uint32_t node) const {
    return next_.nodes.has(node) ? next_.nodes[node].products : 0;
}

void IndexBuilder::note_product(std::uint32_t node, std::uint32_t product) {
    const auto products = products_at(node) | IndexTables::product_bit(product);
    if (products != products_at(node)) {
        NodeRow row = next_.nodes.has(node) ? next_.nodes[node] : NodeRow{};
        row.products = products;
        next_.nodes.set(node, std::move(row));
    }
}

bool IndexBuilder::refresh_scope(const model::State& state, const model::GrantId& id,
                                 const model::Grant& grant, bool counts) {
    ScopeRow row{.grant = id};
    const auto details = state.grant.details.find(id);
    const bool has_quotas = next_.licenses[numbers_of(state, grant.license).license].has_quotas;
    const bool limited = grant.source || has_quotas ||
                         (details != state.grant.details.end() && details->second.scope);
    if (counts && limited) {
        row.scope = model::effective_scope(state, id);
        if (grant.source || has_quotas) {
            row.limits = std::make_shared<const std::vector<GrantLimit>>(grant_limits(state, id));
        }
    }
    if (row.scope == model::Scope{}) {
        next_.scopes.erase(row);
        return false;
    }
    next_.scopes.set(row);
    return true;
}

void IndexBuilder::refresh_exceptions(const model::State& state, const model::GrantId& parent) {
    std::set<AccountId> accounts;
    if (const auto before = exceptions_of_.find(parent); before != exceptions_of_.end()) {
        accounts = before->second;
    }
    if (const auto found = state.grant.distributions.find(parent);
        found != state.grant.distributions.end()) {
        for (const auto& [account, lives] : found->second.exceptions) {
            accounts.insert(account);
        }
    }
    for (const auto account : accounts) {
        refresh_exception(state, {parent, account});
    }
}

void IndexBuilder::refresh_exception(const model::State& state, const SubGrantKey& key) {
    const auto& [parent, account] = key;
    const auto* grant = model::find_grant(state.grant, parent);
    LICET_CHECK(grant != nullptr);
    const auto status = model::sub_grant_status(state.grant, parent, *grant, account);
    const auto part = model::sub_grant_id(state.grant, parent, account).part();
    const ExceptionRow row{.parent = parent,
                           .account = account,
                           .level = level_of(state, *grant, status),
                           .generation = part->generation};
    if (row.level == level_of(state, *grant, grant->status) && row.generation == 0) {
        next_.exceptions.erase(row);  // what the parent implies
        if (const auto known = exceptions_of_.find(parent); known != exceptions_of_.end()) {
            known->second.erase(account);
            if (known->second.empty()) {
                exceptions_of_.erase(known);
            }
        }
    } else {
        next_.exceptions.set(row);
        exceptions_of_[parent].insert(account);
    }
}

void IndexBuilder::refresh_sub_grant(const model::State& state, const SubGrantKey& key) {
    refresh_exception(state, key);
    const auto id = model::sub_grant_id(state.grant, key.first, key.second);
    for (const auto& descendant : model::descendants_of(state, id)) {
        refresh_row(state, descendant);
        refresh_exceptions(state, descendant);
    }
}

std::uint32_t IndexBuilder::product_number(const std::string& product) {
    if (const auto* known = next_.find_product(product)) {
        return known->number;
    }
    const auto number = static_cast<std::uint32_t>(next_.products.size());
    next_.products.set({product, number});
    return number;
}

std::uint32_t IndexBuilder::prices_number(const model::TokenPrices& prices) {
    if (prices == model::TokenPrices{}) {
        return 0;
    }
    const auto next = static_cast<std::uint32_t>(prices_.size() + 1);
    const auto [place, added] = prices_.emplace(prices, next);
    if (added) {
        next_.prices.set(next, prices);
    }
    return place->second;
}

LicenseIdRow IndexBuilder::numbers_of(const model::State& state, const Id128& id) {
    if (const auto* known = next_.find_license(id)) {
        return *known;
    }
    const auto* license = model::find_license(state.license, id);
    LICET_CHECK(license != nullptr);
    const LicenseIdRow row{.id = id,
                           .license = static_cast<std::uint32_t>(next_.license_ids.size()),
                           .product = product_number(model::product_of(*license))};
    next_.license_ids.set(row);
    return row;
}

}  // namespace licet::decision
