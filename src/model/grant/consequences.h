// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

namespace licet::model {

struct State;
struct Placement;

/// What an account's change of place means for grants: sub-grants of organizations and OUs it
/// leaves are withdrawn, grants that bind it to an organization it leaves end, and where it joins
/// an activated grant of a product that it already has active, the new sub-grant rests in DISABLED.
/// Sub-grants that merely follow from the new place need no event.
///
/// Pure. O(grants to the places concerned and to the account).
/// Source: rules U-9, U-23, P6, P7, GR-40 to GR-42.
/// @param before the state before the change; need not know an account that is just being made.
/// @param from where the account was; empty for one that joins for the first time.
/// @param to where it will be; empty for one that leaves.
/// @return what is to be appended after the event that moves the account.
Events grant_consequences(const State& before, AccountId account, const Placement& from,
                          const Placement& to, Time now);

}  // namespace licet::model
