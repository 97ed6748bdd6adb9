// SPDX-License-Identifier: Apache-2.0
#include "invocations/log.h"

#include "invocations/gzip.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::invocations {
namespace {

constexpr std::size_t kNameCharacters = 16;  // of an object, drawn at random

/// Failures in one pass after which a bucket, or an account in it, waits for the next: each may
/// take as long as its server lets licet wait.
constexpr int kFailuresOfBucketMax = 4;
constexpr int kFailuresOfAccountMax = 2;

/// `20261127T092311123Z_0ea6a92a49d5b8a5.json.gz`, as Bedrock names its objects.
std::string object_name(Time now, Random& random) {
    auto time = format_basic(now);
    time.pop_back();
    return fmt::format("{}{:03}Z_{}.json.gz", time, to_epoch_ms(now) % 1000,
                       random.text(kHexDigits, kNameCharacters));
}

}  // namespace

Log::Log(Settings settings, std::unique_ptr<Store> store, const Clock& clock, Random& random,
         obs::Logger& logger, obs::Metrics& metrics)
    : settings_{std::move(settings)},
      account_bytes_{settings_.queue_bytes / kAccountShare},
      store_{std::move(store)},
      clock_{clock},
      random_{random},
      logger_{logger},
      records_{metrics.counters({"licet_invocation_records_total",
                                 "Records of model calls, by what became of them.",
                                 {"bucket", "outcome"}})},
      waiting_{metrics.gauges({"licet_invocation_waiting_bytes",
                               "Of records of model calls that wait for their bucket.",
                               {"bucket"}})},
      failing_{metrics.gauges({"licet_invocation_failing",
                               "1 while records of model calls cannot be delivered.",
                               {"bucket"}})} {
    for (const auto& name : settings_.buckets) {
        buckets_.try_emplace(name);
        waiting_.at({name}).set(0);
        failing_.at({name}).set(0);
    }
    running_ = std::min(buckets_.size(), kDeliverersMax);
    for (std::size_t i = 0; i < running_; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

Log::~Log() {
    stop(kStopTimeout);
}

void Log::stop(Milliseconds timeout) {
    if (threads_.empty()) {
        return;
    }
    {
        std::unique_lock lock{mutex_};
        stop_ = true;
        hasten();
        wake_.notify_all();
        if (!ended_.wait_for(lock, timeout, [this] { return running_ == 0; })) {
            store_->give_up();
        }
    }
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
    tell_lost();
}

/// What waits when the threads have ended.
void Log::tell_lost() {
    for (const auto& [name, bucket] : buckets_) {
        std::size_t lost = 0;
        for (const auto& [id, account] : bucket.accounts) {
            for (const auto& object : account.objects) {
                lost += object.records;
            }
        }
        if (lost != 0) {
            logger_.error("records of model calls are lost",
                          {{"bucket", name},
                           {"records", lost},
                           {"accounts", bucket.accounts.size()},
                           {"bytes", bucket.waiting_bytes},
                           {"reason", bucket.outcome.ok() ? "" : bucket.outcome.error().message}});
        }
    }
}

Result<void> Log::admit(std::string_view bucket, AccountId account) const {
    if (settings_.when_full == WhenFull::shed) {
        return {};
    }
    const auto found = buckets_.find(bucket);
    if (found == buckets_.end()) {
        return Error{ErrorKind::unavailable,
                     fmt::format("the model calls of this account are logged to the bucket `{}`, "
                                 "which the operator does not offer any more; log to another one "
                                 "or delete the logging configuration",
                                 bucket),
                     "ServiceUnavailableException"};
    }
    const auto taken = found->second.room_taken.load(std::memory_order_relaxed);
    if (taken < account_bytes_) {
        return {};
    }
    bool full = taken >= settings_.queue_bytes;
    if (!full) {
        const std::lock_guard lock{mutex_};
        const auto own = found->second.accounts.find(account);
        full = own != found->second.accounts.end() && own->second.waiting_bytes >= account_bytes_;
    }
    if (full) {
        return Error{ErrorKind::unavailable,
                     fmt::format("the model calls of this account are logged, and the bucket `{}` "
                                 "does not take their records; the operator must see to it",
                                 bucket),
                     "ServiceUnavailableException"};
    }
    return {};
}

void Log::add(Record record) {
    const std::lock_guard lock{mutex_};
    const auto found = buckets_.find(record.bucket);
    if (found == buckets_.end()) {
        shed(record, nullptr);
        return;
    }
    auto& bucket = found->second;
    auto& account = bucket.accounts[record.account];
    const auto bytes = record.size();
    if (settings_.when_full == WhenFull::shed &&
        (account.waiting_bytes + bytes > account_bytes_ ||
         bucket.waiting_bytes + bytes > settings_.queue_bytes)) {
        shed(record, &account);
        return;
    }
    if (bucket.due == Moment::max()) {
        bucket.due = std::chrono::steady_clock::now() + settings_.deliver_every;
        wake_.notify_one();
    }
    auto& object = object_for(account, record.folder);
    object.lines += record.line;
    std::move(record.attachments.begin(), record.attachments.end(),
              std::back_inserter(object.attachments));
    object.bytes += bytes;
    ++object.records;
    set_waiting(record.bucket, bucket, account, account.waiting_bytes + bytes);
    if (object.bytes >= kObjectBytesMax) {
        account.open.erase(object.folder);
        if (bucket.outcome.ok()) {
            bucket.due = Moment::min();
            wake_.notify_one();
        }
    }
}

/// Requires mutex_.
Log::Object& Log::object_for(Account& account, const std::string& folder) {
    const auto found = account.open.find(folder);
    if (found != account.open.end()) {
        return *found->second;
    }
    auto& object = account.objects.emplace_back();
    object.folder = folder;
    object.name = object_name(clock_.now(), random_);
    account.open.emplace(folder, &object);
    return object;
}

/// Requires mutex_. @param account null where there is no such bucket
void Log::shed(const Record& record, Account* account) {
    records_.at({record.bucket, "shed"}).add();
    if (account == nullptr || !std::exchange(account->shedding, true)) {
        logger_.error("model calls go unrecorded",
                      {{"bucket", record.bucket}, {"account", record.account.text()}});
    }
}

/// What waits is due now. Requires mutex_.
void Log::hasten() {
    for (auto& [name, bucket] : buckets_) {
        if (!bucket.accounts.empty()) {
            bucket.due = Moment::min();
        }
    }
}

Result<void> Log::flush() {
    std::unique_lock lock{mutex_};
    std::vector<std::pair<Bucket*, std::uint64_t>> asked;  // and the pass that will do
    for (auto& [name, bucket] : buckets_) {
        if (!bucket.accounts.empty()) {
            asked.emplace_back(&bucket, bucket.begun + 1);
        }
    }
    hasten();
    wake_.notify_all();
    ended_.wait(lock, [&] {
        return std::all_of(asked.begin(), asked.end(),
                           [](const auto& one) { return one.first->ended >= one.second; });
    });
    for (const auto& [bucket, pass] : asked) {
        if (!bucket->outcome.ok()) {
            return bucket->outcome;
        }
    }
    return {};
}

void Log::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        auto* const next = next_due();
        if (next == nullptr || next->second.due > std::chrono::steady_clock::now()) {
            if (stop_) {
                --running_;
                ended_.notify_all();
                return;
            }
            if (next == nullptr) {
                wake_.wait(lock);
            } else {
                wake_.wait_until(lock, next->second.due);
            }
            continue;
        }
        pass(lock, next->first, next->second);
    }
}

/// The bucket to deliver to next, now or later: null where nothing waits that no other thread has.
/// Requires mutex_.
Log::Buckets::value_type* Log::next_due() {
    Buckets::value_type* next = nullptr;
    for (auto& one : buckets_) {
        const auto& bucket = one.second;
        const bool free = !bucket.taken && bucket.due != Moment::max() &&
                          (bucket.outcome.ok() || failing_taken_ < kFailingDeliverersMax);
        if (free && (next == nullptr || bucket.due < next->second.due)) {
            next = &one;
        }
    }
    return next;
}

/// Who has something to deliver: first those that did not fail, then those that failed longest ago.
/// Requires mutex_.
std::vector<AccountId> Log::turns(const Bucket& bucket) {
    std::vector<std::pair<std::uint64_t, AccountId>> sorted;
    for (const auto& [id, account] : bucket.accounts) {
        sorted.emplace_back(account.failed_in, id);
    }
    std::sort(sorted.begin(), sorted.end());
    std::vector<AccountId> out;
    out.reserve(sorted.size());
    for (const auto& [failed_in, id] : sorted) {
        out.push_back(id);
    }
    return out;
}

/// Tries to deliver what waits for a bucket. Requires mutex_, and leaves it while it asks the
/// store.
void Log::pass(std::unique_lock<std::mutex>& lock, const std::string& name, Bucket& bucket) {
    const std::size_t failing = bucket.outcome.ok() ? 0 : 1;
    failing_taken_ += failing;
    bucket.taken = true;
    bucket.due = Moment::max();
    ++bucket.begun;
    Result<void> outcome;
    int failures_left = kFailuresOfBucketMax;
    for (const auto id : turns(bucket)) {
        auto delivered = deliver(lock, name, bucket, id, failures_left);
        if (!delivered.ok() && outcome.ok()) {
            outcome = std::move(delivered);
        }
        if (failures_left == 0) {
            break;
        }
    }
    note(name, bucket, std::move(outcome));
    failing_taken_ -= failing;
    bucket.taken = false;
    bucket.ended = bucket.begun;
    if (!bucket.accounts.empty() && !stop_) {
        bucket.due =
            std::min(bucket.due, std::chrono::steady_clock::now() + settings_.deliver_every);
    }
    wake_.notify_all();
    ended_.notify_all();
}

/// What is added meanwhile waits for the next time, or objects would be small. What fails goes
/// behind the others. @return the first failure
Result<void> Log::deliver(std::unique_lock<std::mutex>& lock, const std::string& name,
                          Bucket& bucket, AccountId id, int& failures_left) {
    auto& account = bucket.accounts.at(id);
    auto& objects = account.objects;
    account.failed_in = 0;
    Result<void> outcome;
    int failures = 0;
    for (auto left = objects.size(); left != 0 && failures < kFailuresOfAccountMax; --left) {
        auto& object = objects.front();
        const auto open = account.open.find(object.folder);
        if (open != account.open.end() && open->second == &object) {
            account.open.erase(open);  // it grows no more
        }
        lock.unlock();
        auto stored = store(name, object);
        lock.lock();
        if (!stored.ok()) {
            ++failures;
            account.failed_in = bucket.begun;
            objects.splice(objects.end(), objects, objects.begin());
            if (outcome.ok()) {
                outcome = std::move(stored);
            }
            if (--failures_left == 0) {
                break;
            }
            continue;
        }
        records_.at({name, "delivered"}).add(static_cast<std::int64_t>(object.records));
        set_waiting(name, bucket, account, account.waiting_bytes - object.bytes);
        account.shedding = false;
        objects.pop_front();
    }
    if (objects.empty()) {
        bucket.accounts.erase(id);
    }
    return outcome;
}

/// What the records name is there before they are.
Result<void> Log::store(const std::string& bucket, Object& object) {
    auto& attachments = object.attachments;
    while (!attachments.empty()) {
        const auto& last = attachments.back();
        LICET_TRY_VOID(store_->put(bucket, object.folder + '/' + last.name, gzip(last.bytes)));
        attachments.pop_back();
    }
    return store_->put(bucket, object.folder + '/' + object.name, gzip(object.lines));
}

/// Requires mutex_.
void Log::note(const std::string& name, Bucket& bucket, Result<void> outcome) {
    const bool was_failing = !bucket.outcome.ok();
    failing_.at({name}).set(outcome.ok() ? 0 : 1);
    if (was_failing && outcome.ok()) {
        logger_.info("records of model calls are delivered again", {{"bucket", name}});
    } else if (!was_failing && !outcome.ok()) {
        logger_.error("records of model calls cannot be delivered; they wait in memory",
                      {{"bucket", name}, {"reason", outcome.error().message}});
    }
    bucket.outcome = std::move(outcome);
}

/// Requires mutex_. @param bytes of the account
void Log::set_waiting(const std::string& name, Bucket& bucket, Account& account,
                      std::size_t bytes) {
    const auto others = bucket.waiting_bytes - account.waiting_bytes;
    const auto taken_by_others = bucket.room_taken.load(std::memory_order_relaxed) -
                                 std::min(account.waiting_bytes, account_bytes_);
    account.waiting_bytes = bytes;
    bucket.waiting_bytes = others + bytes;
    bucket.room_taken.store(taken_by_others + std::min(bytes, account_bytes_),
                            std::memory_order_relaxed);
    waiting_.at({name}).set(static_cast<std::int64_t>(bucket.waiting_bytes));
}

}  // namespace licet::invocations
