// SPDX-License-Identifier: Apache-2.0
#include "gateway/token_bounds.h"

#include "gateway/texts.h"

#include <algorithm>
#include <type_traits>

namespace licet::gateway {

std::int64_t tokens_of_bytes(std::size_t bytes) {
    constexpr std::size_t kBytesOfAToken = 4;
    return static_cast<std::int64_t>((bytes + kBytesOfAToken - 1) / kBytesOfAToken);
}

bool estimate(std::optional<TokenUsage>& usage, std::size_t asked_bytes,
              std::size_t delivered_bytes) {
    if (!usage) {
        usage = TokenUsage{.input = tokens_of_bytes(asked_bytes)};
    }
    const auto delivered = tokens_of_bytes(delivered_bytes);
    const bool raised = usage->output < delivered;
    usage->output = std::max(usage->output, delivered);
    return raised;
}

std::size_t text_bytes(const Conversation& conversation) {
    std::size_t bytes = 0;
    each_text(conversation, [&](std::string_view text) { bytes += text.size(); });
    for (const auto& tool : conversation.tools) {
        bytes += tool.name.size() + tool.description.size() + tool.schema.size();
    }
    return bytes;
}

std::int64_t most_input_tokens(const Conversation& conversation, std::size_t body_bytes) {
    constexpr std::size_t kOfATurn = 32;
    constexpr std::size_t kOfTools = 1'024;
    constexpr std::size_t kOfAnImage = 8'192;
    auto tokens = std::max(text_bytes(conversation), body_bytes) + kOfATurn +
                  (conversation.tools.empty() ? 0 : kOfTools);
    const auto add = [&](const auto& part) {
        using Part = std::decay_t<decltype(part)>;
        if constexpr (std::is_same_v<Part, Image>) {
            tokens += kOfAnImage;
        } else if constexpr (std::is_same_v<Part, Document>) {
            tokens += part.base64.size();
        }
    };
    for (const auto& turn : conversation.turns) {
        tokens += kOfATurn;
        for (const auto& block : turn.blocks) {
            std::visit(add, block);
            if (const auto* result = std::get_if<ToolResult>(&block)) {
                for (const auto& part : result->content) {
                    std::visit(add, part);
                }
            }
        }
    }
    return static_cast<std::int64_t>(tokens);
}

bool counts_output(const std::vector<model::Quota>& quotas) {
    return std::any_of(quotas.begin(), quotas.end(), [](const model::Quota& quota) {
        return quota.unit == model::QuotaUnit::output_tokens ||
               quota.unit == model::QuotaUnit::micro_dollars;
    });
}

}  // namespace licet::gateway
