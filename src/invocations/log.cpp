// SPDX-License-Identifier: Apache-2.0
#include "invocations/log.h"

#include "invocations/gzip.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::invocations {
namespace {

constexpr std::size_t kNameCharacters = 16;  // of an object, drawn at random

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
                               "1 while a bucket takes no records of model calls.",
                               {"bucket"}})} {
    for (const auto& name : settings_.buckets) {
        buckets_.try_emplace(name);
        waiting_.at({name}).set(0);
        failing_.at({name}).set(0);
    }
    thread_ = std::thread{[this] { run(); }};
}

Log::~Log() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
    static_cast<void>(flush().ok());  // note() has told it
    for (auto& [name, bucket] : buckets_) {
        std::size_t lost = 0;
        for (const auto& object : bucket.objects) {
            lost += object.records;
        }
        if (lost != 0) {
            logger_.error("records of model calls are lost", {{"bucket", name}, {"records", lost}});
        }
    }
}

Result<void> Log::admit(std::string_view bucket) const {
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
    if (found->second.waiting_bytes.load(std::memory_order_relaxed) >= settings_.queue_bytes) {
        return Error{ErrorKind::unavailable,
                     fmt::format("the model calls of this account are logged, and the bucket `{}` "
                                 "does not take their records; the operator must see to it",
                                 bucket),
                     "ServiceUnavailableException"};
    }
    return {};
}

void Log::add(Record record) {
    const auto found = buckets_.find(record.bucket);
    if (found == buckets_.end()) {
        const std::lock_guard lock{mutex_};
        shed(record.bucket, nullptr);
        return;
    }
    auto& bucket = found->second;
    const auto bytes = record.size();
    const std::lock_guard lock{mutex_};
    const auto waiting = bucket.waiting_bytes.load(std::memory_order_relaxed);
    if (settings_.when_full == WhenFull::shed && waiting + bytes > settings_.queue_bytes) {
        shed(record.bucket, &bucket);
        return;
    }
    auto& object = object_for(bucket, record.folder);
    object.lines += record.line;
    std::move(record.attachments.begin(), record.attachments.end(),
              std::back_inserter(object.attachments));
    object.bytes += bytes;
    ++object.records;
    set_waiting(record.bucket, bucket, waiting + bytes);
    if (object.bytes >= kObjectBytesMax) {
        bucket.open.erase(object.folder);
        due_ = true;
        wake_.notify_all();
    }
}

/// Requires mutex_.
Log::Object& Log::object_for(Bucket& bucket, const std::string& folder) {
    const auto found = bucket.open.find(folder);
    if (found != bucket.open.end()) {
        return *found->second;
    }
    auto& object = bucket.objects.emplace_back();
    object.folder = folder;
    object.name = object_name(clock_.now(), random_);
    bucket.open.emplace(folder, &object);
    return object;
}

/// Requires mutex_. @param bucket null where there is none of that name
void Log::shed(const std::string& name, Bucket* bucket) {
    records_.at({name, "shed"}).add();
    if (bucket == nullptr || !std::exchange(bucket->shedding, true)) {
        logger_.error("model calls go unrecorded", {{"bucket", name}});
    }
}

Result<void> Log::flush() {
    const std::lock_guard writing{writing_};
    Result<void> outcome;
    for (auto& [name, bucket] : buckets_) {
        if (auto delivered = deliver(name, bucket); !delivered.ok() && outcome.ok()) {
            outcome = std::move(delivered);
        }
    }
    return outcome;
}

void Log::run() {
    std::unique_lock lock{mutex_};
    while (!stop_) {
        wake_.wait_for(lock, settings_.deliver_every, [&] { return stop_ || due_; });
        due_ = false;
        lock.unlock();
        static_cast<void>(flush().ok());  // note() has told it
        lock.lock();
    }
}

/// Requires writing_. What is added meanwhile waits for the next time, or objects would be small.
Result<void> Log::deliver(const std::string& name, Bucket& bucket) {
    std::unique_lock lock{mutex_};
    for (auto left = bucket.objects.size(); left != 0; --left) {
        auto& object = bucket.objects.front();
        const auto open = bucket.open.find(object.folder);
        if (open != bucket.open.end() && open->second == &object) {
            bucket.open.erase(open);  // it grows no more
        }
        lock.unlock();
        auto outcome = store(name, object);
        note(name, bucket, outcome);
        if (!outcome.ok()) {
            return outcome;
        }
        records_.at({name, "delivered"}).add(static_cast<std::int64_t>(object.records));
        lock.lock();
        set_waiting(name, bucket, bucket.waiting_bytes - object.bytes);
        bucket.shedding = false;
        bucket.objects.pop_front();
    }
    return {};
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

/// Requires writing_.
void Log::note(const std::string& name, Bucket& bucket, const Result<void>& outcome) {
    const bool was_failing = std::exchange(bucket.failing, !outcome.ok());
    failing_.at({name}).set(outcome.ok() ? 0 : 1);
    if (was_failing && outcome.ok()) {
        logger_.info("records of model calls are delivered again", {{"bucket", name}});
    } else if (!was_failing && !outcome.ok()) {
        logger_.error("records of model calls cannot be delivered; they wait in memory",
                      {{"bucket", name}, {"reason", outcome.error().message}});
    }
}

/// Requires mutex_.
void Log::set_waiting(const std::string& name, Bucket& bucket, std::size_t bytes) {
    bucket.waiting_bytes.store(bytes, std::memory_order_relaxed);
    waiting_.at({name}).set(static_cast<std::int64_t>(bytes));
}

}  // namespace licet::invocations
