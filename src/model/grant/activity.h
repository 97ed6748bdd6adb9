// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

#include <span>
#include <utility>

namespace licet::model {

struct State;

/// A stretch of time, both ends included.
struct Period {
    Time from;
    Time until;
};

/// The time from `now` on in which a version of a license is valid.
Period period_of(const LicenseVersion& version, Time now);

/// The status of a stored grant or of a sub-grant; DELETED for a sub-grant that there is not.
GrantStatus status_of(const State& state, const GrantId& id);

/// Whether every grant that this one passes on, directly or not, is ACTIVE. Source: rule GR-7.
bool sources_active(const State& state, const Grant& grant);

/// Whether a stored grant gives its grantee anything now: ACTIVE, of a usable license, and passed
/// on only from grants that are themselves in force. For an organization or OU grant the status of
/// the single sub-grants is another matter.
/// Source: rules GR-7, LI-3, LI-5.
bool is_in_force(const State& state, const Grant& grant, Time now);

/// The grants, sub-grants and own subscription by which `account` may use `product` now.
///
/// @param nodes the organization and OUs the account stands in, as ancestors() gives them.
/// O(grants to the account and to those nodes).
std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::span<const std::string_view> nodes,
                                     std::string_view product, Time now);
std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::string_view product, Time now);

/// Those that are in force at some time of the period if nobody does anything: by these a product's
/// one place in an account is taken. Source: rule GR-20.
std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::span<const std::string_view> nodes,
                                     std::string_view product, const Period& period);
std::vector<GrantId> grants_in_force(const State& state, AccountId account,
                                     std::string_view product, const Period& period);

/// The grant by which `account` is entitled to `product` now, its own subscription included.
/// @return nothing when it is not entitled.
std::optional<GrantId> entitling_grant(const State& state, AccountId account,
                                       std::string_view product, Time now);

/// The lower of the nodes of two organization or OU grants when one contains the other, else empty:
/// the accounts below it are those that both reach.
std::string_view common_node(const State& state, const Grantee& a, const Grantee& b);

/// The other grants of the product that are in force in the period and so stand in the way of
/// activating a parent grant for the accounts it covers, with the account each is in force for;
/// sorted. Sub-grants that can no longer be activated are not asked after.
/// O(grants of the product, plus the accounts that two distributions of it have in common).
std::vector<std::pair<AccountId, GrantId>> rivals_of(const State& state, const GrantId& parent_id,
                                                     const Grant& parent, const Period& period);

}  // namespace licet::model
