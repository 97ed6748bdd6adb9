// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <list>
#include <memory>

namespace licet::engine {

/// States of the past, rebuilt from the log. One thread, which need not be the engine's: nothing is
/// asked of it.
class History {
public:
    /// How many states are kept for the next question; each takes as much memory as the engine's.
    static constexpr std::size_t kStatesMax = 2;

    /// @param snapshots may be null. All must outlive this.
    History(const log::Log& log, const log::Snapshots* snapshots, obs::Logger& logger)
        : log_{log}, snapshots_{snapshots}, logger_{logger} {}

    /// What was known after a record, and when that was.
    struct Moment {
        std::shared_ptr<const model::State> state;
        Revision revision = 0;
        Time time;  ///< of the record; the beginning of time for revision 0
    };

    /// O(size of the state + records since the nearest state that is kept).
    /// @return `invalid` for a revision past the log's head, or when a record can't be trusted.
    Result<Moment> at(Revision revision);

    /// The last revision that was not made after `time`; 0: none.
    Result<Revision> revision_at(Time time) const;

private:
    using States = std::list<std::shared_ptr<Replayed>>;  // last used first

    Result<std::shared_ptr<Replayed>> base_for(Revision revision);
    Result<Time> time_of(Revision revision) const;

    const log::Log& log_;
    const log::Snapshots* snapshots_;
    obs::Logger& logger_;
    States states_;
};

}  // namespace licet::engine
