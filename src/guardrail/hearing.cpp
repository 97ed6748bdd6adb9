// SPDX-License-Identifier: Apache-2.0
#include "guardrail/hearing.h"

#include <algorithm>
#include <utility>

namespace licet::guardrail {
namespace {

template <typename Rule>
bool asks_any(const std::vector<Rule>& rules, Source source) {
    return std::any_of(rules.begin(), rules.end(),
                       [source](const Rule& rule) { return rule.asked_of(source); });
}

}  // namespace

std::string Case::grounded_text() const {
    std::string out;
    for (const auto& [voice, text] : texts) {
        if (voice == Voice::assistant) {
            out += text;
        }
    }
    return out;
}

bool Case::asks_of_texts() const {
    const auto& rules = guardrail->judged();
    return (asks_any(rules.topics, source) || asks_any(rules.content, source)) &&
           std::any_of(texts.begin(), texts.end(),
                       [](const JudgedText& one) { return !one.text.empty(); });
}

bool Case::asks_of_grounds() const {
    return asks_any(guardrail->judged().grounding, source) && grounds.complete() &&
           !grounded_text().empty();
}

Result<Judgement> Hearing::hear(Case brought) {
    if (judged && judged_by == brought.guardrail) {
        return *judged;
    }
    if (times++ < kTimesMax) {
        asked = std::move(brought);
    }
    return cannot_judge();
}

bool Hearing::needs_longer(const Work& work) {
    takes_long = !may_take_long && work.is_spent();
    return takes_long;
}

Error cannot_judge() {
    return {ErrorKind::unavailable,
            "a guardrail that applies needs a classifier, and none could be asked or gave a "
            "judgement; try again later",
            "ServiceUnavailableException"};
}

}  // namespace licet::guardrail
