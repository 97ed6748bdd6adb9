// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/license/license.h"

#include <set>

/// Grants can come into force without being activated: when their license comes back or is valid
/// for longer, and when the grant that they pass on is activated again. Where the account has
/// another license of the product active by then, it keeps that one, and the grant that comes back
/// rests in DISABLED.
namespace licet::model {

struct State;

/// What is to be appended after `next` was added to the license's versions. A license that is in
/// force keeps its grants, and those of licenses that would only begin later yield.
/// O(grants of the license, plus what rivals_of() costs for each that is distributed).
/// Source: rules GR-20, LI-5; decision 0007.
Events one_active_after(const State& before, const Id128& license, const LicenseVersion& next,
                        Time now);

/// What is to be appended after a grant or sub-grant became ACTIVE, or a parent grant did with all
/// its sub-grants but those of the accounts `held`.
/// O(grants of the license) when its seller issued the license, else constant.
/// Source: rules GR-7, GR-20; decision 0007.
Events one_active_after(const State& before, const GrantId& activated,
                        const std::set<AccountId>& held, Time now);

}  // namespace licet::model
