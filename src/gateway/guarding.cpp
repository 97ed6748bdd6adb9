// SPDX-License-Identifier: Apache-2.0
#include "gateway/guarding.h"

#include "gateway/json.h"

#include <algorithm>
#include <numeric>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Source;

std::size_t code_points(std::string_view text) {
    constexpr unsigned kContinuation = 0x80;
    constexpr unsigned kLeadingBits = 0xC0;
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & kLeadingBits) != kContinuation;
    }));
}

bool is_json(std::string_view text) {
    JsonReader reader;  // the body's own must live on
    return reader.parse(text, JsonReader::Padding::absent).ok();
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
    if (readers.empty()) {
        if (form != Form::joined) {
            trace_.unscanned(source, code_points(text));
        }
        return {};
    }
    std::vector<guardrail::GuardrailPtr> scanners;
    scanners.reserve(readers.size());
    for (const auto place : readers) {
        scanners.push_back(applied_[place].ready->scanner);
    }
    const auto began = clock_.now();
    auto verdict = guardrail::scan(scanners, source, text);
    const bool differs = verdict.blocked || verdict.text != text;
    if (form == Form::joined && !differs) {
        return {};
    }
    if (form == Form::json && differs && !verdict.blocked && !is_json(verdict.text)) {
        make_stricter(verdict);
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

guardrail::StreamScanner Guarding::scanner() const {
    std::vector<guardrail::GuardrailPtr> scanners;
    scanners.reserve(applied_.size());
    for (const auto& one : applied_) {
        scanners.push_back(one.ready->scanner);
    }
    return guardrail::StreamScanner{std::move(scanners), Source::output};
}

void Guarding::note(const guardrail::StreamScanner& scanner) {
    trace_.scanned(Source::output, everybody_, scanner, Milliseconds{0});
    for (const auto place : everybody_) {
        if (scanner.outcome(place) == Action::block) {
            note_blocker(Source::output, place);
        }
    }
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
