// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "invocations/record.h"
#include "invocations/settings.h"
#include "invocations/store.h"
#include "obs/logger.h"
#include "obs/metrics.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace licet::invocations {

/// An object of records is finished at this size, before compression, or when its time has come.
inline constexpr std::size_t kObjectBytesMax = std::size_t{4} << 20;

/// So many buckets are delivered to at the same time, each of them by one thread.
inline constexpr std::size_t kDeliverersMax = 8;

/// Of these so many may be buckets that failed last: those that hang leave threads to the others.
inline constexpr std::size_t kFailingDeliverersMax = 4;

/// One part in so many of a bucket's room is the most that one account's records take up.
inline constexpr std::size_t kAccountShare = 4;

/// How long a stop may take that is not told.
inline constexpr Milliseconds kStopTimeout{10'000};

/// Takes records of model calls and brings them to their buckets, as gzip files of JSON lines, each
/// at least every Settings::deliver_every, each bucket for itself. Thread-safe.
///
/// What is not delivered yet waits in memory, and a kill takes it. What a bucket does not take is
/// tried again for ever, after what others wait for: a log line and the metrics say so.
class Log {
public:
    /// @param store is thread-safe. @param clock, random, logger, metrics outlive this; `random` is
    /// used by one thread at a time.
    Log(Settings settings, std::unique_ptr<Store> store, const Clock& clock, Random& random,
        obs::Logger& logger, obs::Metrics& metrics);
    /// As stop() with kStopTimeout.
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// Asked before a call whose record is to go to the bucket. Without a lock while less waits
    /// there than one account may have.
    /// @return `unavailable` where calls are blocked because records of the account, or of all,
    ///         wait, or because the operator has no such bucket (any more).
    Result<void> admit(std::string_view bucket, AccountId account) const;

    /// Never waits. Of calls that were admitted all are taken; where nothing is blocked, only while
    /// there is room. What is not taken is counted.
    void add(Record record);

    /// Tries to deliver everything added before, but gives up a bucket, or an account in it, that
    /// fails again and again. @return the failure of the first bucket that has one.
    Result<void> flush();

    /// Tries once more to deliver what waits, of several buckets at once. What cannot be delivered
    /// until `timeout` has passed is lost: a log line for each bucket says how much. Nothing is
    /// added any more. Idempotent.
    void stop(Milliseconds timeout);

private:
    struct Object {
        std::string folder;
        std::string name;
        std::string lines;
        std::vector<Record::Attachment> attachments;
        std::size_t bytes = 0;
        std::size_t records = 0;
    };
    using Moment = std::chrono::steady_clock::time_point;
    /// Of one bucket.
    struct Account {
        std::list<Object> objects;  ///< the first, while it is being delivered: the deliverer's
        std::map<std::string, Object*, std::less<>> open;  ///< by folder
        std::size_t waiting_bytes = 0;
        bool shedding = false;
        std::uint64_t failed_in = 0;  ///< the last such pass
    };
    /// Guarded by mutex_, but for what says otherwise.
    struct Bucket {
        std::map<AccountId, Account> accounts;  ///< erased from by the deliverer alone
        std::size_t waiting_bytes = 0;
        std::atomic<std::size_t> room_taken{0};  ///< of each account no more than its share
        Moment due = Moment::max();              ///< at the latest; max: nothing waits
        bool taken = false;                      ///< a thread, its deliverer, has it
        std::uint64_t begun = 0;                 ///< passes
        std::uint64_t ended = 0;                 ///< passes
        Result<void> outcome;                    ///< of the last pass
    };
    using Buckets = std::map<std::string, Bucket, std::less<>>;

    Object& object_for(Account& account, const std::string& folder);
    void shed(const Record& record, Account* account);
    void hasten();
    void tell_lost();
    void run();
    Buckets::value_type* next_due();
    void pass(std::unique_lock<std::mutex>& lock, const std::string& name, Bucket& bucket);
    static std::vector<AccountId> turns(const Bucket& bucket);
    Result<void> deliver(std::unique_lock<std::mutex>& lock, const std::string& name,
                         Bucket& bucket, AccountId id, int& failures_left);
    Result<void> store(const std::string& bucket, Object& object);
    void note(const std::string& name, Bucket& bucket, Result<void> outcome);
    void set_waiting(const std::string& name, Bucket& bucket, Account& account, std::size_t bytes);

    const Settings settings_;
    const std::size_t account_bytes_;  // that may wait of one account
    const std::unique_ptr<Store> store_;
    const Clock& clock_;
    Random& random_;
    obs::Logger& logger_;
    obs::Counters& records_;
    obs::Gauges& waiting_;
    obs::Gauges& failing_;
    Buckets buckets_;  // which there are never changes

    mutable std::mutex mutex_;
    std::condition_variable wake_;   // a bucket is due sooner, or free
    std::condition_variable ended_;  // a pass has, or a thread
    std::size_t failing_taken_ = 0;  // guarded by mutex_
    std::size_t running_ = 0;        // threads; guarded by mutex_
    bool stop_ = false;              // guarded by mutex_: each bucket is tried once more
    std::vector<std::thread> threads_;
};

}  // namespace licet::invocations
