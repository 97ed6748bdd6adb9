// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/fair_queue.h"
#include "base/ids.h"
#include "base/result.h"
#include "net/function.h"
#include "net/loop.h"
#include "obs/metrics.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace licet::gateway {

/// Threads for scans that would hold up a loop. All loops share one; thread-safe.
///
/// What waits is bounded, and the accounts take turns, each with one scan at a time: whoever has
/// much scanned waits for itself.
class ScanPool {
public:
    static constexpr std::size_t kThreads = 2;
    /// Scans that may wait, of all accounts and of one, and bytes that they keep meanwhile.
    static constexpr std::size_t kWaitingMax = 256;
    static constexpr std::size_t kWaitingOfAccountMax = 16;
    static constexpr std::size_t kWaitingBytesMax = std::size_t{1} << 30;
    /// Bytes of all that waits, where answers wait beyond those limits.
    static constexpr std::size_t kWaitingWithAnswersBytesMax = 2 * kWaitingBytesMax;

    explicit ScanPool(obs::Metrics& metrics);
    /// As stop().
    ~ScanPool();

    struct Job;
    /// A scan that was begun. Destroying it gives the scan up: `then` is not called any more, and
    /// what has not begun to run does not run. Loop-owned.
    class Ticket {
    public:
        explicit Ticket(std::shared_ptr<Job> job) : job_{std::move(job)} {}
        Ticket(Ticket&&) noexcept = default;
        Ticket& operator=(Ticket&& other) noexcept;
        ~Ticket();

        /// Gives the scan up where it has not begun to run. @return whether it did
        bool withdraw();

    private:
        void give_up();
        std::shared_ptr<Job> job_;  // null once moved from
    };

    /// Who may wait: prompts within all limits. Answers were paid for, and no more of them come
    /// than there are calls under way: they wait however many do, as long as they keep no more than
    /// kWaitingWithAnswersBytesMax with all others.
    enum class Room : std::uint8_t { of_prompts, of_answers };

    /// Has `scan` run on a thread of the pool, and then `then` on the loop. Call it there.
    /// @param scan what it refers to it owns
    /// @param bytes that it keeps
    /// @return nothing where there is no room, or the pool was stopped; then neither is called
    std::optional<Ticket> begin(net::Loop& loop, AccountId account, std::size_t bytes,
                                net::Task scan, net::Task then, Room room = Room::of_prompts);

    /// Lets those that run come to their end; the others never run. All loops must still be there.
    /// What runs ends in time, for a body has a limit, and so has guardrail::Work.
    void stop();

private:
    void run();
    void show();
    bool has_room(AccountId account, std::size_t bytes, Room room) const;

    obs::Gauge& waiting_;
    obs::Gauge& running_;
    obs::Counters& scans_;
    obs::Counter& done_;
    obs::Counter& refused_;

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    FairQueue<std::shared_ptr<Job>> queue_{{kWaitingMax, kWaitingOfAccountMax, kWaitingBytesMax}};
    std::size_t busy_ = 0;  // threads
    bool stopping_ = false;

    std::vector<std::thread> threads_;
};

/// The error of a call whose scan has no room.
Error too_many_scans();

}  // namespace licet::gateway
