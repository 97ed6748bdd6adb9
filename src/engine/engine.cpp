// SPDX-License-Identifier: Apache-2.0
//
// Two threads. The deciding thread owns the state: it takes tasks from the queue, runs them, and
// collects their records in a batch. The writing thread appends one batch durably, publishes the
// index of that state, and releases the replies. One sealed batch may wait between them, so
// deciding and writing overlap, and while the disk is busy the next batch grows: that is the group
// commit.
//
// When an append fails, everything decided since the last durable batch is void: the writer fails
// its replies and raises `broken_`; the deciding thread fails what it holds and rebuilds the state
// from the log.
#include "engine/engine.h"

#include "base/encoding.h"
#include "decision/index_builder.h"
#include "engine/snapshot_writer.h"
#include "engine/state_machine.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace licet::engine {
namespace {

struct Waiting {
    std::unique_ptr<Task> task;
    Outcome outcome;
};

/// What is decided but not yet durable: records, and the replies that depend on them.
struct Batch {
    Revision after = 0;
    std::vector<std::string> bodies;
    std::vector<Waiting> waiting;
    std::shared_ptr<const decision::Index> index;

    bool empty() const { return bodies.empty() && waiting.empty(); }
};

/// While the log takes nothing it is tried so often, whether there are tasks or not.
constexpr Milliseconds kRecoverInterval{1000};

Error not_written() {
    return {ErrorKind::unavailable,
            "the change could not be written to the log; nothing was changed, try again"};
}

class ThreadedEngine final : public Engine {
public:
    ThreadedEngine(const Parts& parts, const Options& options, Replayed replayed,
                   std::uint64_t epoch)
        : parts_{parts},
          options_{options},
          epoch_{epoch},
          builder_{parts.secrets},
          snapshot_writer_{parts.log, parts.snapshots, parts.logger} {
        adopt(std::move(replayed));
        index_.store(builder_.publish(machine_->state(), machine_->revision()));
        machine_->run_background(parts_.clock.now(), on_record());
    }

    ~ThreadedEngine() override { stop(); }

    void start() {
        writer_ = std::thread{[this] { write_batches(); }};
        decider_ = std::thread{[this] { decide_tasks(); }};
    }

    void submit(std::unique_ptr<Task> task) override {
        std::optional<Error> refusal;
        {
            const std::lock_guard lock{queue_mutex_};
            if (stopping_) {
                refusal = Error{ErrorKind::unavailable, "the service is shutting down"};
            } else if (queue_.size() >= options_.queue_max) {
                refusal =
                    Error{ErrorKind::unavailable, "too many requests are waiting; try again later"};
            } else {
                queue_.push_back(std::move(task));
            }
        }
        if (refusal) {
            task->done({.result = std::move(*refusal), .revision = parts_.log.head()});
        } else {
            queue_filled_.notify_one();
        }
    }

    const SnapshotCell<decision::Index>& index() const override { return index_; }

    Standing standing() const override {
        const std::lock_guard lock{queue_mutex_};
        return {.queued = queue_.size(), .failing = broken_};
    }

    void stop() override {
        {
            const std::lock_guard lock{queue_mutex_};
            stopping_ = true;
        }
        queue_filled_.notify_one();
        if (decider_.joinable()) {
            decider_.join();
        }
        if (writer_.joinable()) {
            writer_.join();
        }
        if (machine_ && machine_->revision() != snapshot_at_ && !broken_) {
            snapshot_writer_.start(machine_->revision(), model::save(machine_->state()));
            snapshot_at_ = machine_->revision();
        }
        snapshot_writer_.finish();
    }

private:
    // --- the deciding thread ---

    void adopt(Replayed replayed) {
        snapshot_at_ = replayed.from_snapshot;
        durable_ = replayed.revision;
        machine_.emplace(std::move(replayed.state), replayed.revision, parts_.random);
        batch_ = Batch{.after = machine_->revision()};
        builder_.rebuild(machine_->state());
    }

    StateMachine::OnRecord on_record() {
        return [this](const Record& record, const model::State& state) {
            batch_.bodies.push_back(encode(record));
            for (const auto& event : record.events) {
                builder_.note(state, event);
            }
        };
    }

    void decide_tasks() {
        std::deque<std::unique_ptr<Task>> taken;
        while (take(taken)) {
            for (auto& task : taken) {
                decide(std::move(task));
            }
            taken.clear();
            hand_over();
        }
        const std::lock_guard lock{slot_mutex_};
        no_more_batches_ = true;
        slot_changed_.notify_all();
    }

    /// Waits for tasks, or, with a batch in hand, for the writer to be ready for it. False: nothing
    /// more to do.
    bool take(std::deque<std::unique_ptr<Task>>& taken) {
        std::unique_lock lock{queue_mutex_};
        const bool full = batch_.bodies.size() >= options_.batch_records_max;
        queue_filled_.wait_for(lock, kRecoverInterval, [&] {
            return (!queue_.empty() && !full) || (stopping_ && queue_.empty() && batch_.empty()) ||
                   (!batch_.empty() && writer_ready_);
        });
        while (!queue_.empty() && !full && taken.size() < options_.batch_records_max) {
            taken.push_back(std::move(queue_.front()));
            queue_.pop_front();
        }
        return !taken.empty() || !batch_.empty() || !stopping_;
    }

    void decide(std::unique_ptr<Task> task) {
        if (broken_ && !recover()) {
            task->done({.result = not_written(), .revision = parts_.log.head()});
            return;
        }
        auto executed = machine_->execute(*task, parts_.clock.now(), on_record());
        batch_.waiting.push_back(
            {std::move(task), {std::move(executed.result), executed.revision, executed.recorded}});
    }

    /// Passes the batch on if the writer is ready; else it stays and grows.
    void hand_over() {
        if (broken_) {
            recover();
        }
        if (batch_.empty()) {
            return;
        }
        {
            const std::lock_guard lock{queue_mutex_};
            if (!writer_ready_) {
                return;
            }
            writer_ready_ = false;
        }
        if (!batch_.bodies.empty()) {
            batch_.index = builder_.publish(machine_->state(), machine_->revision());
        }
        const Revision next = machine_->revision();
        {
            const std::lock_guard lock{slot_mutex_};
            slot_ = std::move(batch_);
            slot_changed_.notify_all();
        }
        batch_ = Batch{.after = next};
        maybe_snapshot();
    }

    void maybe_snapshot() {
        if (machine_->revision() - snapshot_at_ < options_.snapshot_every ||
            !snapshot_writer_.idle()) {
            return;
        }
        snapshot_at_ = machine_->revision();
        snapshot_writer_.start(machine_->revision(), model::save(machine_->state()));
    }

    /// After a failed append: fails what depends on it and rebuilds the state. False while that
    /// fails, too.
    bool recover() {
        fail(batch_);
        batch_ = Batch{};
        {
            std::unique_lock lock{slot_mutex_};  // the writer fails what is in its slot
            slot_changed_.wait(lock, [&] { return !slot_ && !writing_; });
        }
        snapshot_writer_.finish();
        auto epoch = parts_.log.begin_epoch();
        auto replayed = epoch.ok() ? replay(parts_.log, parts_.snapshots, parts_.logger)
                                   : Result<Replayed>{epoch.error()};
        if (!replayed.ok()) {
            parts_.logger.error("the state can't be rebuilt from the log",
                                {{"reason", replayed.error().message}});
            return false;
        }
        epoch_ = *epoch;
        adopt(std::move(replayed).value());
        index_.store(builder_.publish(machine_->state(), machine_->revision()));
        broken_ = false;
        parts_.logger.warn("the state was rebuilt from the log",
                           {{"revision", machine_->revision()}});
        return true;
    }

    void fail(Batch& batch) {
        for (auto& waiting : batch.waiting) {
            waiting.task->done({.result = not_written(), .revision = durable_});
        }
        batch.waiting.clear();
    }

    // --- the writing thread ---

    void write_batches() {
        while (auto batch = next_batch()) {
            write(*batch);
            {
                const std::lock_guard lock{slot_mutex_};
                writing_ = false;
                slot_changed_.notify_all();
            }
        }
    }

    std::optional<Batch> next_batch() {
        std::unique_lock lock{slot_mutex_};
        slot_changed_.wait(lock, [&] { return slot_.has_value() || no_more_batches_; });
        if (!slot_) {
            return std::nullopt;
        }
        auto batch = std::move(slot_);
        slot_.reset();
        writing_ = true;
        lock.unlock();
        {
            const std::lock_guard ready{queue_mutex_};
            writer_ready_ = true;
        }
        queue_filled_.notify_one();
        return batch;
    }

    void write(Batch& batch) {
        if (broken_) {
            fail(batch);
            return;
        }
        if (!batch.bodies.empty()) {
            if (const auto appended = parts_.log.append(batch.after, epoch_, batch.bodies);
                !appended.ok()) {
                parts_.logger.error("the log can't be written",
                                    {{"reason", appended.error().message}, {"after", batch.after}});
                broken_ = true;
                fail(batch);
                return;
            }
            durable_ = batch.after + batch.bodies.size();
            index_.store(std::move(batch.index));
        }
        for (auto& waiting : batch.waiting) {
            waiting.task->done(waiting.outcome);
        }
    }

    const Parts parts_;
    const Options options_;
    std::atomic<std::uint64_t> epoch_;

    mutable std::mutex queue_mutex_;
    std::condition_variable queue_filled_;
    std::deque<std::unique_ptr<Task>> queue_;  // guarded by queue_mutex_
    bool stopping_ = false;                    // guarded by queue_mutex_
    bool writer_ready_ = true;                 // guarded by queue_mutex_: the slot is free

    std::mutex slot_mutex_;
    std::condition_variable slot_changed_;
    std::optional<Batch> slot_;     // guarded by slot_mutex_
    bool writing_ = false;          // guarded by slot_mutex_
    bool no_more_batches_ = false;  // guarded by slot_mutex_

    std::atomic<bool> broken_ = false;
    std::atomic<Revision> durable_ = 0;
    SnapshotCell<decision::Index> index_;

    // Only the deciding thread, once it runs.
    std::optional<StateMachine> machine_;
    decision::IndexBuilder builder_;
    Batch batch_;
    Revision snapshot_at_ = 0;
    SnapshotWriter snapshot_writer_;

    std::thread decider_;
    std::thread writer_;
};

/// One secret that opens is enough: a single one that does not is damaged, and its key refused.
Result<void> check_master_key(const model::State& state, const SealingKey& secrets) {
    const auto& keys = state.identity.access_keys;
    const auto opens = [&](const auto& row) {
        const auto sealed = from_base64(row.second.sealed_secret);
        return sealed.ok() && secrets.open(*sealed, row.first).ok();
    };
    if (keys.empty() || std::any_of(keys.begin(), keys.end(), opens)) {
        return {};
    }
    return Error{ErrorKind::invalid,
                 "the master key opens none of the log's secrets: it belongs to another log"};
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::open(const Parts& parts, const Options& options) {
    LICET_TRY(const std::uint64_t epoch, parts.log.begin_epoch());
    LICET_TRY(auto replayed, replay(parts.log, parts.snapshots, parts.logger));
    LICET_TRY_VOID(check_master_key(replayed.state, parts.secrets));
    auto engine = std::make_unique<ThreadedEngine>(parts, options, std::move(replayed), epoch);
    engine->start();
    return std::unique_ptr<Engine>{std::move(engine)};
}

}  // namespace licet::engine
