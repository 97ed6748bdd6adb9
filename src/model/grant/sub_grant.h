// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

namespace licet::model {

struct State;

/// Generations with an ended life of their own; the one after them stands for all later ones.
inline constexpr std::size_t kSubGrantGenerations = 255;

/// The grant as it is now.
GrantVersion version_of(const Grants& state, const GrantId& id, const Grant& grant);

/// The grant as it was. @return nothing when it has had no such version.
std::optional<GrantVersion> version_of(const Grants& state, const GrantId& id, const Grant& grant,
                                       std::uint32_t version);

/// Whether `account` is in the reach of an organization or OU grant: a member there, but neither
/// the management account nor the grantor nor the license's holder, which have it by themselves.
/// Source: rules ME-22, U-5, U-24.
bool covers(const State& state, const Grant& parent, AccountId account);

/// Whether the grantor set the activation override of a sub-grant. Source: rule GR-23.
bool is_override_of_grantor(const State& state, const GrantId& id);

/// The id of the account's sub-grant: the one in force, or the next to come.
GrantId sub_grant_id(const Grants& state, const GrantId& parent, AccountId account);

/// The status of the sub-grant in force; FAILED_WORKFLOW stands for none. Requires that the parent
/// covers the account. O(log n).
GrantStatus sub_grant_status(const Grants& state, const GrantId& parent_id, const Grant& parent,
                             AccountId account);

/// What a sub-grant is: its parent's name and operations, and a status and version that may be its
/// own. Source: rules GR-16, U-22.
/// @param id of a sub-grant
/// @return nothing when there is and was no such sub-grant.
std::optional<GrantVersion> sub_grant_version(const State& state, const GrantId& id);

/// The sub-grant as it was at a version, as far as it can be told.
std::optional<GrantVersion> sub_grant_version(const State& state, const GrantId& id,
                                              std::uint32_t version);

}  // namespace licet::model
