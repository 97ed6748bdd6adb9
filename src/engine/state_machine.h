// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <functional>
#include <vector>

namespace licet::engine {

/// The engine without threads and without a log: decides one task after the other on a state of its
/// own and says what records that made. One thread. The same tasks, clock and random bytes give the
/// same records.
class StateMachine {
public:
    /// Called with each record in order, and the state right after it.
    using OnRecord = std::function<void(const Record&, const model::State&)>;

    StateMachine(model::State state, Revision revision, Random& random)
        : state_{std::move(state)}, revision_{revision}, random_{random} {}

    struct Executed {
        Result<void> result;
        Revision revision = 0;  ///< of the task's own record, or of the state it saw
        bool recorded = false;
    };

    /// Runs the task, then every background step it left due. Each becomes a record.
    Executed execute(Task& task, Time now, const OnRecord& on_record);

    /// Runs the background steps that are due. For start-up, after a crash in between.
    void run_background(Time now, const OnRecord& on_record);

    const model::State& state() const { return state_; }
    Revision revision() const { return revision_; }

private:
    void record(const Origin& origin, Time now, model::Events events,
                std::vector<Resource> resources, const OnRecord& on_record);

    model::State state_;
    Revision revision_;
    Random& random_;
};

}  // namespace licet::engine
