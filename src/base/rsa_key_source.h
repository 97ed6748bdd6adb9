// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/rsa.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace licet {

/// Where new RSA keys come from. Implementations are thread-safe.
class RsaKeySource {
public:
    virtual ~RsaKeySource() = default;
    /// A key that nobody else gets. Never waits: none where none is ready.
    virtual std::optional<RsaKey> try_take() = 0;
    /// Calls `ready` once, now or later and on any thread, when it is worth to try again.
    virtual void when_spare(std::function<void()> ready) = 0;
};

/// Makes keys on a thread of its own, one ahead. Thread-safe.
class SpareRsaKey final : public RsaKeySource {
public:
    /// Who may wait for the next key; more are called at once.
    static constexpr std::size_t kWaitingMax = 1'024;

    SpareRsaKey();
    ~SpareRsaKey() override { close(); }

    std::optional<RsaKey> try_take() override;
    void when_spare(std::function<void()> ready) override;
    /// Makes no more keys: breaks off the one that is being made and calls all that wait. Nobody is
    /// called after this returns but by when_spare() itself. Idempotent, not thread-safe.
    void close();

private:
    using Waiting = std::vector<std::function<void()>>;

    void make();

    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<RsaKey> spare_;  // guarded by mutex_
    Waiting waiting_;              // guarded by mutex_
    std::thread maker_;
};

}  // namespace licet
