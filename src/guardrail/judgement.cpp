// SPDX-License-Identifier: Apache-2.0
#include "guardrail/judgement.h"

#include "base/check.h"

#include <algorithm>

namespace licet::guardrail {

bool JudgedRules::asked_of(Source source) const {
    const auto any = [source](const auto& rules) {
        return std::any_of(rules.begin(), rules.end(),
                           [source](const auto& rule) { return rule.asked_of(source); });
    };
    return any(topics) || any(content) || any(grounding);
}

Judgement Judgement::for_rules(const JudgedRules& rules) {
    Judgement judgement;
    judgement.topics.resize(rules.topics.size());
    judgement.content.resize(rules.content.size());
    judgement.grounding.resize(rules.grounding.size());
    return judgement;
}

void Judgement::merge(const Judgement& other) {
    LICET_CHECK(topics.size() == other.topics.size() && content.size() == other.content.size() &&
                grounding.size() == other.grounding.size());
    for (std::size_t i = 0; i < topics.size(); ++i) {
        topics[i] = topics[i] || other.topics[i];
    }
    for (std::size_t i = 0; i < content.size(); ++i) {
        content[i] = std::max(content[i], other.content[i]);
    }
    for (std::size_t i = 0; i < grounding.size(); ++i) {
        const auto& score = other.grounding[i];
        if (score && (!grounding[i] || *score < *grounding[i])) {
            grounding[i] = score;
        }
    }
    characters += other.characters;
    grounding_characters += other.grounding_characters;
    took += other.took;
}

bool reaches(Strength confidence, Strength strictness) {
    constexpr int kOver = static_cast<int>(Strength::high) + 1;
    return confidence != Strength::none && strictness != Strength::none &&
           static_cast<int>(confidence) + static_cast<int>(strictness) >= kOver;
}

Action outcome_of(const JudgedRules& rules, const Judgement& judgement, Source source) {
    LICET_CHECK(judgement.topics.size() == rules.topics.size() &&
                judgement.content.size() == rules.content.size() &&
                judgement.grounding.size() == rules.grounding.size());
    auto outcome = Action::none;
    for (std::size_t i = 0; i < rules.topics.size(); ++i) {
        if (judgement.topics[i]) {
            outcome = std::max(outcome, rules.topics[i].actions.of(source));
        }
    }
    for (std::size_t i = 0; i < rules.content.size(); ++i) {
        if (reaches(judgement.content[i], rules.content[i].of(source))) {
            outcome = std::max(outcome, rules.content[i].actions.of(source));
        }
    }
    for (std::size_t i = 0; i < rules.grounding.size() && source == Source::output; ++i) {
        const auto& score = judgement.grounding[i];
        if (score && *score < rules.grounding[i].threshold) {
            outcome = std::max(outcome, rules.grounding[i].action);
        }
    }
    return outcome;
}

}  // namespace licet::guardrail
