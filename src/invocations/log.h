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

/// One part in so many of a bucket's room is the most that one account's records take up.
inline constexpr std::size_t kAccountShare = 4;

/// Takes records of model calls and brings them to their buckets, as gzip files of JSON lines, each
/// at least every Settings::deliver_every. Thread-safe.
///
/// What is not delivered yet waits in memory, and a kill takes it. What a bucket does not take is
/// tried again for ever, after what others wait for: a log line and the metrics say so.
class Log {
public:
    /// @param clock, random, logger, metrics outlive this; `random` is used by one thread at a
    /// time.
    Log(Settings settings, std::unique_ptr<Store> store, const Clock& clock, Random& random,
        obs::Logger& logger, obs::Metrics& metrics);
    /// Tries once more to deliver what waits; what cannot be is lost, and a log line says how much.
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
    /// fails again and again. @return the first failure.
    Result<void> flush();

private:
    struct Object {
        std::string folder;
        std::string name;
        std::string lines;
        std::vector<Record::Attachment> attachments;
        std::size_t bytes = 0;
        std::size_t records = 0;
    };
    /// Of one bucket. Guarded by mutex_, but for what says otherwise.
    struct Account {
        std::list<Object> objects;  ///< the first, while it is being delivered: by writing_
        std::map<std::string, Object*, std::less<>> open;  ///< by folder
        std::size_t waiting_bytes = 0;
        bool shedding = false;
        std::uint64_t failed_in = 0;  ///< the last such pass; guarded by writing_
    };
    struct Bucket {
        std::map<AccountId, Account> accounts;   ///< guarded by mutex_, erased from by writing_ too
        std::size_t waiting_bytes = 0;           ///< guarded by mutex_
        std::atomic<std::size_t> room_taken{0};  ///< of each account no more than its share
        std::uint64_t passes = 0;                ///< guarded by writing_
        bool failing = false;                    ///< guarded by writing_
    };

    Object& object_for(Account& account, const std::string& folder);
    void shed(const Record& record, Account* account);
    void run();
    std::vector<AccountId> turns(Bucket& bucket);
    Result<void> deliver(const std::string& name, Bucket& bucket);
    Result<void> deliver(const std::string& name, Bucket& bucket, AccountId id, int& failures_left);
    Result<void> store(const std::string& bucket, Object& object);
    void note(const std::string& name, Bucket& bucket, const Result<void>& outcome);
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
    std::map<std::string, Bucket, std::less<>> buckets_;  // which there are never changes

    std::mutex writing_;  // taken before mutex_: who delivers
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false;  // guarded by mutex_
    bool due_ = false;   // guarded by mutex_: an object is finished
    std::thread thread_;
};

}  // namespace licet::invocations
