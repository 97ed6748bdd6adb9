// SPDX-License-Identifier: Apache-2.0
#include "net/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace licet::net {
namespace {

std::int64_t tick_of(std::int64_t at_ms) {
    return (at_ms + TimerWheel::kTickMs - 1) / TimerWheel::kTickMs;
}

}  // namespace

Deadline::~Deadline() {
    if (wheel_ != nullptr) {
        wheel_->unlink(*this);
    }
}

TimerWheel::~TimerWheel() {
    for (Deadline* first : slots_) {
        while (first != nullptr) {
            first->wheel_ = nullptr;
            first = first->next_;
        }
    }
}

void TimerWheel::set(Deadline& deadline, std::int64_t at_ms) {
    deadline.at_ms_ = at_ms;
    deadline.armed_ = true;
    const std::int64_t tick = std::max(tick_of(at_ms), tick_ + 1);
    if (deadline.wheel_ != nullptr) {
        if (deadline.visit_tick_ <= tick) {
            return;
        }
        unlink(deadline);
    }
    link(deadline, tick);
}

void TimerWheel::link(Deadline& deadline, std::int64_t tick) {
    deadline.visit_tick_ = std::min(tick, tick_ + static_cast<std::int64_t>(kSlots) - 1);
    const auto slot = static_cast<std::size_t>(deadline.visit_tick_) % kSlots;
    deadline.wheel_ = this;
    deadline.previous_ = nullptr;
    deadline.next_ = slots_[slot];
    if (deadline.next_ != nullptr) {
        deadline.next_->previous_ = &deadline;
    }
    slots_[slot] = &deadline;
    used_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void TimerWheel::unlink(Deadline& deadline) {
    const auto slot = static_cast<std::size_t>(deadline.visit_tick_) % kSlots;
    if (deadline.previous_ != nullptr) {
        deadline.previous_->next_ = deadline.next_;
    } else {
        slots_[slot] = deadline.next_;
    }
    if (deadline.next_ != nullptr) {
        deadline.next_->previous_ = deadline.previous_;
    }
    if (slots_[slot] == nullptr) {
        used_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
    }
    deadline.wheel_ = nullptr;
}

void TimerWheel::advance(std::int64_t now_ms) {
    const std::int64_t target = now_ms / kTickMs;
    if (target - tick_ > static_cast<std::int64_t>(kSlots)) {
        tick_ = target - static_cast<std::int64_t>(kSlots);  // every slot is looked at once below
    }
    while (tick_ < target) {
        ++tick_;
        const auto slot = static_cast<std::size_t>(tick_) % kSlots;
        while (Deadline* const deadline = slots_[slot]) {
            // What is put off is linked at least one tick ahead, so this slot runs empty.
            unlink(*deadline);
            if (!deadline->armed_) {
                continue;
            }
            if (deadline->at_ms_ > now_ms) {
                link(*deadline, std::max(tick_of(deadline->at_ms_), tick_ + 1));
                continue;
            }
            deadline->armed_ = false;
            deadline->on_deadline();
        }
    }
}

int TimerWheel::sleep_ms(std::int64_t now_ms) const {
    const auto start = static_cast<std::size_t>(tick_ + 1) % kSlots;
    for (std::size_t step = 0; step <= used_.size(); ++step) {
        const std::size_t word = (start / 64 + step) % used_.size();
        std::uint64_t bits = used_[word];
        if (step == 0) {
            bits &= ~std::uint64_t{0} << (start % 64);
        }
        if (bits != 0) {
            const auto slot = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
            const auto ticks = static_cast<std::int64_t>((slot + kSlots - start) % kSlots);
            const std::int64_t at_ms = (tick_ + 1 + ticks) * kTickMs;
            return static_cast<int>(std::max<std::int64_t>(at_ms - now_ms, 0));
        }
    }
    return -1;
}

}  // namespace licet::net
