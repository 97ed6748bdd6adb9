// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace licet {

/// Holds the newest of a series of immutable values: one thread stores, any number read.
/// Thread-safe.
///
/// Readers keep a Reader each and pay one atomic load per look; they take the lock only after a
/// store. What they no longer look at is freed by the thread that stores, at its next store: it may
/// be large.
template <typename T>
class SnapshotCell {
public:
    void store(std::shared_ptr<const T> value) {
        {
            const std::lock_guard lock{mutex_};
            retired_.push_back(std::exchange(value_, std::move(value)));
        }
        version_.fetch_add(1, std::memory_order_release);
        std::erase_if(retired_, [](const auto& old) { return old.use_count() <= 1; });
    }

    /// The newest value; null before the first store. Takes the lock.
    std::shared_ptr<const T> load() const {
        const std::lock_guard lock{mutex_};
        return value_;
    }

    /// One thread's view of the cell. Must not outlive it.
    class Reader {
    public:
        explicit Reader(const SnapshotCell& cell) : cell_{&cell} {}

        /// The newest value. Never older than one whose store() happened before this call.
        const std::shared_ptr<const T>& get() {
            const auto version = cell_->version_.load(std::memory_order_acquire);
            if (version != seen_) {
                value_ = cell_->load();
                seen_ = version;  // a store in between only makes the next get() look again
            }
            return value_;
        }

    private:
        const SnapshotCell* cell_;
        std::uint64_t seen_ = 0;
        std::shared_ptr<const T> value_;
    };

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
    std::vector<std::shared_ptr<const T>> retired_;  // the storing thread's: readers may hold them
    std::atomic<std::uint64_t> version_{0};
};

}  // namespace licet
