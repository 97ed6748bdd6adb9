// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace licet::gateway {

/// How each of some upstreams has been doing: one that fails several times running is left alone
/// for a while, longer each time, and then tried with one call. Thread-safe, without locks.
class Health {
public:
    /// Faults in a row that take an upstream out.
    static constexpr std::uint32_t kFaultsMax = 5;
    /// For how long, the first time; each time after it twice as long, up to kRestMax.
    static constexpr Milliseconds kRest{5'000};
    static constexpr Milliseconds kRestMax{300'000};
    /// How long the one call that tries it has, before another may.
    static constexpr Milliseconds kTrial{30'000};

    /// @param count of upstreams
    explicit Health(std::size_t count);

    /// Whether the upstream may be asked: it is well, or its rest is over.
    bool admits(std::size_t upstream, Time now) const;
    /// The one call that tries an upstream that is not well: others wait for what comes of it.
    /// Destroying it before anything did lets another try. Of an upstream that is well it is
    /// nothing. Gone before the Health is.
    class Trial {
    public:
        Trial() = default;
        Trial(Trial&& other) noexcept { swap(other); }
        Trial& operator=(Trial other) noexcept {
            swap(other);
            return *this;
        }
        ~Trial();

    private:
        friend class Health;
        void swap(Trial& other) noexcept {
            std::swap(rests_until_, other.rests_until_);
            std::swap(ends_, other.ends_);
        }
        std::atomic<std::int64_t>* rests_until_ = nullptr;  // of the upstream
        std::int64_t ends_ = 0;                             // the trial: its mark there
    };

    /// That it is being asked.
    [[nodiscard]] Trial asked(std::size_t upstream, Time now);
    void succeeded(std::size_t upstream);
    void failed(std::size_t upstream, Time now);

    struct State {
        std::uint32_t faults = 0;  ///< in a row
        Time rests_until = {};     ///< in the past: it does not
    };
    State state(std::size_t upstream) const;

private:
    struct Row {
        std::atomic<std::uint32_t> faults{0};
        std::atomic<std::int64_t> rests_until{0};
    };
    std::unique_ptr<Row[]> rows_;
};

}  // namespace licet::gateway
