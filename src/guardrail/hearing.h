// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "guardrail/guardrail.h"
#include "guardrail/judgement.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace licet::guardrail {

/// Whose words a text is; `thought` is what a model thinks, `tool` what tools are asked and give.
enum class Voice : std::uint8_t { system, user, assistant, thought, tool };

/// A text that is to be judged.
struct JudgedText {
    Voice voice = Voice::user;
    std::string text;
};

/// What an answer is to rest on, and the question that it is to answer.
struct Grounds {
    std::string source;
    std::string query;

    /// Whether an answer can be held against them. Source: Bedrock User Guide, "Contextual
    /// grounding check".
    bool complete() const { return !source.empty() && !query.empty(); }
};

/// What is brought before a classifier: the texts that one guardrail reads, together.
struct Case {
    GuardrailPtr guardrail;  ///< whose rules they are judged by
    Source source = Source::input;
    std::vector<JudgedText> texts;
    /// What was said before them; it is shown, and not judged.
    std::string context = {};
    Grounds grounds = {};  ///< of answers; perhaps not complete

    /// What of an answer is held against its grounds: what it says, not what was thought or asked
    /// of tools.
    std::string grounded_text() const;
    /// Whether texts have what the guardrail looks for is a question.
    bool asks_of_texts() const;
    /// Whether an answer rests on its grounds is one.
    bool asks_of_grounds() const;
    bool has_questions() const { return asks_of_texts() || asks_of_grounds(); }
};

/// Lets a function that cannot wait ask a classifier: run without a judgement it brings its case,
/// and is run anew when that is judged, or cannot be. Likewise where its scans take long it is run
/// anew on a thread where nobody waits.
struct Hearing {
    std::optional<Case> asked = {};  ///< set by the function
    GuardrailPtr judged_by = {};     ///< whose case was judged
    std::optional<Result<Judgement>> judged = {};
    std::size_t times = 0;  ///< that it asked

    bool may_take_long = false;  ///< whether nobody waits for its scans
    bool takes_long = false;     ///< set by the function, where they do and would take long

    /// Whoever asks about another case each time is not heard for ever.
    static constexpr std::size_t kTimesMax = 4;

    /// What its scans may take.
    Work work() const { return {.most = may_take_long ? Work::kMost : Work::kShort}; }
    /// Whether that was too little; then it notes so.
    bool needs_longer(const Work& work);

    /// What was judged of the case; else asks, and @return `unavailable`, which is not to be told.
    Result<Judgement> hear(Case brought);
};

/// That no classifier can be asked: nothing may pass then that one is to judge. Source: rule BG-5.
Error cannot_judge();

}  // namespace licet::guardrail
