// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"

#include <string_view>
#include <type_traits>

namespace licet::gateway {

/// Calls `visit(std::string_view)` for each text of a block: what people, tools and models wrote,
/// and what they gave with it.
template <typename Visit>
void each_text(const Block& block, Visit visit) {
    const auto each = [&](const auto& part) {
        using Part = std::decay_t<decltype(part)>;
        if constexpr (std::is_same_v<Part, Text> || std::is_same_v<Part, GuardedText>) {
            visit(part.text);
        } else if constexpr (std::is_same_v<Part, Document>) {
            for (const auto text : {part.name, part.context, part.text}) {
                if (!text.empty()) {
                    visit(text);
                }
            }
        } else if constexpr (std::is_same_v<Part, Reasoning>) {
            if (!part.text.empty()) {
                visit(part.text);
            }
        } else if constexpr (std::is_same_v<Part, ToolUse>) {
            visit(part.input);
        }
    };
    if (const auto* result = std::get_if<ToolResult>(&block)) {
        for (const auto& part : result->content) {
            std::visit(each, part);
        }
        return;
    }
    std::visit(each, block);
}

/// Of all of a conversation, in its order: the system's texts, then those of the turns.
template <typename Visit>
void each_text(const Conversation& conversation, Visit visit) {
    for (const auto& block : conversation.system) {
        each_text(block, visit);
    }
    for (const auto& turn : conversation.turns) {
        for (const auto& block : turn.blocks) {
            each_text(block, visit);
        }
    }
}

}  // namespace licet::gateway
