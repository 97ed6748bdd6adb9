// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http1_head.h"

#include <cstddef>
#include <memory>
#include <utility>

namespace licet::net {

inline constexpr Refusal kTooManyBodies{503, "too many request bodies are on their way"};

/// How many bytes of bodies a loop may have half received, over all its connections. Loop-owned.
struct BodyBudget {
    std::size_t bytes_max = 0;
    std::size_t bytes = 0;
};

/// What one connection has taken of its loop's budget; gives it back when destroyed. Loop-owned.
class BodyShare {
public:
    explicit BodyShare(std::shared_ptr<BodyBudget> budget) : budget_{std::move(budget)} {}
    ~BodyShare() { give_back(bytes_); }
    BodyShare(const BodyShare&) = delete;
    BodyShare& operator=(const BodyShare&) = delete;

    /// @return whether there was room; nothing is taken when there was not.
    bool take(std::size_t bytes) {
        if (bytes > budget_->bytes_max - budget_->bytes) {
            return false;
        }
        budget_->bytes += bytes;
        bytes_ += bytes;
        return true;
    }
    /// @param bytes at most bytes().
    void give_back(std::size_t bytes) {
        budget_->bytes -= bytes;
        bytes_ -= bytes;
    }
    std::size_t bytes() const { return bytes_; }

private:
    std::shared_ptr<BodyBudget> budget_;  // a connection may outlive its loop for a turn
    std::size_t bytes_ = 0;
};

}  // namespace licet::net
