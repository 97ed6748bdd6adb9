// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace licet::net {

class TimerWheel;

/// One moment at which its owner wants to be called. Loop-owned; leaves the wheel when destroyed.
class Deadline {
public:
    Deadline() = default;
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    virtual ~Deadline();

    /// Called once per set(), with the deadline cleared.
    virtual void on_deadline() = 0;

private:
    friend class TimerWheel;
    Deadline* previous_ = nullptr;
    Deadline* next_ = nullptr;
    TimerWheel* wheel_ = nullptr;  // set while linked
    std::int64_t at_ms_ = 0;
    std::int64_t visit_tick_ = 0;  // when the wheel looks at it next
    bool armed_ = false;
};

/// Coarse deadlines for very many owners: moving one further away, the common case, writes one
/// field, because the wheel looks at each at least once per turn and puts those off that are not
/// due.
class TimerWheel {
public:
    static constexpr std::int64_t kTickMs = 8;

    explicit TimerWheel(std::int64_t now_ms) : tick_{now_ms / kTickMs} {}
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;
    ~TimerWheel();

    void set(Deadline& deadline, std::int64_t at_ms);
    void clear(Deadline& deadline) { deadline.armed_ = false; }

    /// Calls every deadline that has passed; those may set and destroy deadlines, themselves
    /// included.
    void advance(std::int64_t now_ms);
    /// How long nothing needs to be done; -1 for ever.
    int sleep_ms(std::int64_t now_ms) const;

private:
    friend class Deadline;
    static constexpr std::size_t kSlots = 1024;

    void link(Deadline& deadline, std::int64_t tick);
    void unlink(Deadline& deadline);

    std::array<Deadline*, kSlots> slots_{};
    std::array<std::uint64_t, kSlots / 64> used_{};
    std::int64_t tick_;  // the last one looked at
};

}  // namespace licet::net
