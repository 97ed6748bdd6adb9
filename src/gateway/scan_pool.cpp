// SPDX-License-Identifier: Apache-2.0
#include "gateway/scan_pool.h"

#include <atomic>
#include <utility>

namespace licet::gateway {

struct ScanPool::Job {
    Job(net::Loop& of, net::Task first, net::Task last)
        : loop{of}, scan{std::move(first)}, then{std::move(last)} {}

    enum class State : std::uint8_t { waiting, running, given_up };
    /// Whoever makes it so has `scan` from then on.
    bool become(State next) {
        auto expected = State::waiting;
        return state.compare_exchange_strong(expected, next);
    }

    net::Loop& loop;
    net::Task scan;
    net::Task then;  // of the loop's thread, empty once given up
    std::atomic<State> state = State::waiting;
};

ScanPool::Ticket& ScanPool::Ticket::operator=(Ticket&& other) noexcept {
    if (this != &other) {
        give_up();
        job_ = std::move(other.job_);
    }
    return *this;
}

ScanPool::Ticket::~Ticket() {
    give_up();
}

bool ScanPool::Ticket::withdraw() {
    const auto job = job_;  // what the scan refers to may own this ticket
    if (job == nullptr || !job->become(Job::State::given_up)) {
        return false;
    }
    job->then = {};
    job->scan = {};
    return true;
}

void ScanPool::Ticket::give_up() {
    if (const auto job = std::exchange(job_, nullptr)) {
        if (job->become(Job::State::given_up)) {
            job->scan = {};
        }
        job->then = {};
    }
}

ScanPool::ScanPool(obs::Metrics& metrics)
    : waiting_{metrics.gauges({"licet_scans_waiting", "Long texts that wait to be scanned."})
                   .at({})},
      running_{
          metrics.gauges({"licet_scans_running", "Long texts that are being scanned."}).at({})},
      scans_{metrics.counters(
          {"licet_scans_total", "Long texts by what became of them.", {"outcome"}})},
      done_{scans_.at({"done"})},
      refused_{scans_.at({"refused"})} {
    for (std::size_t i = 0; i < kThreads; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

ScanPool::~ScanPool() {
    stop();
}

std::optional<ScanPool::Ticket> ScanPool::begin(net::Loop& loop, AccountId account,
                                                std::size_t bytes, net::Task scan, net::Task then,
                                                Room room) {
    const std::lock_guard lock{mutex_};
    if (stopping_ || !has_room(account, bytes, room)) {
        if (room == Room::of_prompts) {  // an answer is scanned all the same
            refused_.add();
        }
        return std::nullopt;
    }
    auto job = std::make_shared<Job>(loop, std::move(scan), std::move(then));
    queue_.push(account, bytes, job, room == Room::of_prompts);
    show();
    changed_.notify_one();
    return Ticket{std::move(job)};
}

/// Requires the mutex.
bool ScanPool::has_room(AccountId account, std::size_t bytes, Room room) const {
    return queue_.waiting_bytes() + bytes <= kWaitingWithAnswersBytesMax &&
           (room == Room::of_answers || queue_.has_room(account, bytes));
}

void ScanPool::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    while (queue_.ready()) {  // what its scan refers to may refer to the job
        const auto [account, job] = queue_.take();
        if (job->become(Job::State::given_up)) {
            job->scan = {};
        }
        queue_.done(account);
    }
}

void ScanPool::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || queue_.ready(); });
        if (stopping_) {
            return;
        }
        auto [account, job] = queue_.take();
        ++busy_;
        show();
        lock.unlock();
        if (job->become(Job::State::running)) {
            auto scan = std::move(job->scan);
            scan();
            done_.add();
            job->loop.post([job = job] {
                if (auto then = std::move(job->then)) {
                    then();
                }
            });
        }
        job.reset();
        lock.lock();
        --busy_;
        queue_.done(account);
        show();
    }
}

/// Requires the mutex.
void ScanPool::show() {
    waiting_.set(static_cast<std::int64_t>(queue_.waiting()));
    running_.set(static_cast<std::int64_t>(busy_));
}

Error too_many_scans() {
    return {ErrorKind::exhausted,
            "too many long texts wait to be held against guardrails; try again",
            "ThrottlingException"};
}

}  // namespace licet::gateway
