// SPDX-License-Identifier: Apache-2.0
#include "gateway/routes.h"

#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

using FindUpstream = std::function<std::optional<std::size_t>(std::string_view)>;

constexpr Milliseconds kFirstBackoff{50};
constexpr Milliseconds kBackoffMax{2'000};

bool contains(const std::vector<std::size_t>& all, std::size_t one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// One of them, by weight.
std::size_t draw(const std::vector<const RouteTarget*>& targets, Random& random) {
    if (targets.size() == 1) {
        return targets.front()->upstream;
    }
    std::uint64_t sum = 0;
    for (const auto* target : targets) {
        sum += target->weight;
    }
    auto ticket = random.below(sum);
    for (const auto* target : targets) {
        if (ticket < target->weight) {
            return target->upstream;
        }
        ticket -= target->weight;
    }
    return targets.back()->upstream;
}

Result<std::size_t> read_name(const yaml::Value& value, const FindUpstream& find_upstream) {
    LICET_TRY(const auto name, value.text());
    const auto found = find_upstream(name);
    if (!found) {
        return value.error(fmt::format("there is no upstream `{}`", name));
    }
    return *found;
}

Result<void> read_number(yaml::Map& map, std::string_view key, std::uint32_t min, std::uint32_t max,
                         std::uint32_t& out) {
    if (const auto value = map.optional(key)) {
        LICET_TRY(const auto number, value->integer(min, max));
        out = static_cast<std::uint32_t>(number);
    }
    return {};
}

Result<RouteTarget> read_target(const yaml::Value& value, const FindUpstream& find_upstream) {
    RouteTarget target;
    LICET_TRY(auto map, value.map());
    LICET_TRY(const auto name, map.required("name"));
    LICET_TRY(target.upstream, read_name(name, find_upstream));
    LICET_TRY_VOID(read_number(map, "weight", 1, kWeightMax, target.weight));
    LICET_TRY_VOID(read_number(map, "priority", 0, kPriorityMax, target.priority));
    LICET_TRY_VOID(map.finish());
    return target;
}

Result<std::vector<RouteTarget>> read_targets(yaml::Map& map, const yaml::Value& route,
                                              const FindUpstream& find_upstream) {
    const auto one = map.optional("upstream");
    const auto several = map.optional("upstreams");
    if (one.has_value() == several.has_value()) {
        return route.error("give `upstream` or `upstreams`");
    }
    std::vector<RouteTarget> targets;
    if (one) {
        LICET_TRY(targets.emplace_back().upstream, read_name(*one, find_upstream));
        return targets;
    }
    LICET_TRY(const auto items, several->list());
    if (items.empty() || items.size() > kTargetsMax) {
        return several->error(fmt::format("must name 1 to {} upstreams", kTargetsMax));
    }
    for (const auto& item : items) {
        LICET_TRY(const auto target, read_target(item, find_upstream));
        if (std::any_of(targets.begin(), targets.end(),
                        [&](const auto& other) { return other.upstream == target.upstream; })) {
            return item.error("names an upstream a second time");
        }
        targets.push_back(target);
    }
    std::stable_sort(targets.begin(), targets.end(),
                     [](const auto& a, const auto& b) { return a.priority < b.priority; });
    return targets;
}

Result<void> read_fallback(yaml::Map& map, Route& route) {
    const auto value = map.optional("fallback");
    if (!value) {
        return {};
    }
    LICET_TRY(const auto items, value->list());
    if (items.size() > kFallbackMax) {
        return value->error(fmt::format("must not name more than {} models", kFallbackMax));
    }
    for (const auto& item : items) {
        LICET_TRY(route.fallback.emplace_back(), item.text());
    }
    return {};
}

Result<Route> read_route(const yaml::Value& value, const FindUpstream& find_upstream) {
    Route route;
    LICET_TRY(auto map, value.map());
    LICET_TRY(const auto model, map.required("model"));
    LICET_TRY(route.pattern, model.text());
    const auto star = route.pattern.find('*');
    if (star != std::string::npos && star + 1 != route.pattern.size()) {
        return model.error("`*` may only stand at the end");
    }
    LICET_TRY(route.targets, read_targets(map, value, find_upstream));
    LICET_TRY_VOID(read_number(map, "attempts", 1, kAttemptsMax, route.attempts));
    LICET_TRY_VOID(read_fallback(map, route));
    LICET_TRY_VOID(map.finish());
    return route;
}

}  // namespace

bool Route::matches(std::string_view model_id) const {
    const std::string_view text = pattern;
    return text.ends_with('*') ? model_id.starts_with(text.substr(0, text.size() - 1))
                               : model_id == text;
}

std::optional<std::size_t> pick(const Route& route, const std::vector<std::size_t>& tried,
                                const Health& health, Random& random, Time now) {
    std::vector<const RouteTarget*> best;
    std::optional<std::size_t> any;
    for (const auto& target : route.targets) {
        if (!best.empty() && target.priority != best.front()->priority) {
            break;
        }
        if (contains(tried, target.upstream)) {
            continue;
        }
        any = any ? any : target.upstream;
        if (health.admits(target.upstream, now)) {
            best.push_back(&target);
        }
    }
    return best.empty() ? any : draw(best, random);
}

Milliseconds backoff(std::uint32_t failed, Random& random) {
    const auto longest = std::min(
        kFirstBackoff * (std::int64_t{1} << std::min<std::uint32_t>(failed, 16)), kBackoffMax);
    return Milliseconds{
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(longest.count()) + 1))};
}

Result<std::vector<Route>> read_routes(const yaml::Value& value,
                                       const FindUpstream& find_upstream) {
    LICET_TRY(const auto items, value.list());
    if (items.empty() || items.size() > kRoutesMax) {
        return value.error(fmt::format("must name 1 to {} routes", kRoutesMax));
    }
    std::vector<Route> routes;
    for (const auto& item : items) {
        LICET_TRY(routes.emplace_back(), read_route(item, find_upstream));
    }
    return routes;
}

}  // namespace licet::gateway
