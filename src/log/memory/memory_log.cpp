// SPDX-License-Identifier: Apache-2.0
#include "log/memory/memory_log.h"

#include <algorithm>

namespace licet::log {

MemoryLog::MemoryLog() : store_{std::make_shared<Store>()} {}

std::unique_ptr<MemoryLog> MemoryLog::reopen() const {
    return std::unique_ptr<MemoryLog>{new MemoryLog{store_}};
}

void MemoryLog::fail_append_after(std::size_t appends, Fault fault) {
    const std::lock_guard lock{store_->mutex};
    store_->appends_until_fault = appends;
    store_->fault = fault;
}

void MemoryLog::tamper(Revision revision, std::string body) {
    const std::lock_guard lock{store_->mutex};
    LICET_CHECK(revision >= 1 && revision <= store_->records.size());
    store_->records[revision - 1].body = std::move(body);
}

Revision MemoryLog::head() const {
    const std::lock_guard lock{store_->mutex};
    return store_->records.size();
}

Sha256 MemoryLog::head_hash() const {
    const std::lock_guard lock{store_->mutex};
    return store_->records.empty() ? kGenesisHash : store_->records.back().hash;
}

Result<Sha256> MemoryLog::hash_at(Revision revision) const {
    const std::lock_guard lock{store_->mutex};
    if (revision > store_->records.size()) {
        return Error{ErrorKind::not_found, "the log has no such revision"};
    }
    return revision == 0 ? kGenesisHash : store_->records[revision - 1].hash;
}

Result<std::uint64_t> MemoryLog::begin_epoch() {
    const std::lock_guard lock{store_->mutex};
    return ++store_->epoch;
}

Result<void> MemoryLog::append(Revision after, std::uint64_t epoch,
                               std::span<const std::string> bodies) {
    LICET_TRY_VOID(check_bodies(after, bodies));
    const std::lock_guard lock{store_->mutex};
    auto& records = store_->records;
    if (epoch == 0 || epoch != store_->epoch) {
        return stale_epoch(store_->epoch, epoch);
    }
    if (after != records.size()) {
        return stale_head(records.size(), after);
    }
    auto& countdown = store_->appends_until_fault;
    const bool fails = countdown && (*countdown)-- == 0;
    if (fails) {
        countdown.reset();
    }
    if (!fails || store_->fault == Fault::acknowledgment_lost) {
        const auto previous = records.empty() ? kGenesisHash : records.back().hash;
        const auto hashes = chain_all(previous, after, bodies);
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            records.push_back(Record{++after, bodies[i], hashes[i]});
        }
        store_->grown.notify_all();
    }
    if (fails) {
        return Error{ErrorKind::unavailable, "the store failed on demand"};
    }
    return {};
}

// One record is copied at a time, so that `visit` runs without the lock.
Result<void> MemoryLog::read(Revision from, std::size_t limit, const Visit& visit) const {
    for (from = std::max<Revision>(from, 1); limit > 0; --limit, ++from) {
        std::unique_lock lock{store_->mutex};
        if (from > store_->records.size()) {
            break;
        }
        const Record record = store_->records[from - 1];
        lock.unlock();
        LICET_TRY_VOID(visit(record));
    }
    return {};
}

Result<void> MemoryLog::read_backward(Revision from, std::size_t limit, const Visit& visit) const {
    for (from = std::min(from, head()); limit > 0 && from > 0; --limit, --from) {
        std::unique_lock lock{store_->mutex};
        const Record record = store_->records[from - 1];
        lock.unlock();
        LICET_TRY_VOID(visit(record));
    }
    return {};
}

Result<bool> MemoryLog::wait_for(Revision revision, Milliseconds timeout) const {
    std::unique_lock lock{store_->mutex};
    return store_->grown.wait_for(lock, timeout,
                                  [&] { return store_->records.size() >= revision; });
}

}  // namespace licet::log
