// SPDX-License-Identifier: Apache-2.0
#include "model/grant/scope.h"

#include "base/protection.h"
#include "model/bedrock/regions.h"
#include "model/grant/rules.h"
#include "model/license/quotas.h"
#include "model/state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>

namespace licet::model {
namespace {

constexpr Milliseconds kDay = std::chrono::days{1};

Error fault(std::string_view key, std::string_view reason) {
    return validation_error(fmt::format("tag `{}`: {}", key, reason));
}

/// Calls `use` with each part of a list that is separated by spaces.
template <typename Use>
Result<void> for_each_word(std::string_view key, std::string_view list, Use use) {
    bool any = false;
    while (!list.empty()) {
        const std::string_view word = list.substr(0, list.find(' '));
        list.remove_prefix(std::min(list.size(), word.size() + 1));
        if (!word.empty()) {
            any = true;
            LICET_TRY_VOID(use(word));
        }
    }
    if (!any) {
        return fault(key,
                     "the list is empty and would allow nothing; remove the tag to lift the "
                     "limit, or deactivate the grant");
    }
    return {};
}

RegionMask geography_mask(std::string_view geography) {
    RegionMask mask = 0;
    for (const Region& region : known_regions()) {
        mask |= region.geography == geography ? region_mask(region.code) : 0;
    }
    return mask;
}

Result<void> read_regions(std::string_view list, Scope& scope) {
    scope.regions = 0;
    return for_each_word(kScopeRegions, list, [&](std::string_view word) -> Result<void> {
        const RegionMask mask = region_mask(word) | geography_mask(word);
        if (mask == 0) {
            return fault(kScopeRegions,
                         fmt::format("`{}` is neither a region, such as `eu-west-1`, nor a "
                                     "geography, such as `eu`",
                                     word));
        }
        scope.regions |= mask;
        return {};
    });
}

std::optional<ModelOperation> operation_of(std::string_view name) {
    std::optional<ModelOperation> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ModelOperation>>([&](auto one) {
        if (name == one.name) {
            found = one.value;
        }
    });
    return found;
}

Result<void> read_operations(std::string_view list, Scope& scope) {
    scope.operations = 0;
    return for_each_word(kScopeOperations, list, [&](std::string_view word) -> Result<void> {
        const auto operation = operation_of(word);
        if (!operation) {
            return fault(kScopeOperations,
                         fmt::format("`{}` is no operation of the Bedrock Runtime API that uses a "
                                     "model, such as `Converse`",
                                     word));
        }
        scope.operations |= static_cast<std::uint16_t>(1U << static_cast<unsigned>(*operation));
        return {};
    });
}

/// @return the moment, and whether it was given as a day.
Result<std::pair<Time, bool>> read_time(std::string_view key, std::string_view text) {
    const auto time = parse_iso8601(text);
    if (!time.ok()) {
        return fault(key, fmt::format("`{}` is no time as ISO 8601 writes it, such as "
                                      "`2026-12-31` or `2026-12-31T18:00:00Z`",
                                      text));
    }
    return std::pair{*time, text.find('T') == std::string_view::npos};
}

Result<void> read_tag(std::string_view key, std::string_view value, Scope& scope) {
    if (key == kScopeRegions) {
        return read_regions(value, scope);
    }
    if (key == kScopeOperations) {
        return read_operations(value, scope);
    }
    if (key == kScopeNotBefore) {
        LICET_TRY(const auto begin, read_time(key, value));
        scope.not_before = begin.first;
        return {};
    }
    if (key == kScopeNotAfter) {
        LICET_TRY(const auto end, read_time(key, value));
        scope.not_after = end.first + (end.second ? kDay : Milliseconds{0});
        return {};
    }
    return fault(key, fmt::format("keys with `{}` are for the scope of a grant, which has `{}`, "
                                  "`{}`, `{}` and `{}` only, and for its quotas, `{}…` and `{}`",
                                  kScopePrefix, kScopeRegions, kScopeOperations, kScopeNotBefore,
                                  kScopeNotAfter, kQuotaPrefix, kConcurrency));
}

Quotas both(const Quotas& a, const Quotas& b) {
    if (a == nullptr || b == nullptr) {
        return a == nullptr ? b : a;
    }
    auto all = *a;
    all.insert(all.end(), b->begin(), b->end());
    return std::make_shared<const std::vector<Quota>>(std::move(all));
}

/// The quotas with the grant that they are of.
Quotas owned(const Quotas& quotas, const GrantId& grant) {
    if (quotas == nullptr) {
        return nullptr;
    }
    auto all = *quotas;
    for (auto& quota : all) {
        quota.grant = grant;
    }
    return std::make_shared<const std::vector<Quota>>(std::move(all));
}

bool is_midnight(Time time) {
    return std::chrono::floor<std::chrono::days>(time) == time;
}

std::string day_text(Time midnight) {
    const auto text = format_iso8601(midnight);
    return text.substr(0, text.find('T'));
}

}  // namespace

RegionMask region_mask(std::string_view code) {
    const auto regions = known_regions();
    const Region* found = find_region(code);
    return found == nullptr ? 0 : RegionMask{1} << (found - regions.data());
}

Scope intersection(const Scope& a, const Scope& b) {
    return {.regions = a.regions & b.regions,
            .operations = static_cast<std::uint16_t>(a.operations & b.operations),
            .not_before = std::max(a.not_before, b.not_before),
            .not_after = std::min(a.not_after, b.not_after),
            .quotas = both(a.quotas, b.quotas)};
}

Result<std::optional<Scope>> scope_of(const Tags& tags) {
    std::optional<Scope> scope;
    std::vector<Quota> quotas;
    for (auto tag = tags.lower_bound(std::string{kScopePrefix});
         tag != tags.end() && tag->first.starts_with(kScopePrefix); ++tag) {
        if (!scope) {
            scope.emplace();
        }
        if (is_quota_key(tag->first)) {
            LICET_TRY(quotas.emplace_back(), read_quota(tag->first, tag->second));
        } else {
            LICET_TRY_VOID(read_tag(tag->first, tag->second, *scope));
        }
    }
    if (!quotas.empty()) {
        scope->quotas = std::make_shared<const std::vector<Quota>>(std::move(quotas));
    }
    if (scope && scope->not_after <= scope->not_before) {
        return fault(kScopeNotAfter, fmt::format("it must be after `{}`", kScopeNotBefore));
    }
    return scope;
}

std::vector<std::string_view> region_words(const Scope& scope) {
    std::vector<std::string_view> words;
    RegionMask written = 0;
    for (const Region& region : known_regions()) {
        const RegionMask one = region_mask(region.code);
        const RegionMask all = geography_mask(region.geography);
        if ((scope.regions & one & ~written) == 0) {
            continue;
        }
        const bool whole = all != one && (scope.regions & all) == all;
        words.push_back(whole ? region.geography : region.code);
        written |= whole ? all : one;
    }
    return words;
}

std::vector<std::string_view> operation_words(const Scope& scope) {
    std::vector<std::string_view> words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ModelOperation>>([&](auto one) {
        if (scope.has_operation(one.value)) {
            words.emplace_back(one.name);
        }
    });
    return words;
}

Tags tags_of(const Scope& scope) {
    const Scope none;
    Tags tags;
    if (scope.regions != none.regions) {
        tags[std::string{kScopeRegions}] = fmt::format("{}", fmt::join(region_words(scope), " "));
    }
    if (scope.operations != none.operations) {
        tags[std::string{kScopeOperations}] =
            fmt::format("{}", fmt::join(operation_words(scope), " "));
    }
    if (scope.not_before != none.not_before) {
        tags[std::string{kScopeNotBefore}] = is_midnight(scope.not_before)
                                                 ? day_text(scope.not_before)
                                                 : format_iso8601(scope.not_before);
    }
    if (scope.not_after != none.not_after) {
        const bool whole = is_midnight(scope.not_after) && scope.not_after > kTimeMin;
        tags[std::string{kScopeNotAfter}] =
            whole ? day_text(scope.not_after - kDay) : format_iso8601(scope.not_after);
    }
    if (scope.quotas != nullptr) {
        for (const auto& quota : *scope.quotas) {  // of equal keys the smallest limit binds
            if (!quota.license.empty()) {
                continue;  // no tag's
            }
            auto& shown = tags[quota.key];
            const auto text = std::to_string(quota.limit);
            const bool smaller = shown.empty() || text.size() < shown.size() ||
                                 (text.size() == shown.size() && text < shown);
            shown = smaller ? text : shown;
        }
    }
    return tags;
}

Scope effective_scope(const State& state, const GrantId& id) {
    Scope scope;
    if (const Grant* grant = find_grant(state.grant, id.parent())) {
        scope.quotas =
            quotas_of(grant->license, current(*find_license(state.license, grant->license)));
    }
    for (std::optional<GrantId> step = id; step;) {
        const GrantId stored = step->parent();
        if (const auto details = state.grant.details.find(stored);
            details != state.grant.details.end() && details->second.scope) {
            auto own = *details->second.scope;
            own.quotas = owned(own.quotas, stored);
            scope = intersection(scope, own);
        }
        const Grant* grant = find_grant(state.grant, stored);
        step = grant == nullptr || !LICET_PROTECTED(scope_of_source) ? std::nullopt : grant->source;
    }
    return scope;
}

}  // namespace licet::model
