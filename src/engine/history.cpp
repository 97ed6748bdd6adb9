// SPDX-License-Identifier: Apache-2.0
#include "engine/history.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::engine {

Result<History::Moment> History::at(Revision revision) {
    if (revision > log_.head()) {
        return Error{
            ErrorKind::invalid,
            fmt::format("there is no revision {} yet; the newest is {}", revision, log_.head())};
    }
    LICET_TRY(const Time time, time_of(revision));
    LICET_TRY(const auto replayed, base_for(revision));
    LICET_TRY_VOID(replay_on(log_, revision, *replayed));
    states_.push_front(replayed);
    return Moment{.state = {replayed, &replayed->state}, .revision = revision, .time = time};
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

/// A state of `revision` or before, which is nobody else's and not among states_.
Result<std::shared_ptr<Replayed>> History::base_for(Revision revision) {
    auto best = states_.end();
    for (auto each = states_.begin(); each != states_.end(); ++each) {
        const bool nearer = best == states_.end() || (*best)->revision < (*each)->revision;
        if ((*each)->revision <= revision && nearer) {
            best = each;
        }
    }
    std::shared_ptr<Replayed> base;
    if (best == states_.end()) {
        LICET_TRY(auto replayed, replay(log_, snapshots_, logger_, revision));
        base = std::make_shared<Replayed>(std::move(replayed));
    } else if ((*best)->revision == revision ||
               (states_.size() >= kStatesMax && *best == states_.back() &&
                best->use_count() == 1)) {
        base = std::move(*best);
        states_.erase(best);
    } else {
        base = std::make_shared<Replayed>(**best);
    }
    while (states_.size() >= kStatesMax) {
        states_.pop_back();
    }
    return base;
}

Result<Time> History::time_of(Revision revision) const {
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
