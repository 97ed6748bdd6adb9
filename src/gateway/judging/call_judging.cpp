// SPDX-License-Identifier: Apache-2.0
#include "gateway/judging/call_judging.h"

#include <algorithm>
#include <string>
#include <utility>

namespace licet::gateway {

PromptJudgements::Key PromptJudgements::key_of(const guardrail::Case& brought) {
    std::string lengths;  // they tell apart what is cut elsewhere
    std::vector<std::string_view> parts;
    for (const auto& [voice, text] : brought.texts) {
        lengths +=
            std::to_string(static_cast<int>(voice)) + ':' + std::to_string(text.size()) + ',';
        parts.push_back(text);
    }
    parts.push_back(lengths);
    return {brought.guardrail, sha256(parts)};
}

const guardrail::Judgement* PromptJudgements::find(const guardrail::Case& brought) const {
    if (kept_.empty()) {
        return nullptr;
    }
    const auto key = key_of(brought);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& kept) { return kept.first == key; });
    return found == kept_.end() ? nullptr : &found->second;
}

void PromptJudgements::keep(Key key, guardrail::Judgement judgement) {
    kept_.emplace_back(std::move(key), std::move(judgement));
}

}  // namespace licet::gateway
