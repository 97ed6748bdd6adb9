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

/// The ends of all grants that pass this one on, directly or not. Source: rule GR-7.
/// O(grants of the license) when the grant may be passed on, else constant.
Events descendants_ended(const State& state, const GrantId& id, const std::string& reason);

}  // namespace licet::model
