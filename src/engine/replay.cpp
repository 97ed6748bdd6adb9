// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::engine {
namespace {

/// Starts from the newest snapshot that fits the log's chain and is not past `until`, or from
/// nothing.
Replayed start_from_snapshot(const log::Log& log, const log::Snapshots* snapshots,
                             obs::Logger& logger, Revision until) {
    Replayed start;
    if (snapshots == nullptr) {
        return start;
    }
    const auto snapshot = snapshots->latest(log);
    if (!snapshot.ok() || !*snapshot) {
        if (!snapshot.ok()) {
            logger.warn("no snapshot could be read; replaying the whole log",
                        {{"reason", snapshot.error().message}});
        }
        return start;
    }
    if ((*snapshot)->revision > until) {
        return start;
    }
    auto state = model::restore((*snapshot)->bytes());
    if (!state.ok()) {
        logger.warn("the snapshot can't be read; replaying the whole log",
                    {{"reason", state.error().message}});
        return start;
    }
    start.state = std::move(state).value();
    start.revision = start.from_snapshot = (*snapshot)->revision;
    return start;
}

}  // namespace

Result<void> replay_on(const log::Log& log, Revision until, Replayed& replayed) {
    const Revision head = std::min(until, log.head());
    if (head <= replayed.revision) {
        return {};
    }
    LICET_TRY(const auto hash, log.hash_at(replayed.revision));
    log::ChainChecker chain{replayed.revision, hash};
    const auto visit = [&](const log::Record& stored) -> Result<void> {
        LICET_TRY_VOID(chain.check(stored));
        auto record = decode_record(stored.body);
        if (!record.ok()) {
            return Error{ErrorKind::invalid, fmt::format("record {} can't be understood: {}",
                                                         stored.revision, record.error().message)};
        }
        if (record->revision != stored.revision) {
            return Error{ErrorKind::invalid, fmt::format("record {} says that it is record {}",
                                                         stored.revision, record->revision)};
        }
        for (const auto& event : record->events) {
            model::apply(replayed.state, event);
        }
        replayed.revision = stored.revision;
        return {};
    };
    return log.read(replayed.revision + 1, head - replayed.revision, visit);
}

Result<Replayed> replay(const log::Log& log, const log::Snapshots* snapshots, obs::Logger& logger,
                        Revision until) {
    Replayed replayed = start_from_snapshot(log, snapshots, logger, until);
    LICET_TRY_VOID(replay_on(log, until, replayed));
    return replayed;
}

}  // namespace licet::engine
