// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "decision/reference_places_test.h"

#include <sstream>

/// What right an account has to a product, and whether the scope of the grant admits a call: every
/// grant there is, one after the other. Reads rules LI-3, LI-5, LM-15, ME-21 to ME-24, ME-30,
/// GR-1, GR-6, GR-7, GR-16, U-5, U-22, U-24, BA-35 and design 6, step 7.
///
/// Shares with what it judges the types of the state, the order of the levels and misses, and what
/// a grant's id says of itself.
namespace licet::decision::reference {

using Level = EntitlementLevel;
using Right = std::pair<Level, ScopeMiss>;  ///< the greater the better
using Status = model::GrantStatus;

/// What a call asks of a grant.
struct Wanted {
    AccountId account;
    std::string product;
    Texts regions;          ///< all that it may reach
    std::string operation;  ///< empty: no use of a model
    Time now;
};

/// Whether one tag of a grant admits the call; what it says was checked when it was given.
inline ScopeMiss miss_by(const std::string& key, const std::string& value, const Wanted& wanted) {
    std::istringstream list{value};
    const Texts words{std::istream_iterator<std::string>{list}, {}};
    if (key == "licet:regions") {
        const bool inside = std::all_of(
            wanted.regions.begin(), wanted.regions.end(), [&](const std::string& region) {
                auto geography = region.substr(0, region.find('-'));
                return has(words, region) || has(words, geography == "ap" ? "apac" : geography);
            });
        return inside ? ScopeMiss::none : ScopeMiss::region;
    }
    if (key == "licet:operations") {
        return wanted.operation.empty() || has(words, wanted.operation) ? ScopeMiss::none
                                                                        : ScopeMiss::operation;
    }
    if (key == "licet:not-before") {
        return wanted.now < *parse_iso8601(value) ? ScopeMiss::not_yet : ScopeMiss::none;
    }
    if (key == "licet:not-after") {  // a day is meant as a whole
        const bool is_day = value.find('T') == std::string::npos;
        const auto end = *parse_iso8601(value) + std::chrono::hours{is_day ? 24 : 0};
        return wanted.now >= end ? ScopeMiss::ended : ScopeMiss::none;
    }
    return ScopeMiss::none;
}

/// A sub-grant is limited as its parent is, a grant that is passed on as what it passes on as well.
inline ScopeMiss miss_in(const model::State& state, model::GrantId id, const Wanted& wanted) {
    ScopeMiss miss = ScopeMiss::none;
    for (std::optional<model::GrantId> at = id; at;
         at = state.grant.grants.at(at->parent()).source) {
        const auto details = state.grant.details.find(at->parent());
        if (details != state.grant.details.end()) {
            for (const auto& [key, value] : details->second.tags) {
                miss = std::min(miss, miss_by(key, value, wanted));
            }
        }
    }
    return miss;
}

/// Whether an organization or OU grant has a sub-grant in the account.
inline bool reaches(const model::State& state, const model::Grant& grant, AccountId account) {
    const auto above = nodes_above(state, account);
    const auto& license = state.license.licenses.at(grant.license);
    const bool holds = account == grant.grantee.account || account == grant.grantor ||
                       (grant.source && account == license.holder);  // U-24
    return !holds && has(above, std::string{grant.grantee.node_id()});
}

/// Source: table 4.3, T15.
inline bool is_over(Status status) {
    return status == Status::REJECTED || status == Status::DELETED;
}

/// The status of the grant in one account; which of the account's stays under it is meant is told
/// by `generation`, the last if by nothing. Source: rules GR-7, U-9, U-22.
inline Status status_in(const model::State& state, const model::GrantId& id, AccountId account,
                        std::optional<std::size_t> generation = {}) {
    const auto& grant = state.grant.grants.at(id);
    if (grant.grantee.kind == model::GranteeKind::account) {
        return grant.status;
    }
    std::vector<model::SubGrantLife> lives;
    if (const auto found = state.grant.distributions.find(id);
        found != state.grant.distributions.end() && found->second.exceptions.contains(account)) {
        lives = found->second.exceptions.at(account);
    }
    if (lives.empty() || lives.back().ended) {
        lives.emplace_back();  // the stay that nothing is known of
    }
    if (!reaches(state, grant, account) ||
        generation.value_or(lives.size() - 1) + 1 != lives.size()) {
        return Status::DELETED;
    }
    const auto& changes = lives.back().changes;
    if (changes.empty()) {
        return grant.status;
    }
    const bool parent_ends = is_over(grant.status) || grant.status == Status::PENDING_DELETE;
    const bool later = changes.back().parent_version >= grant.status_version;
    return is_over(changes.back().status) || (later && !parent_ends) ? changes.back().status
                                                                     : grant.status;
}

/// Whether all that the grant passes on is ACTIVE. Source: rules GR-6, GR-7.
inline bool is_backed(const model::State& state, const model::Grant& grant) {
    for (auto at = grant.source; at; at = state.grant.grants.at(at->parent()).source) {
        const auto part = at->part();
        const auto status = part ? status_in(state, at->parent(), part->account, part->generation)
                                 : state.grant.grants.at(*at).status;
        if (status != Status::ACTIVE) {
            return false;
        }
    }
    return true;
}

/// What one grant gives an account.
inline Right right_by(const model::State& state, const model::GrantId& id,
                      const model::Grant& grant, const Wanted& wanted) {
    static const std::map<Status, Level> kLevels{
        {Status::ACTIVE, Level::active},
        {Status::DISABLED, Level::disabled},
        {Status::WORKFLOW_COMPLETED, Level::disabled},
        {Status::PENDING_WORKFLOW, Level::pending_workflow},
        {Status::PENDING_ACCEPT, Level::pending_accept}};
    const auto& license = state.license.licenses.at(grant.license);
    const bool by_seller = license.issuer != kMarketplaceAccount;
    const auto product = (by_seller ? license.issuer.text() + ":" : "") + license.product_sku;
    const bool own = grant.grantee.kind == model::GranteeKind::account;
    const bool meant =
        own ? grant.grantee.account == wanted.account : reaches(state, grant, wanted.account);
    const auto level = kLevels.find(meant ? status_in(state, id, wanted.account) : Status::DELETED);
    if (product != wanted.product || level == kLevels.end()) {
        return {};
    }
    const auto& last = license.versions.back();
    const bool available = last.status == model::LicenseStatus::AVAILABLE;
    const bool over = last.valid_until && wanted.now > *last.valid_until;
    return {!available || over                                           ? Level::withdrawn
            : wanted.now < last.valid_from                               ? Level::not_yet
            : level->second == Level::active && !is_backed(state, grant) ? Level::disabled
            : level->second == Level::disabled && grant.from_issuer      ? Level::standby
                                                                         : level->second,
            miss_in(state, id, wanted)};
}

inline Right best_right(const model::State& state, const Wanted& wanted) {
    Right best{};
    for (const auto& [id, grant] : state.grant.grants) {
        best = std::max(best, right_by(state, id, grant, wanted));
    }
    return best;
}

}  // namespace licet::decision::reference
