// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "journal/entry.h"
#include "journal/position.h"
#include "journal/segments.h"
#include "journal/strangers.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace licet::journal {

enum class Durability {
    relaxed,  ///< append() returns at once; entries of the last few milliseconds may go with the
              ///< process, and what the system has not written yet may go with the power
    strict    ///< append() returns once the entry is on disk
};

struct Options {
    Limits limits;
    Durability durability = Durability::relaxed;
    std::size_t queue_entries_max = 16'384;
};

/// How a journal stands, for those who watch it.
struct Standing {
    std::uint64_t segments = 0;  ///< that are retained
    std::uint64_t bytes = 0;     ///< of them all
    std::size_t queued = 0;      ///< entries that are not written yet
    bool failing = false;        ///< the disk took nothing the last time
};

/// What happened but changed nothing: model calls, reads, refusals. Kept in hash-chained segment
/// files of JSON lines, written in batches by one thread of its own. Thread-safe.
///
/// The caller holds the lock of the data directory: one Journal per directory.
class Journal {
public:
    /// Opens or makes the journal. @param clock, logger outlive this.
    static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& directory,
                                                 const Options& options, const Clock& clock,
                                                 obs::Logger& logger);
    /// Writes and syncs what is queued.
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Records an entry; while the queue is full, the caller waits. Nothing is dropped but refusals
    /// of callers without an account when they come too fast: then an entry that is recorded later
    /// says in `extra` how many were left out, as `refusalsLeftOut`. See Strangers.
    ///
    /// @return `unavailable` when the entry is not recorded because the disk fails: at once in
    /// strict
    ///         mode, else once the queue is full. The call it records must then be refused.
    Result<void> append(const Entry& entry);

    /// Returns once everything appended before is on disk. @return `unavailable` when the disk
    /// fails; the entries stay queued.
    Result<void> flush();

    Standing standing() const;

    using Visit = std::function<Result<void>(const Position&, std::string_view json_line)>;

    /// Visits up to `limit` lines before `from`, newest first, everything appended before the call
    /// included. The position last visited is the `from` of the next page.
    ///
    /// @return `not_found` when the segment of `from` is retired; `invalid` when `from` is no place
    ///         where a line begins; `unavailable` as flush(); an error of `visit`, which ends the
    ///         reading.
    Result<void> read_backward(Position from, std::size_t limit, const Visit& visit);

private:
    /// Where a strict append() waits for its outcome.
    struct Waiter {
        bool done = false;
        bool failed = false;
    };
    struct Queued {
        std::size_t bytes;  ///< of its members in the batch's text
        Time time;
        Waiter* waiter;
    };
    /// Entries as append_members() writes them. Buffers are kept from batch to batch: the writing
    /// thread frees nothing that another one allocated.
    struct Batch {
        std::string text = {};
        std::vector<Queued> entries = {};

        void push(std::string_view members, Time time, Waiter* waiter) {
            text += members;
            entries.push_back({members.size(), time, waiter});
        }
        void clear();
    };
    /// How far a batch is written.
    struct Progress {
        std::size_t entries = 0;
        std::size_t bytes = 0;
    };
    struct Extent {
        std::uint64_t first_segment;
        Position end;
        std::uint64_t bytes;
    };

    Journal(const std::filesystem::path& directory, Segments segments, const Options& options,
            const Clock& clock, obs::Logger& logger);

    Extent extent() const {
        return {segments_.first_segment(),
                {segments_.last_segment(), segments_.end()},
                segments_.bytes()};
    }
    /// As many entries as are written without waiting for more.
    std::size_t gather_max() const { return (options_.queue_entries_max + 1) / 2; }
    void run();
    Result<void> queue(std::string_view members, Time time);
    Result<void> write(const Batch& batch, Progress& written);
    Result<void> write_chunk(const Batch& batch, Progress& written);
    void settle(const Result<void>& outcome, const Batch& batch, const Progress& written);
    Result<void> read_segment(std::uint64_t segment, std::optional<std::uint64_t> end,
                              std::size_t& limit, const Visit& visit) const;

    const Options options_;
    const Clock& clock_;
    obs::Logger& logger_;
    const std::filesystem::path directory_;
    Segments segments_;  // of the writing thread
    std::string lines_;  // its buffer

    mutable std::mutex mutex_;         // guards all below
    std::condition_variable work_;     // for the writing thread
    std::condition_variable settled_;  // for everybody else
    Batch queue_;
    Strangers strangers_;
    std::uint64_t flushes_wanted_ = 0;
    std::uint64_t flushes_done_ = 0;
    bool failing_ = false;
    bool stop_ = false;
    Extent extent_;
    std::thread thread_;
};

}  // namespace licet::journal
