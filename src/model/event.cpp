// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "model/state.h"

#include <boost/mp11/algorithm.hpp>

#include <utility>

namespace licet::model {

namespace {

/// The variant that holds the alternative of that index.
EventVariant take(std::size_t index, void* happened) {
    return boost::mp11::mp_with_index<std::variant_size_v<EventVariant>>(index, [&](auto position) {
        using Happened = std::variant_alternative_t<position, EventVariant>;
        return EventVariant{std::in_place_index<position>,
                            std::move(*static_cast<Happened*>(happened))};
    });
}

}  // namespace

Event::Event() = default;
Event::Event(std::size_t index, void* happened) : EventVariant{take(index, happened)} {}
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event& Event::operator=(const Event& other) = default;
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

State::State() = default;
State::State(const State& other) = default;
State::State(State&& other) noexcept = default;
State& State::operator=(const State& other) = default;
State& State::operator=(State&& other) noexcept = default;
State::~State() = default;

void apply(State& state, const Event& event) {
    std::visit([&state](const auto& happened) { apply(state, happened); }, event);
}

const describe::Type& event_type() {
    return describe::type_of<Event>();
}

std::string save(const State& state) {
    std::string bytes;
    describe::write_binary(describe::type_of<State>(), &state, bytes);
    return bytes;
}

Result<State> restore(std::string_view bytes) {
    State state;
    LICET_TRY_VOID(describe::read_binary(describe::type_of<State>(), &state, bytes));
    if (!bytes.empty()) {
        return Error{ErrorKind::invalid, "the stored state is longer than it should be"};
    }
    state.organization.rebuild_indexes();
    state.identity.rebuild_indexes();
    state.guardrail.rebuild_indexes();
    state.marketplace.rebuild_indexes();
    state.license.rebuild_indexes();
    state.grant.rebuild_indexes();
    state.checkout.rebuild_indexes();
    state.token.rebuild_indexes();
    return state;
}

}  // namespace licet::model
