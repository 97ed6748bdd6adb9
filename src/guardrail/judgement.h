// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guardrail/rules.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace licet::guardrail {

/// What a classifier made of texts of one source. Each list has an entry for each of the rules,
/// in their order; what is not looked for in texts of the source keeps the entry of for_rules().
struct Judgement {
    std::vector<bool> topics;                      ///< whether the text is about it
    std::vector<Strength> content;                 ///< how sure it is that the text is such
    std::vector<std::optional<double>> grounding;  ///< 0 to 1; nothing: nothing to hold it against
    std::size_t characters = 0;                    ///< of the texts
    std::size_t grounding_characters = 0;  ///< of text, sources and query; 0: not held against any
    std::chrono::milliseconds took{0};

    /// Of a text in which nothing was found.
    static Judgement for_rules(const JudgedRules& rules);
    /// Takes in what it made of another text, by the same rules: of each rule the worse is kept.
    void merge(const Judgement& other);
};

/// Whether a filter acts at that confidence: the stricter it is, the less is enough.
bool reaches(Strength confidence, Strength strictness);

/// What the rules make of it: the most restrictive thing that one of them says.
Action outcome_of(const JudgedRules& rules, const Judgement& judgement, Source source);

}  // namespace licet::guardrail
