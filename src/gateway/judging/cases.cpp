// SPDX-License-Identifier: Apache-2.0
#include "gateway/judging/cases.h"

#include "gateway/json_texts.h"
#include "gateway/judging/asked_rules.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

using guardrail::Source;
using guardrail::Voice;

/// Whose words the texts of a block of an answer are.
Voice voice_of(BlockKind kind) {
    switch (kind) {
        case BlockKind::text:
            break;
        case BlockKind::reasoning:
            return Voice::thought;
        case BlockKind::tool_use:
            return Voice::tool;
    }
    return Voice::assistant;
}

}  // namespace

bool is_grounded(const Guarding& guarding, const guardrail::Grounds& grounds) {
    const auto& applied = guarding.applied();
    return grounds.complete() && std::any_of(applied.begin(), applied.end(), [](const auto& one) {
               return asks_any(one.ready->scanner->judged().grounding, Source::output);
           });
}

std::vector<std::size_t> places_of(const std::vector<GuardrailCase>& cases) {
    std::vector<std::size_t> places;
    for (const auto& one : cases) {
        places.push_back(one.place);
    }
    return places;
}

std::vector<GuardrailCase> answer_cases(const Guarding& guarding,
                                        const std::vector<guardrail::JudgedText>& texts,
                                        std::string_view context,
                                        const guardrail::Grounds& grounds) {
    std::vector<GuardrailCase> cases;
    const auto& applied = guarding.applied();
    for (std::size_t place = 0; place < applied.size(); ++place) {
        guardrail::Case brought{.guardrail = applied[place].ready->scanner,
                                .source = Source::output,
                                .texts = texts,
                                .context = std::string{context},
                                .grounds = grounds};
        if (brought.has_questions()) {
            cases.push_back({place, std::move(brought)});
        }
    }
    return cases;
}

void add_text(std::vector<guardrail::JudgedText>& texts, BlockKind kind, std::string_view piece) {
    const auto voice = voice_of(kind);
    if (piece.empty()) {
        return;
    }
    const auto said = kind == BlockKind::tool_use ? said_in_json(piece) : std::string{piece};
    if (!texts.empty() && texts.back().voice == voice) {
        texts.back().text += said;
    } else {
        texts.push_back({voice, said});
    }
}

std::vector<guardrail::JudgedText> texts_of(const Reply& reply) {
    std::vector<guardrail::JudgedText> texts;
    for (const auto& block : reply.blocks) {
        add_text(texts, block.kind, block.text);
    }
    return texts;
}

}  // namespace licet::gateway
