// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"

#include <string>
#include <vector>

namespace licet::decision {

using Words = std::vector<std::string>;

/// What random worlds are drawn with: the same for the same seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t bound) { return random_.below(bound); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }
    /// At least one of them, each with that chance, in their order.
    Words some(const Words& from, std::size_t percent) {
        Words made;
        while (made.empty()) {
            for (const auto& one : from) {
                if (chance(percent)) {
                    made.push_back(one);
                }
            }
        }
        return made;
    }

private:
    SeededRandom random_;
};

}  // namespace licet::decision
