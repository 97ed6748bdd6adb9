// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

#include <atomic>

namespace licet {

/// Where time comes from. Thread-safe. The only way to read the wall clock.
class Clock {
public:
    virtual ~Clock() = default;
    /// Now, in UTC. May go backwards when the operator sets the machine's clock.
    virtual Time now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    Time now() const override;
};

/// A clock that stands still until told otherwise; for tests and replays.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start) : now_ms_{to_epoch_ms(start)} {}
    Time now() const override { return from_epoch_ms(now_ms_.load()); }
    void set(Time time) { now_ms_.store(to_epoch_ms(time)); }
    void advance(Milliseconds by) { now_ms_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace licet
