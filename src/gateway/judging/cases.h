// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarding.h"
#include "gateway/reply.h"
#include "guardrail/hearing.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// Whether one of the guardrails has answers held against these.
bool is_grounded(const Guarding& guarding, const guardrail::Grounds& grounds);

/// What a classifier is to judge of an answer, or of a part of it. @param context what came before
std::vector<GuardrailCase> answer_cases(const Guarding& guarding,
                                        const std::vector<guardrail::JudgedText>& texts,
                                        std::string_view context,
                                        const guardrail::Grounds& grounds);

/// Whose they are.
std::vector<std::size_t> places_of(const std::vector<GuardrailCase>& cases);

/// Adds a piece of an answer's block of that kind: to the text before it, if that is of such a
/// block, too. What stands in several of them a reader takes for one text. A tool's input comes
/// whole, and is what its JSON says.
void add_text(std::vector<guardrail::JudgedText>& texts, BlockKind kind, std::string_view piece);

std::vector<guardrail::JudgedText> texts_of(const Reply& reply);

}  // namespace licet::gateway
