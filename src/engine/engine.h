// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/crypto.h"
#include "base/snapshot_cell.h"
#include "engine/record.h"
#include "log/log.h"
#include "log/snapshots.h"
#include "model/state.h"
#include "obs/logger.h"

#include <memory>

namespace licet::decision {
class Index;
}

namespace licet::engine {

using log::Revision;

/// One command's view of the state, and its one chance to change it. Engine thread only.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual const model::State& state() const = 0;
    virtual const model::Context& context() const = 0;

    /// The revision of the state that this command found; the reply to a read speaks of it.
    virtual Revision revision() const = 0;

    /// Applies the events: state() shows them at once, nobody else sees them before they are
    /// durable. At most once, and only by a command that then succeeds. No events means no record.
    virtual void commit(model::Events events) = 0;

    /// Names an object in the record, for look-ups by resource.
    virtual void touch(std::string type, std::string name) = 0;
};

/// How a command ended. Its reply may go out now: everything it saw is durable.
struct Outcome {
    Result<void> result;    ///< run()'s, or `unavailable` when the log could not be written
    Revision revision = 0;  ///< the state that the reply speaks of
    bool recorded = false;  ///< whether the command has a record of its own
};

/// A queued command or read.
class Task {
public:
    virtual ~Task() = default;
    virtual const Origin& origin() const = 0;
    /// Decides on the engine's thread. An error means nothing was changed.
    virtual Result<void> run(Transaction& transaction) = 0;
    /// Called once, on the log's thread; must be quick.
    virtual void done(const Outcome& outcome) = 0;
};

struct Options {
    std::size_t queue_max = 100'000;         ///< waiting tasks; more are refused
    std::size_t batch_records_max = 1024;    ///< records per durable append
    std::uint64_t snapshot_every = 200'000;  ///< records between two snapshots of the state
};

/// What the engine works with; all must outlive it. `snapshots` may be null.
struct Parts {
    log::Log& log;
    log::Snapshots* snapshots;
    const Clock& clock;
    Random& random;  ///< used on the engine's thread only
    const SealingKey& secrets;
    obs::Logger& logger;
};

/// How an engine stands, for those who watch it.
struct Standing {
    std::size_t queued = 0;  ///< tasks that wait
    bool failing = false;    ///< the log took nothing the last time
};

/// The single writer: owns the state on one thread, decides commands in order, appends them in
/// batches, and replies only once they are durable. While one batch is being written the next is
/// decided.
///
/// Thread-safe: submit(), index() and standing() may be called from anywhere.
class Engine {
public:
    /// Brings the state up to the log's head and starts the threads. Every record that is replayed
    /// is held against the hash chain.
    /// @return `invalid` or `internal` when the log can't be read, understood or trusted, the
    ///         message naming the revision; `invalid` when `secrets` opens none of its secrets.
    static Result<std::unique_ptr<Engine>> open(const Parts& parts, const Options& options = {});

    virtual ~Engine() = default;

    /// Queues a task. A full queue or a stopped engine answers it at once with `unavailable`.
    virtual void submit(std::unique_ptr<Task> task) = 0;

    /// The decision index of the newest durable state.
    virtual const SnapshotCell<decision::Index>& index() const = 0;

    virtual Standing standing() const = 0;

    /// Finishes what is queued, writes a snapshot and ends the threads. Idempotent.
    virtual void stop() = 0;
};

/// What a part of the log adds up to.
struct Replayed {
    model::State state;
    Revision revision = 0;
    Revision from_snapshot = 0;
};

/// Replays the log up to `until` or its head (from the newest usable snapshot, where that is not
/// younger) into a state. For tools and for open().
Result<Replayed> replay(const log::Log& log, const log::Snapshots* snapshots, obs::Logger& logger,
                        Revision until = log::kRevisionMax);
/// Goes on from where `replayed` is. After an error it is of no use.
Result<void> replay_on(const log::Log& log, Revision until, Replayed& replayed);

}  // namespace licet::engine
