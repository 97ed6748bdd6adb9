// SPDX-License-Identifier: Apache-2.0
#include "gateway/guarding.h"

#include "base/utf8.h"
#include "gateway/json_texts.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Source;

/// Of a JSON text that is masked string by string; one with more of them is blocked.
constexpr std::ptrdiff_t kMaskedStringsMax = 1'000;

/// A JSON text with its strings masked. @param strings what it says
/// @return nothing where that would not mask all that was found in it
std::optional<std::string> mask_strings(std::span<const guardrail::GuardrailPtr> scanners,
                                        Source source, std::string_view json,
                                        std::string_view strings, guardrail::Work& work) {
    if (std::count(strings.begin(), strings.end(), '\n') > kMaskedStringsMax) {
        return std::nullopt;
    }
    auto masked = change_strings(json, [&](std::string_view string) {
        return guardrail::scan(scanners, source, string, &work).text;
    });
    const auto left = masked ? texts_of_json(*masked, true) : std::nullopt;
    return left && guardrail::scan(scanners, source, *left, &work).text == *left ? masked
                                                                                 : std::nullopt;
}

/// What was to be masked is blocked.
void make_stricter(guardrail::Verdict& verdict) {
    const auto stricter = [](Action& action) {
        action = action == Action::anonymize ? Action::block : action;
    };
    for (auto& finding : verdict.findings) {
        stricter(finding.action);
    }
    for (auto& outcome : verdict.outcomes) {
        stricter(outcome);
    }
    verdict.blocked = true;
}

}  // namespace

Guarding::Guarding(std::vector<decision::AppliedGuardrail> applied, AccountId caller,
                   const Clock& clock)
    : applied_{std::move(applied)}, trace_{applied_, caller}, clock_{clock} {
    for (const auto place : everybody_) {
        const auto& scanner = applied_[place].ready->scanner;
        if (scanner->judged().asked_of(Source::input)) {
            prompt_cases_.push_back(
                {.place = place,
                 .brought = {.guardrail = scanner, .source = Source::input, .texts = {}}});
        }
    }
}

std::vector<std::size_t> Guarding::places_of(std::size_t count) {
    std::vector<std::size_t> places(count);
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
}

bool Guarding::covers(const std::vector<decision::AppliedGuardrail>& others) const {
    return std::all_of(others.begin(), others.end(), [&](const auto& other) {
        return std::any_of(applied_.begin(), applied_.end(),
                           [&](const auto& one) { return one.ready == other.ready; });
    });
}

Guarding::Outcome Guarding::scan(std::span<const std::size_t> readers, Source source,
                                 std::string_view text, Form form) {
    const bool counts = form != Form::joined && form != Form::probe;
    if (readers.empty()) {
        if (counts) {
            trace_.unscanned(source, count_characters(text));
        }
        return {};
    }
    const auto scanners = scanners_of(readers);
    const auto began = clock_.now();
    const bool may_be_json = form == Form::json || form == Form::content;
    const auto strings = may_be_json ? texts_of_json(text, form == Form::json) : std::nullopt;
    const bool broken = form == Form::json && !strings;  // an answer that was cut
    const auto unescaped = broken ? without_escapes(text) : std::string{};
    const std::string_view shown = strings ? *strings : broken ? unescaped : text;
    auto& work = work_of(source);
    auto verdict = guardrail::scan(scanners, source, shown, &work);
    const bool differs = verdict.blocked || verdict.text != shown;
    if (!counts && !differs) {
        return {};
    }
    if ((broken || form == Form::probe) && differs) {
        make_stricter(verdict);
    }
    if (strings && !verdict.blocked) {
        auto masked = differs ? mask_strings(scanners, source, text, *strings, work)
                              : std::optional{std::string{text}};
        if (!masked) {
            make_stricter(verdict);
        } else if (auto written = guardrail::scan(scanners, source, *masked, &work);
                   written.blocked || written.text != *masked) {  // by how the JSON is written
            verdict = std::move(written);
            make_stricter(verdict);
        } else {
            verdict.text = *std::move(masked);
        }
    }
    trace_.scanned(source, readers, verdict, std::max(clock_.now() - began, Milliseconds{0}));
    for (std::size_t i = 0; verdict.blocked && i < readers.size(); ++i) {
        if (verdict.outcomes[i] == Action::block) {
            note_blocker(source, readers[i]);
        }
    }
    return {.blocked = verdict.blocked,
            .changed = differs && !verdict.blocked,
            .text = std::move(verdict.text)};
}

std::vector<guardrail::GuardrailPtr> Guarding::scanners_of(
    std::span<const std::size_t> places) const {
    std::vector<guardrail::GuardrailPtr> scanners;
    scanners.reserve(places.size());
    for (const auto place : places) {
        scanners.push_back(applied_[place].ready->scanner);
    }
    return scanners;
}

guardrail::StreamScanner Guarding::scanner() {
    return guardrail::StreamScanner{scanners_of(everybody_), Source::output,
                                    &work_of(Source::output)};
}

void Guarding::note(const guardrail::StreamScanner& scanner) {
    trace_.scanned(Source::output, everybody_, scanner, Milliseconds{0});
    for (const auto place : everybody_) {
        if (scanner.outcome(place) == Action::block) {
            note_blocker(Source::output, place);
        }
    }
}

bool Guarding::asks_classifier(Source source) const {
    return std::any_of(applied_.begin(), applied_.end(), [source](const auto& one) {
        return one.ready->scanner->judged().asked_of(source);
    });
}

void Guarding::bring(std::span<const std::size_t> readers, guardrail::Voice voice,
                     std::string_view text, bool follows) {
    runs_ += follows ? 0 : 1;
    for (auto& [place, brought, run] : prompt_cases_) {
        if (text.empty() || std::find(readers.begin(), readers.end(), place) == readers.end()) {
            continue;
        }
        if (std::exchange(run, runs_) == runs_) {
            brought.texts.back().text += text;
        } else {
            brought.texts.push_back({voice, std::string{text}});
        }
    }
}

void Guarding::ground(std::string_view text, bool is_source, bool is_query) {
    const auto add = [text](std::string& out) {
        if (!out.empty()) {
            out += '\n';
        }
        out += text;
    };
    if (is_source) {
        add(grounds_.source);
    }
    if (is_query) {
        add(grounds_.query);
    }
}

Action Guarding::judged(std::size_t place, Source source, const guardrail::Judgement& judgement) {
    trace_.judged(source, place, judgement);
    const auto& rules = applied_[place].ready->scanner->judged();
    const auto outcome = guardrail::outcome_of(rules, judgement, source);
    if (outcome == Action::block) {
        note_blocker(source, place);
    }
    return outcome;
}

void Guarding::note_blocker(Source source, std::size_t place) {
    auto& blocker = blockers_[static_cast<std::size_t>(source)];
    blocker = std::min(blocker.value_or(place), place);
}

std::string_view Guarding::message(Source source) const {
    const auto& blocker = blockers_[static_cast<std::size_t>(source)];
    if (!blocker) {
        return {};
    }
    const auto& ready = *applied_[*blocker].ready;
    return source == Source::input ? ready.blocked_input : ready.blocked_output;
}

}  // namespace licet::gateway
