// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/rsa.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace licet {

/// Where new RSA keys come from. Implementations are thread-safe.
class RsaKeySource {
public:
    virtual ~RsaKeySource() = default;
    /// A key that nobody else gets.
    virtual RsaKey take() = 0;
};

/// Makes keys on a thread of its own, one ahead: who takes one waits only while another was taken
/// just before. Thread-safe.
class SpareRsaKey final : public RsaKeySource {
public:
    SpareRsaKey();
    /// Breaks off the key that is being made.
    ~SpareRsaKey() override;

    RsaKey take() override;

private:
    void make();

    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<RsaKey> spare_;  // guarded by mutex_
    std::thread maker_;
};

}  // namespace licet
