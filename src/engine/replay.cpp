// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <fmt/format.h>

namespace licet::engine {
namespace {

/// Starts from the newest snapshot that fits the log's chain, or from nothing.
Replayed start_from_snapshot(const log::Log& log, const log::Snapshots* snapshots,
                             obs::Logger& logger) {
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

Result<Replayed> replay(const log::Log& log, const log::Snapshots* snapshots, obs::Logger& logger) {
    Replayed replayed = start_from_snapshot(log, snapshots, logger);
    const Revision head = log.head();
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
    LICET_TRY_VOID(log.read(replayed.revision + 1, head - replayed.revision, visit));
    return replayed;
}

}  // namespace licet::engine
