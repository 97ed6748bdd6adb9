// SPDX-License-Identifier: Apache-2.0
#include "gateway/guardrail_trace.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::GuardrailOrigin;
using guardrail::GuardrailOwnership;
using guardrail::Source;

guardrail::AppliedGuardrailDetails details_of(const decision::AppliedGuardrail& applied,
                                              AccountId caller) {
    const auto& known = *applied.guardrail;
    guardrail::AppliedGuardrailDetails details{
        .guardrailId = known.id,
        .guardrailVersion = model::guardrail_version_text(applied.version),
        .guardrailArn = known.arn,
        .guardrailOrigin = {},
        .guardrailOwnership =
            known.account == caller ? GuardrailOwnership::SELF : GuardrailOwnership::CROSS_ACCOUNT};
    for (const auto& [asks, origin] :
         {std::pair{applied.by_request, GuardrailOrigin::REQUEST},
          std::pair{applied.by_account, GuardrailOrigin::ACCOUNT_ENFORCED},
          std::pair{applied.by_organization, GuardrailOrigin::ORGANIZATION_ENFORCED}}) {
        if (asks) {
            details.guardrailOrigin.push_back(origin);
        }
    }
    return details;
}

std::size_t characters_of(const guardrail::Verdict& verdict) {
    return verdict.coverage.total;
}
std::size_t characters_of(const guardrail::StreamScanner& scanner) {
    return scanner.coverage().total;
}

/// What was found, but not the words; nor which topics, whose names are the owner's words.
void hide_texts(guardrail::GuardrailAssessment& assessment) {
    if (auto& policy = assessment.topicPolicy) {
        for (auto& topic : policy->topics) {
            topic.name.clear();
        }
    }
    if (auto& policy = assessment.wordPolicy) {
        for (auto& word : policy->customWords) {
            word.match.clear();
        }
        for (auto& word : policy->managedWordLists) {
            word.match.clear();
        }
    }
    if (auto& policy = assessment.sensitiveInformationPolicy) {
        for (auto& entity : policy->piiEntities) {
            entity.match.clear();
        }
        for (auto& regex : policy->regexes) {
            regex.match.clear();
            regex.regex.clear();
        }
    }
}

}  // namespace

Result<TraceLevel> read_trace_level(std::string_view text) {
    if (text.empty() || text == "disabled" || text == "DISABLED") {
        return TraceLevel::disabled;
    }
    if (text == "enabled" || text == "ENABLED") {
        return TraceLevel::enabled;
    }
    if (text == "enabled_full" || text == "ENABLED_FULL") {
        return TraceLevel::enabled_full;
    }
    return Error{ErrorKind::invalid,
                 fmt::format("the trace `{}` is none of enabled, disabled, enabled_full", text)};
}

GuardrailTrace::GuardrailTrace(std::span<const decision::AppliedGuardrail> applied,
                               AccountId caller) {
    for (const auto& one : applied) {
        const auto& id = one.guardrail->id;
        const bool twice = std::any_of(parts_.begin(), parts_.end(),
                                       [&](const Part& part) { return part.key == id; });
        parts_.push_back({.key = twice ? fmt::format("{}:{}", id, one.version) : id,
                          .requested = one.by_request && !one.by_account && !one.by_organization,
                          .details = details_of(one, caller),
                          .input = {one.ready->scanner, Source::input},
                          .output = {one.ready->scanner, Source::output}});
    }
}

template <typename Scanned>
void GuardrailTrace::add(Source source, std::span<const std::size_t> places, const Scanned& scanned,
                         Milliseconds took) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        auto& scans = parts_[i].of(source);
        const auto found = std::find(places.begin(), places.end(), i);
        if (found == places.end()) {
            scans.pass(characters_of(scanned));
        } else {
            scans.add(scanned, static_cast<std::size_t>(found - places.begin()), took);
        }
    }
}

void GuardrailTrace::scanned(Source source, std::span<const std::size_t> places,
                             const guardrail::Verdict& verdict, Milliseconds took) {
    add(source, places, verdict, took);
}

void GuardrailTrace::scanned(Source source, std::span<const std::size_t> places,
                             const guardrail::StreamScanner& scanner, Milliseconds took) {
    add(source, places, scanner, took);
}

void GuardrailTrace::unscanned(Source source, std::size_t characters) {
    for (auto& part : parts_) {
        part.of(source).pass(characters);
    }
}

Action GuardrailTrace::outcome(Source source) const {
    auto all = Action::none;
    for (const auto& part : parts_) {
        all = std::max(all, part.of(source).outcome());
    }
    return all;
}

Action GuardrailTrace::outcome() const {
    return std::max(outcome(Source::input), outcome(Source::output));
}

bool GuardrailTrace::any(Source source) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.of(source).any(); });
}

void GuardrailTrace::write_model_output(JsonWriter& json) const {
    if (model_output_.empty() || keeps_back(Source::output)) {
        return;
    }
    json.key("modelOutput").begin_array();
    for (const auto& text : model_output_) {
        json.string(text);
    }
    json.end_array();
}

/// Whether one that is enforced did something: then no other tells what that was, either.
bool GuardrailTrace::keeps_back(Source source) const {
    return std::any_of(parts_.begin(), parts_.end(), [source](const Part& part) {
        return !part.requested && part.of(source).outcome() > Action::none;
    });
}

void GuardrailTrace::write_assessment(JsonWriter& json, const Part& part, Source source,
                                      TraceLevel level) const {
    auto assessment = part.of(source).assessment(part.details, level == TraceLevel::enabled_full
                                                                   ? guardrail::Telling::all
                                                                   : guardrail::Telling::findings);
    if (!part.requested || keeps_back(source)) {
        hide_texts(assessment);
    }
    std::string text;
    guardrail::append_assessment(text, assessment);
    json.raw(text);
}

void GuardrailTrace::write_trace(JsonWriter& json, TraceLevel level) const {
    json.begin_object();
    write_model_output(json);
    if (any(Source::input)) {
        json.key("inputAssessment").begin_object();
        for (const auto& part : parts_) {
            if (part.input.any()) {
                json.key(part.key);
                write_assessment(json, part, Source::input, level);
            }
        }
        json.end_object();
    }
    if (any(Source::output)) {
        json.key("outputAssessments").begin_object();
        for (const auto& part : parts_) {
            if (part.output.any()) {
                json.key(part.key).begin_array();
                write_assessment(json, part, Source::output, level);
                json.end_array();
            }
        }
        json.end_object();
    }
    json.member("actionReason", guardrail::action_reason(outcome())).end_object();
}

void GuardrailTrace::write_invocation_action(JsonWriter& json) const {
    json.member("amazon-bedrock-guardrailAction", outcome() > Action::none ? "INTERVENED" : "NONE");
}

void GuardrailTrace::write_invocation_trace(JsonWriter& json, TraceLevel level) const {
    if (level == TraceLevel::disabled) {
        return;
    }
    json.key("amazon-bedrock-trace").begin_object().key("guardrail").begin_object();
    write_model_output(json);
    for (const auto source : {Source::input, Source::output}) {
        if (!any(source)) {
            continue;
        }
        const bool one = source == Source::input;  // outputs are a list
        json.key(one ? "input" : "outputs");
        if (!one) {
            json.begin_array();
        }
        json.begin_object();
        for (const auto& part : parts_) {
            if (part.of(source).any()) {
                json.key(part.key);
                write_assessment(json, part, source, level);
            }
        }
        json.end_object();
        if (!one) {
            json.end_array();
        }
    }
    json.member("actionReason", guardrail::action_reason(outcome()));
    json.end_object().end_object();
}

void GuardrailTrace::write_record(JsonWriter& json) const {
    json.begin_array();
    for (const auto& part : parts_) {
        if (!part.input.any() && !part.output.any()) {
            continue;
        }
        json.begin_object();
        json.member("guardrailArn", part.details.guardrailArn);
        json.member("guardrailVersion", part.details.guardrailVersion);
        if (part.input.any()) {
            json.key("input");
            part.input.write_record(json);
        }
        if (part.output.any()) {
            json.key("output");
            part.output.write_record(json);
        }
        json.end_object();
    }
    json.end_array();
}

}  // namespace licet::gateway
