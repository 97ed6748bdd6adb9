// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

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
Event& Event::operator=(const Event& other) {
    return *this = Event{other};
}
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

void apply(State& state, const Event& event) {
    std::visit([&state](const auto& happened) { apply(state, happened); }, event);
}

}  // namespace licet::model
