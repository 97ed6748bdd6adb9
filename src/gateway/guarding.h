// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "gateway/guardrail_trace.h"
#include "guardrail/guardrail.h"
#include "guardrail/hearing.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// What a classifier is to judge for one of the guardrails that apply to a call.
struct GuardrailCase {
    std::size_t place = 0;  ///< of the guardrail, in Guarding::applied()
    guardrail::Case brought = {};
    std::size_t run = 0;  ///< of texts that follow each other, that its last text is of
};

/// The guardrails that apply to one attempt at a call, and what they made of its texts. All are
/// asked of every text that they read; what one blocks is blocked. Source: rule BG-6.
class Guarding {
public:
    /// @param applied not empty; Admission::guardrails()
    /// @param caller the account that calls
    /// @param clock outlives this
    Guarding(std::vector<decision::AppliedGuardrail> applied, AccountId caller, const Clock& clock);

    const std::vector<decision::AppliedGuardrail>& applied() const { return applied_; }
    /// Whether it applies all of these as well.
    bool covers(const std::vector<decision::AppliedGuardrail>& others) const;

    /// What kind of text is scanned.
    enum class Form : std::uint8_t {
        text,
        json,     ///< JSON: its strings are read without their escapes, and masked one by one
        content,  ///< perhaps a JSON object or list: read like `json` then, else like `text`
        joined,   ///< of texts that were scanned, and count, by themselves
        probe,    ///< the same, and what would be masked is blocked
    };
    /// What a text became.
    struct Outcome {
        bool blocked = false;
        bool changed = false;
        std::string text = {};  ///< with masks in it, when it changed
    };
    /// Lets scans of the prompt take only what makes nobody wait.
    void hurry() { work_of(guardrail::Source::input).most = guardrail::Work::kShort; }
    /// Whether they would have taken more: then they mean nothing.
    bool ran_out() const {
        const auto& work = work_[static_cast<std::size_t>(guardrail::Source::input)];
        return work.most == guardrail::Work::kShort && work.is_spent();
    }

    /// Scans one text. @param readers the places of those that read it; for all others it counts as
    /// not read
    Outcome scan(std::span<const std::size_t> readers, guardrail::Source source,
                 std::string_view text, Form form);

    /// A scanner of all for a text of the answer that comes in pieces, and what it made of it,
    /// once. This outlives it.
    guardrail::StreamScanner scanner();
    void note(const guardrail::StreamScanner& scanner);

    /// Whether a classifier is to judge texts of that source for one of them.
    bool asks_classifier(guardrail::Source source) const;
    /// A text of the prompt, as it goes on, for those of its readers that have it judged.
    /// @param follows on the one before, whoever read that: they are judged as one text
    void bring(std::span<const std::size_t> readers, guardrail::Voice voice, std::string_view text,
               bool follows = false);
    /// What answers are to rest on and to answer, as it goes on. Source: Bedrock Runtime API
    /// Reference, GuardrailConverseTextBlock.
    void ground(std::string_view text, bool is_source, bool is_query);
    const guardrail::Grounds& grounds() const { return grounds_; }
    /// What was brought, of each that has prompts judged.
    const std::vector<GuardrailCase>& prompt_cases() const { return prompt_cases_; }
    /// What a classifier made of texts for the guardrail at that place. @return what that does
    guardrail::Action judged(std::size_t place, guardrail::Source source,
                             const guardrail::Judgement& judgement);

    /// The places of all.
    const std::vector<std::size_t>& everybody() const { return everybody_; }

    /// The most that was done on a side.
    guardrail::Action outcome(guardrail::Source source) const { return trace_.outcome(source); }
    /// What the first guardrail that blocked a side wants to be said instead of it.
    std::string_view message(guardrail::Source source) const;

    const GuardrailTrace& trace() const { return trace_; }
    GuardrailTrace& trace() { return trace_; }

private:
    guardrail::Work& work_of(guardrail::Source source) {
        return work_[static_cast<std::size_t>(source)];
    }
    std::vector<guardrail::GuardrailPtr> scanners_of(std::span<const std::size_t> places) const;
    void note_blocker(guardrail::Source source, std::size_t place);

    std::vector<decision::AppliedGuardrail> applied_;
    GuardrailTrace trace_;
    const Clock& clock_;
    std::array<guardrail::Work, 2> work_ = {};  // of all texts of a side
    std::vector<std::size_t> everybody_ = places_of(applied_.size());
    std::vector<GuardrailCase> prompt_cases_;
    guardrail::Grounds grounds_;
    std::size_t runs_ = 0;                                     // brought to them
    std::array<std::optional<std::size_t>, 2> blockers_ = {};  // of input and output

    static std::vector<std::size_t> places_of(std::size_t count);
};

}  // namespace licet::gateway
