// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"
#include "base/ids.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <utility>

namespace licet {

/// Work of many accounts, given out one account after the other and to each only one piece at a
/// time: whoever asks for much waits for itself. The last half of the room is for accounts that
/// have nothing waiting, so that a few cannot shut out the others. Guarded by its owner's mutex.
template <typename Item>
class FairQueue {
public:
    struct Limits {
        std::size_t waiting_max;             ///< of all accounts together
        std::size_t waiting_of_account_max;  ///< of one
        std::size_t waiting_bytes_max;       ///< of what waits, of all together
    };
    explicit FairQueue(const Limits& limits) : limits_{limits} {}

    /// @param bytes that the piece keeps while it waits
    bool has_room(AccountId account, std::size_t bytes) const {
        const auto found = accounts_.find(account);
        const std::size_t own = found == accounts_.end() ? 0 : found->second.limited;
        const std::size_t share = own == 0 ? 1 : 2;  // the room divided by it
        return own < limits_.waiting_of_account_max && limited_ < limits_.waiting_max / share &&
               limited_bytes_ + bytes <= limits_.waiting_bytes_max / share;
    }

    /// Takes it whether there is room or not: who may pass over the limits its owner knows.
    /// @param limited whether it takes room from others; what passes over the limits does not
    void push(AccountId account, std::size_t bytes, Item item, bool limited = true) {
        auto& queue = accounts_[account];
        if (!queue.running && queue.waiting.empty()) {
            turns_.push_back(account);
        }
        queue.waiting.push_back({bytes, std::move(item), limited});
        bytes_ += bytes;
        ++waiting_;
        if (limited) {
            ++queue.limited;
            ++limited_;
            limited_bytes_ += bytes;
        }
    }

    /// Whether take() has something to give: a piece of an account that has none running.
    bool ready() const { return !turns_.empty(); }
    std::size_t waiting() const { return waiting_; }
    std::size_t waiting_bytes() const { return bytes_; }

    /// The next piece of the account whose turn it is. Requires ready(). done() must follow.
    std::pair<AccountId, Item> take() {
        LICET_CHECK(ready());
        const AccountId account = turns_.front();
        turns_.pop_front();
        auto& queue = accounts_.at(account);
        auto& [bytes, item, limited] = queue.waiting.front();
        bytes_ -= bytes;
        if (limited) {
            --queue.limited;
            --limited_;
            limited_bytes_ -= bytes;
        }
        std::pair<AccountId, Item> taken{account, std::move(item)};
        queue.waiting.pop_front();
        queue.running = true;
        --waiting_;
        return taken;
    }

    /// The piece that was taken for the account is finished: its next one waits for its turn.
    void done(AccountId account) {
        const auto found = accounts_.find(account);
        LICET_CHECK(found != accounts_.end() && found->second.running);
        found->second.running = false;
        if (found->second.waiting.empty()) {
            accounts_.erase(found);
        } else {
            turns_.push_back(account);
        }
    }

private:
    struct Queue {
        struct Piece {
            std::size_t bytes;
            Item item;
            bool limited;
        };
        std::deque<Piece> waiting;
        std::size_t limited = 0;  // of them
        bool running = false;
    };

    const Limits limits_;
    std::map<AccountId, Queue> accounts_;  ///< those with something waiting or running
    std::deque<AccountId> turns_;          ///< those with something waiting and nothing running
    std::size_t waiting_ = 0;
    std::size_t bytes_ = 0;
    std::size_t limited_ = 0;  // of those that wait, and their bytes
    std::size_t limited_bytes_ = 0;
};

}  // namespace licet
