// SPDX-License-Identifier: Apache-2.0
#include "engine/history.h"

#include <fmt/format.h>

#include <iterator>

namespace licet::engine {

Result<History::Moment> History::at(Revision revision) {
    LICET_TRY(const Time time, time_of(revision));
    auto state = nearest(revision);
    if (state == nullptr || state->revision != revision) {
        std::shared_ptr<Replayed> made;
        if (state == nullptr) {
            LICET_TRY(auto replayed, replay(log_, snapshots_, logger_, revision));
            made = std::make_shared<Replayed>(std::move(replayed));
        } else {
            made = std::make_shared<Replayed>(*state);
            LICET_TRY_VOID(replay_on(log_, revision, *made));
        }
        state = std::move(made);
        keep(state);
    }
    return Moment{.state = {state, &state->state}, .revision = revision, .time = time};
}

Result<Revision> History::revision_at(Time time) const {
    Revision low = 0;  // the answer is at least this
    Revision high = log_.head();
    while (low < high) {
        const Revision middle = low + (high - low + 1) / 2;
        LICET_TRY(const Time made, time_of(middle));
        if (made <= time) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

/// The youngest of the states kept that is not younger than `revision`; null when there is none.
History::ReplayedPtr History::nearest(Revision revision) {
    const std::lock_guard lock{mutex_};
    auto best = states_.end();
    for (auto each = states_.begin(); each != states_.end(); ++each) {
        const bool nearer = best == states_.end() || (*best)->revision < (*each)->revision;
        if ((*each)->revision <= revision && nearer) {
            best = each;
        }
    }
    if (best == states_.end()) {
        return nullptr;
    }
    states_.splice(states_.begin(), states_, best);
    return states_.front();
}

void History::keep(ReplayedPtr replayed) {
    std::list<ReplayedPtr> dropped;  // freed without the lock: that may take a while
    const std::lock_guard lock{mutex_};
    while (states_.size() >= kStatesMax) {
        dropped.splice(dropped.begin(), states_, std::prev(states_.end()));
    }
    states_.push_front(std::move(replayed));
}

Result<Time> History::time_of(Revision revision) const {
    if (revision > log_.head()) {
        return Error{
            ErrorKind::invalid,
            fmt::format("there is no revision {} yet; the newest is {}", revision, log_.head())};
    }
    Time time{};
    const auto visit = [&](const log::Record& stored) -> Result<void> {
        LICET_TRY(const auto record, decode_record(stored.body));
        time = record.time;
        return {};
    };
    if (revision != 0) {
        LICET_TRY_VOID(log_.read(revision, 1, visit));
    }
    return time;
}

}  // namespace licet::engine
