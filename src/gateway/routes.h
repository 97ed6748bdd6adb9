// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "gateway/health.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::yaml {
class Value;
}

namespace licet::gateway {

/// One upstream of a route.
struct RouteTarget {
    std::size_t upstream = 0;    ///< position in Settings::upstreams
    std::uint32_t weight = 1;    ///< its share among those of equal priority, 1 to kWeightMax
    std::uint32_t priority = 0;  ///< the lowest is asked first, 0 to kPriorityMax
};

/// Which models go to which upstreams.
struct Route {
    std::string pattern = {};               ///< a model id, or the beginning of one and `*`
    std::vector<RouteTarget> targets = {};  ///< in the order of their priorities
    /// How often a call may be tried in all, 1 to kAttemptsMax.
    std::uint32_t attempts = 3;
    /// Models, as a caller would name them, that are asked when none of the targets answers; each
    /// only where the caller may use it.
    std::vector<std::string> fallback = {};

    bool matches(std::string_view model_id) const;
};

inline constexpr std::size_t kRoutesMax = 1000;
inline constexpr std::size_t kTargetsMax = 64;
inline constexpr std::uint32_t kWeightMax = 1'000'000;
inline constexpr std::uint32_t kPriorityMax = 100;
inline constexpr std::uint32_t kAttemptsMax = 10;
inline constexpr std::size_t kFallbackMax = 10;

/// The upstream to be asked next: of the targets that were not tried and are well, those with the
/// lowest priority, by weight. Where none is well any that was not tried; where all were tried
/// nothing.
std::optional<std::size_t> pick(const Route& route, const std::vector<std::size_t>& tried,
                                const Health& health, Random& random, Time now);

/// How long to wait before the attempt after `failed` ones: a random part of a time that doubles.
Milliseconds backoff(std::uint32_t failed, Random& random);

/// The member `routes` of a settings file. @param find_upstream its position by name, or nothing.
/// @return `invalid`, as `file:line: reason`
Result<std::vector<Route>> read_routes(
    const yaml::Value& value,
    const std::function<std::optional<std::size_t>(std::string_view)>& find_upstream);

}  // namespace licet::gateway
