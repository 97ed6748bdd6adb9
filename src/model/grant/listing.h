// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/view.h"

#include <functional>

/// Listings visit grants in a fixed order from a position that stays valid whatever is changed
/// meanwhile. DELETED grants are not listed; GetGrant still shows them.
namespace licet::model {

/// Takes a grant and says whether to go on.
using GrantVisit = std::function<bool(const GrantView&)>;

/// Where the listing of a grantor's grants goes on.
struct DistributedGrant {
    Id128 license;
    GrantId grant;
};

/// Visits the grants that `grantor` made, by license, then id. Sub-grants are not among them.
/// O(grants of the grantor's licenses that are passed over or visited).
/// @param only the one license to visit; nothing for all
void visit_distributed_grants(const State& state, AccountId grantor, std::optional<Id128> only,
                              std::optional<DistributedGrant> after, const GrantVisit& visit);

/// Visits the grants that `account` received: those to itself, its own subscriptions' among them,
/// and its sub-grants of organization and OU grants, never these grants themselves.
/// In the order of the stored grants' ids; O(grants to the account and to the organization and OUs
/// it is in), whatever the number of accounts.
/// Source: rules GR-17, GR-18, U-24.
/// @param after the id, or the parent's id, of the last grant seen
void visit_received_grants(const State& state, AccountId account, std::optional<GrantId> after,
                           const GrantVisit& visit);

/// The same for one license, without order.
void visit_received_grants_of(const State& state, AccountId account, const Id128& license,
                              const GrantVisit& visit);

/// Where the listing of an organization's received grants goes on.
struct MembersGrant {
    GrantId stored;  ///< the grant or the parent
    AccountId account;
};

/// Visits the grants of one license that accounts received, sub-grants singly, by stored grant,
/// then account. Source: rule GR-18.
void visit_members_grants(const State& state, const Id128& license,
                          std::optional<MembersGrant> after, const GrantVisit& visit);

}  // namespace licet::model
