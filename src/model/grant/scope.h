// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "model/context.h"
#include "model/grant/quota.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace licet::model {

struct State;

/// What a caller does with a model. Named as the operations of the Bedrock Runtime API are.
enum class ModelOperation : std::uint8_t {
    InvokeModel,
    InvokeModelWithResponseStream,
    InvokeModelWithBidirectionalStream,
    Converse,
    ConverseStream,
    CountTokens,
    StartAsyncInvoke,
};
BOOST_DESCRIBE_ENUM(ModelOperation, InvokeModel, InvokeModelWithResponseStream,
                    InvokeModelWithBidirectionalStream, Converse, ConverseStream, CountTokens,
                    StartAsyncInvoke)

/// A set of regions: bit n stands for the n-th of known_regions(). Not for storing.
using RegionMask = std::uint64_t;
/// Of one region; zero for one that is not known.
RegionMask region_mask(std::string_view code);

/// How far a grant goes: what its grantor limited it to with tags. Without tags it has no limits.
/// Source: peers.md 5.9 (its time is half-open).
struct Scope {
    RegionMask regions = ~RegionMask{0};
    std::uint16_t operations = 0xffff;  ///< bit n: the n-th enumerator of ModelOperation
    Time not_before = Time::min();
    Time not_after = Time::max();  ///< the first moment that is no longer in it
    /// How much may be used. No part of what a decision allows: the gateway counts.
    Quotas quotas = {};

    bool has_region(std::string_view region) const { return (regions & region_mask(region)) != 0; }
    bool has_operation(ModelOperation operation) const {
        return (operations >> static_cast<unsigned>(operation) & 1U) != 0;
    }
    bool has_time(Time now) const { return not_before <= now && now < not_after; }
    bool operator==(const Scope& other) const {
        return regions == other.regions && operations == other.operations &&
               not_before == other.not_before && not_after == other.not_after &&
               same_quotas(quotas, other.quotas);
    }
};

/// What both allow, under the quotas of both.
Scope intersection(const Scope& a, const Scope& b);

inline constexpr std::string_view kScopePrefix = "licet:";
inline constexpr std::string_view kScopeRegions = "licet:regions";        ///< `eu us-east-1`
inline constexpr std::string_view kScopeOperations = "licet:operations";  ///< `Converse`
inline constexpr std::string_view kScopeNotBefore = "licet:not-before";   ///< `2026-12-01`
inline constexpr std::string_view kScopeNotAfter =
    "licet:not-after";  ///< a day is meant as a whole

/// The scope that a grant's tags give it, with quotas of no grant yet; nothing when no tag's key
/// has kScopePrefix.
/// @return ValidationException, naming the tag, for another key with the prefix, an unknown region,
///         geography or operation, an empty list, what is no time, and an end that is not after the
///         beginning.
Result<std::optional<Scope>> scope_of(const Tags& tags);

/// Tags that give this scope: each limit in the shortest words, a midnight as its day. A list that
/// is empty allows nothing.
Tags tags_of(const Scope& scope);
/// Its regions as a tag lists them: whole geographies, then the regions of others.
std::vector<std::string_view> region_words(const Scope& scope);
std::vector<std::string_view> operation_words(const Scope& scope);

/// What a grant or sub-grant is limited to: a sub-grant as its parent is, a grant that is passed on
/// by its own scope and those of the grants it passes on.
Scope effective_scope(const State& state, const GrantId& id);

}  // namespace licet::model
