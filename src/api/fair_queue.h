// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"
#include "base/ids.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <utility>

namespace licet::api {

/// Work of many accounts, given out one account after the other and to each only one piece at a
/// time: whoever asks for much waits for itself. Guarded by its owner's mutex.
template <typename Item>
class FairQueue {
public:
    struct Limits {
        std::size_t waiting_max;             ///< of all accounts together
        std::size_t waiting_of_account_max;  ///< of one
    };
    explicit FairQueue(const Limits& limits) : limits_{limits} {}

    bool has_room(AccountId account) const {
        const auto found = accounts_.find(account);
        return waiting_ < limits_.waiting_max &&
               (found == accounts_.end() ||
                found->second.waiting.size() < limits_.waiting_of_account_max);
    }

    /// Requires has_room().
    void push(AccountId account, Item item) {
        LICET_CHECK(has_room(account));
        auto& queue = accounts_[account];
        if (!queue.running && queue.waiting.empty()) {
            turns_.push_back(account);
        }
        queue.waiting.push_back(std::move(item));
        ++waiting_;
    }

    /// Whether take() has something to give: a piece of an account that has none running.
    bool ready() const { return !turns_.empty(); }
    std::size_t waiting() const { return waiting_; }

    /// The next piece of the account whose turn it is. Requires ready(). done() must follow.
    std::pair<AccountId, Item> take() {
        LICET_CHECK(ready());
        const AccountId account = turns_.front();
        turns_.pop_front();
        auto& queue = accounts_.at(account);
        std::pair<AccountId, Item> taken{account, std::move(queue.waiting.front())};
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
        std::deque<Item> waiting;
        bool running = false;
    };

    const Limits limits_;
    std::map<AccountId, Queue> accounts_;  ///< those with something waiting or running
    std::deque<AccountId> turns_;          ///< those with something waiting and nothing running
    std::size_t waiting_ = 0;
};

}  // namespace licet::api
