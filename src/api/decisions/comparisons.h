// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace licet::api::decisions {

struct Comparison;

/// The comparisons whose next page may be asked for: what was simulated or rebuilt once need not be
/// again. A cache: what is not found is made anew, with the same outcome. Thread-safe.
class Comparisons {
public:
    /// How many are kept, one of each account; the one unused longest makes room. Each takes about
    /// as much memory as the published index and its successor.
    static constexpr std::size_t kKeptMax = 4;

    /// @return null when it is not kept (any more).
    std::shared_ptr<const Comparison> find(AccountId caller, std::string_view key);
    void keep(AccountId caller, std::string key, std::shared_ptr<const Comparison> comparison);

private:
    struct Kept {
        AccountId caller;
        std::string key;
        std::shared_ptr<const Comparison> comparison;
    };

    std::mutex mutex_;
    std::list<Kept> kept_;  // guarded by mutex_; last used first
};

}  // namespace licet::api::decisions
