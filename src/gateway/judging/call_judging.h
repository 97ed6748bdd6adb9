// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "gateway/judging/answer_hold.h"
#include "gateway/judging/inquiry.h"
#include "guardrail/hearing.h"

#include <memory>
#include <optional>
#include <vector>

namespace licet::gateway {

/// What a classifier said of a prompt's texts, with what it was asked: the next attempt at the call
/// reads them anew, and asks again where anything is another.
class PromptJudgements {
public:
    /// Null: of this case it said nothing.
    const guardrail::Judgement* find(const guardrail::Case& brought) const;

    struct Key {
        guardrail::GuardrailPtr guardrail;
        Sha256 texts;
        bool operator==(const Key&) const = default;
    };
    static Key key_of(const guardrail::Case& brought);
    void keep(Key key, guardrail::Judgement judgement);

private:
    std::vector<std::pair<Key, guardrail::Judgement>> kept_;
};

/// Of a call that a classifier is asked about.
struct CallJudging {
    std::unique_ptr<Inquiry> inquiry = {};  ///< that is under way
    PromptJudgements prompt = {};           ///< of all attempts
    guardrail::Grounds grounds = {};        ///< of the attempt
    std::optional<AnswerHold> hold = {};    ///< of an attempt whose answer is streamed and judged
};

}  // namespace licet::gateway
