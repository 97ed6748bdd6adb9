// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/log.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace licet::log {

/// What goes wrong with an append.
enum class Fault {
    nothing_written,     ///< the store refused; head() stays
    acknowledgment_lost  ///< the batch is durable, but the caller gets an error
};

/// A log that lives as long as its process; for tests. Thread-safe.
class MemoryLog final : public Log {
public:
    MemoryLog();

    /// A second log over the same records: what a restarted or a rival process would open.
    std::unique_ptr<MemoryLog> reopen() const;

    /// Makes one append fail: the one after `appends` further ones. Later ones work again.
    void fail_append_after(std::size_t appends, Fault fault = Fault::nothing_written);

    /// Alters a record without its hash; for tests of verification. Requires revision <= head().
    void tamper(Revision revision, std::string body);

    Revision head() const override;
    Sha256 head_hash() const override;
    Result<Sha256> hash_at(Revision revision) const override;
    Result<std::uint64_t> begin_epoch() override;
    Result<void> append(Revision after, std::uint64_t epoch,
                        std::span<const std::string> bodies) override;
    Result<void> read(Revision from, std::size_t limit, const Visit& visit) const override;
    Result<void> read_backward(Revision from, std::size_t limit, const Visit& visit) const override;
    Result<bool> wait_for(Revision revision, Milliseconds timeout) const override;

private:
    struct Store {
        std::mutex mutex;
        std::condition_variable grown;
        std::vector<Record> records;  // guarded by mutex, as all below
        std::uint64_t epoch = 0;
        std::optional<std::size_t> appends_until_fault;
        Fault fault = Fault::nothing_written;
    };
    explicit MemoryLog(std::shared_ptr<Store> store) : store_{std::move(store)} {}

    std::shared_ptr<Store> store_;
};

}  // namespace licet::log
