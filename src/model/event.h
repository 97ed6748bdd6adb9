// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/guardrails.h"
#include "model/bedrock/models.h"
#include "model/checkout/events.h"
#include "model/first_use/events.h"
#include "model/grant/events.h"
#include "model/identity/events.h"
#include "model/identity/policy_events.h"
#include "model/license/events.h"
#include "model/marketplace/events.h"
#include "model/organization/events.h"
#include "model/request/idempotency.h"
#include "model/token/events.h"

#include <boost/mp11/algorithm.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace licet::describe {
struct Type;
}

namespace licet::model {

using EventVariant =
    boost::mp11::mp_append<OrganizationEvent, IdentityEvent, IdentityPolicyEvent, ModelsEvent,
                           ApplicationProfileEvent, GuardrailEvent, MarketplaceEvent, LicenseEvent,
                           GrantEvent, CheckoutEvent, TokenEvent, FirstUseEvent,
                           std::variant<RequestRemembered>>;

/// Something that happened: the only way the state changes. Each noun lists its own in its
/// events.h. A variant whose construction, copying and destruction are compiled once, in event.cpp:
/// instantiated in every file they double its build time.
struct Event : EventVariant {
    Event();
    /// Of any alternative.
    template <typename Happened>
    requires boost::mp11::mp_contains<EventVariant, Happened>::value
    // NOLINTNEXTLINE(google-explicit-constructor)
    Event(Happened happened)
        : Event{boost::mp11::mp_find<EventVariant, Happened>::value, &happened} {}
    Event(const Event& other);
    Event(Event&& other) noexcept;
    Event& operator=(const Event& other);
    Event& operator=(Event&& other) noexcept;
    ~Event();

private:
    /// @param happened the alternative of that index; moved from
    Event(std::size_t index, void* happened);
};
using Events = std::vector<Event>;

/// Changes the state by what happened. Requires that the event was decided on this very state.
void apply(State& state, const Event& event);

/// The table by which events are written into records and read back.
const describe::Type& event_type();

}  // namespace licet::model
