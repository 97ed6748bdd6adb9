// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/bedrock/regions.h"
#include "model/grant/activity.h"
#include "model/grant/sub_grant.h"
#include "model/state.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace licet::decision::reference {

using Texts = std::vector<std::string>;
using Level = EntitlementLevel;
using Right = std::pair<Level, ScopeMiss>;  ///< the greater the better

inline bool has(const Texts& all, std::string_view one) {
    return std::count(all.begin(), all.end(), one) > 0;
}

/// What a call asks of a grant.
struct Wanted {
    AccountId account;
    std::string product;
    Texts regions;  ///< all that it may reach
    model::ModelOperation operation;
    Time now;
};

/// Source: design 6, step 7; rule BA-35.
inline ScopeMiss miss_in(const model::Scope& scope, const Wanted& wanted) {
    const bool inside = std::all_of(wanted.regions.begin(), wanted.regions.end(),
                                    [&](const auto& region) { return scope.has_region(region); });
    return !inside                                  ? ScopeMiss::region
           : !scope.has_operation(wanted.operation) ? ScopeMiss::operation
           : wanted.now < scope.not_before          ? ScopeMiss::not_yet
           : wanted.now > scope.not_after           ? ScopeMiss::ended
                                                    : ScopeMiss::none;
}

/// What one grant gives an account. Source: rules LI-3, LI-5, ME-30, GR-7.
inline Right right_by(const model::State& state, const model::GrantId& id,
                      const model::Grant& grant, const Wanted& wanted) {
    using Status = model::GrantStatus;
    static const std::map<Status, Level> kLevels{
        {Status::ACTIVE, Level::active},
        {Status::DISABLED, Level::disabled},
        {Status::WORKFLOW_COMPLETED, Level::disabled},
        {Status::PENDING_WORKFLOW, Level::pending_workflow},
        {Status::PENDING_ACCEPT, Level::pending_accept}};
    const auto& license = state.license.licenses.at(grant.license);
    const bool own = grant.grantee.kind == model::GranteeKind::account;
    const bool reaches =
        own ? grant.grantee.account == wanted.account : model::covers(state, grant, wanted.account);
    if (!reaches || !model::is_of_product(license, wanted.product)) {
        return {};
    }
    const auto found = kLevels.find(
        own ? grant.status : model::sub_grant_status(state.grant, id, grant, wanted.account));
    if (found == kLevels.end()) {
        return {};
    }
    Level level = found->second;
    const auto& last = license.versions.back();
    if (last.status != model::LicenseStatus::AVAILABLE || wanted.now < last.valid_from ||
        (last.valid_until && wanted.now > *last.valid_until)) {
        level = Level::withdrawn;
    } else if (level == Level::active && !model::sources_active(state, grant)) {
        level = Level::disabled;
    } else if (level == Level::disabled && grant.from_issuer) {
        level = Level::standby;
    }
    return {level, miss_in(model::effective_scope(state, id), wanted)};
}

inline Right best_right(const model::State& state, const Wanted& wanted) {
    Right best{};
    for (const auto& [id, grant] : state.grant.grants) {
        best = std::max(best, right_by(state, id, grant, wanted));
    }
    return best;
}

}  // namespace licet::decision::reference
