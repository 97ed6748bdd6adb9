// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace licet::guardrail {

/// Bytes of a text, the last excluded.
struct Extent {
    std::size_t from = 0;
    std::size_t to = 0;
    bool operator==(const Extent&) const = default;
};

/// Judges what a pattern found: the part that is meant, or none where checksum or neighbours say
/// no.
using Judge = std::optional<Extent> (*)(std::string_view text, Extent found);

/// How a kind of personal data is recognized.
struct Detector {
    std::string_view type;     ///< the name in the API, `EMAIL`
    std::string_view pattern;  ///< bounded in length, unless what it begins with decides
    Judge judge = nullptr;     ///< everything found is meant, if null
};

/// Every kind that has a form which can be checked.
std::span<const Detector> detectors();

/// What is known of a kind: a detector, or why there is none. Both empty: no such kind.
const Detector* find_detector(std::string_view type);
std::string_view why_undetectable(std::string_view type);

/// For words: whether letters of any script next to it make it part of a longer word.
std::optional<Extent> judge_word(std::string_view text, Extent found);

/// Words of the managed list PROFANITY.
std::span<const std::string_view> profanity();

}  // namespace licet::guardrail
