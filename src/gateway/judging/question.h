// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/json.h"
#include "guardrail/hearing.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// One question to a classifier: a chat completion of OpenAI's API, whose answer is one JSON
/// object.
///
/// It can be made of a guardrail's rules and of texts that these are asked of, and of nothing else:
/// no call of a model in a client's name comes of it. The texts are data within it: JSON in the
/// user's message, without a character by which tokens of a chat's form begin.
class Question {
public:
    /// Whether texts have what the guardrail looks for. Requires brought.asks_of_texts().
    /// @param begin,end characters of all texts taken together
    /// @param model as the classifier's server calls it
    static Question of_texts(const guardrail::Case& brought, std::size_t begin, std::size_t end,
                             std::string_view model);
    /// Whether an answer rests on its grounds. Requires brought.asks_of_grounds().
    static Question of_grounds(const guardrail::Case& brought, std::string_view model);

    const std::string& body() const { return body_; }

    /// Reads the server's answer, and notes what is worse than what the judgement says already.
    /// @param reply hostile
    /// @return `invalid` for all that is not exactly what was asked for; then nothing is noted
    Result<void> read(JsonReader& json, std::string_view reply,
                      guardrail::Judgement& judgement) const;

    /// Of the JSON object that the model writes.
    static constexpr std::size_t kVerdictBytesMax = 16 * 1024;

private:
    enum class About { texts, grounds };
    Question(const guardrail::Case& brought, About about)
        : guardrail_{brought.guardrail}, source_{brought.source}, about_{about} {}

    void write(std::string_view model, std::string_view policy, std::string_view data);
    /// Of the answer.
    std::vector<std::string_view> members() const;
    Result<guardrail::Judgement> read_verdict(Json object) const;

    guardrail::GuardrailPtr guardrail_;
    guardrail::Source source_;
    About about_;
    std::string body_;
};

}  // namespace licet::gateway
