// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

#include <list>
#include <memory>
#include <mutex>

namespace licet::engine {

/// States of the past, rebuilt from the log by whoever asks: nothing is asked of the engine's
/// thread. Thread-safe; several may be rebuilt at once.
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

    /// When the record was made; the beginning of time for revision 0.
    /// @return `invalid` for a revision past the log's head.
    Result<Time> time_of(Revision revision) const;

private:
    using ReplayedPtr = std::shared_ptr<const Replayed>;

    ReplayedPtr nearest(Revision revision);
    void keep(ReplayedPtr replayed);

    const log::Log& log_;
    const log::Snapshots* snapshots_;
    obs::Logger& logger_;

    std::mutex mutex_;
    std::list<ReplayedPtr> states_;  // guarded by mutex_; last used first, and never changed
};

}  // namespace licet::engine
