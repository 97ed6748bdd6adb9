// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "base/time.h"
#include "decision/guardrails.h"
#include "guardrail/assessment.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// How much of what guardrails did the caller asked to be told.
enum class TraceLevel : std::uint8_t { disabled, enabled, enabled_full };

/// `trace` of Converse's guardrailConfig, `enabled`, or the header X-Amzn-Bedrock-Trace, `ENABLED`;
/// empty: disabled. @return `invalid`
Result<TraceLevel> read_trace_level(std::string_view text);

/// What the guardrails of one call made of its texts, and how the caller and the audit are told.
/// It says of no text that was not scanned that it was. One thread.
///
/// Source: Bedrock Runtime API Reference, GuardrailTraceAssessment; Bedrock User Guide, "Use your
/// guardrail with inference operations".
class GuardrailTrace {
public:
    /// @param applied Admission::guardrails()
    /// @param caller the account that calls
    GuardrailTrace(std::span<const decision::AppliedGuardrail> applied, AccountId caller);

    /// A text that guardrails scanned together.
    /// @param places those of `applied` that did, in the order in which they were given to scan()
    ///        or the StreamScanner; to the others it counts as not shown
    void scanned(guardrail::Source source, std::span<const std::size_t> places,
                 const guardrail::Verdict& verdict, Milliseconds took);
    /// Once, when the stream is over.
    void scanned(guardrail::Source source, std::span<const std::size_t> places,
                 const guardrail::StreamScanner& scanner, Milliseconds took);
    /// What a classifier made of such texts, for the guardrail at that place.
    void judged(guardrail::Source source, std::size_t place,
                const guardrail::Judgement& judgement) {
        parts_[place].of(source).add(judgement);
    }
    /// A text of so many characters that none of them was shown.
    void unscanned(guardrail::Source source, std::size_t characters);

    /// A text of the model that the caller does not get as it was; told to who asked for a trace.
    void withheld(std::string text) { model_output_.push_back(std::move(text)); }

    /// The most restrictive of what all of them did.
    guardrail::Action outcome() const;
    guardrail::Action outcome(guardrail::Source source) const;

    /// Converse's `trace.guardrail`, an object. Of guardrails that are enforced it tells what kind
    /// of thing was found and what was done, and not the words: who is held to them is not to have
    /// these. Requires a level that is not disabled.
    void write_trace(JsonWriter& json, TraceLevel level) const;

    /// Members of InvokeModel's body, of every part of a stream `amazon-bedrock-guardrailAction`,
    /// and of a whole answer or the last part `amazon-bedrock-trace` besides, unless it is
    /// disabled.
    void write_invocation_action(JsonWriter& json) const;
    void write_invocation_trace(JsonWriter& json, TraceLevel level) const;

    /// What the journal keeps: an array of which guardrail in which version scanned what, with what
    /// verdict; nothing of the texts. Guardrails that scanned nothing are not in it.
    void write_record(JsonWriter& json) const;

private:
    struct Part {
        std::string key;         // in maps: the id, with the version where the id is there twice
        bool requested = false;  // by the caller alone, who may see what it found
        guardrail::AppliedGuardrailDetails details;
        guardrail::Scans input;
        guardrail::Scans output;

        guardrail::Scans& of(guardrail::Source source) {
            return source == guardrail::Source::input ? input : output;
        }
        const guardrail::Scans& of(guardrail::Source source) const {
            return source == guardrail::Source::input ? input : output;
        }
    };

    template <typename Scanned>
    void add(guardrail::Source source, std::span<const std::size_t> places, const Scanned& scanned,
             Milliseconds took);
    bool any(guardrail::Source source) const;
    void write_model_output(JsonWriter& json) const;
    void write_assessment(JsonWriter& json, const Part& part, guardrail::Source source,
                          TraceLevel level) const;
    bool keeps_back(guardrail::Source source) const;

    std::vector<Part> parts_;
    std::vector<std::string> model_output_;
};

}  // namespace licet::gateway
