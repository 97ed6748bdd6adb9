// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/grant/rules.h"

namespace licet::model {

/// What is decided about one grant: the answer to the caller and the events that make it so.
struct GrantDecision {
    GrantId id;
    GrantStatus status = GrantStatus::PENDING_WORKFLOW;
    std::uint32_t version = 1;
    Events events;  ///< empty when nothing is to change
};

/// Appends that a ClientToken led to this decision. Source: rule GR-33.
void remember(GrantDecision& decision, const std::optional<RequestKey>& request);

/// The event by which a stored grant ends outside of a DeleteGrant, as a new version.
GrantChanged ended(const State& state, const GrantId& id, const std::string& reason);

/// The stored grants that pass on this grant, this sub-grant, or any sub-grant of this grant,
/// directly or not; those that are over not among them. Source: rules GR-6, GR-7.
/// O(grants of the license) when its seller issued the license, else constant: what AWS Marketplace
/// issued cannot be passed on.
std::vector<GrantId> descendants_of(const State& state, const GrantId& id);

/// The ends of descendants_of(). Source: rule GR-7.
Events descendants_ended(const State& state, const GrantId& id, const std::string& reason);

}  // namespace licet::model
