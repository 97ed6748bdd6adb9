// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/index_builder.h"
#include "model/grant/grant_world_test.h"

#include <memory>

namespace licet::decision {

using model::GrantWorld;

/// A world whose every event also goes to a builder, so that incremental indexes can be held
/// against the state.
class Watched {
public:
    Watched() { rebuild(); }

    /// After changes that the builder was not told.
    void rebuild() { builder_.rebuild(world.state); }

    /// Hands the builder what happened since the last call, as an event log would.
    void note(const model::Events& events) {
        for (const auto& event : events) {
            model::apply(world.state, event);
            builder_.note(world.state, event);
        }
    }
    void note_background() {
        while (const auto step =
                   model::next_background_step(world.state, world.now, world.random)) {
            note(step->events);
        }
    }
    void note(const Result<model::Events>& decided) {
        if (decided.ok()) {
            note(*decided);
            note_background();
        }
    }
    void note(const Result<model::GrantDecision>& decided) {
        if (decided.ok()) {
            note(decided->events);
            note_background();
        }
    }
    std::shared_ptr<const Index> index() { return builder_.publish(world.state, ++revision_); }

    GrantWorld world;

private:
    SealingKey key_{std::array<std::uint8_t, 32>{3}};
    IndexBuilder builder_{key_};
    std::uint64_t revision_ = 0;
};

}  // namespace licet::decision
