// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/invoke_answer.h"

#include "gateway/upstreams/bedrock_stream.h"

#include <charconv>

namespace licet::gateway {
namespace {

std::optional<std::int64_t> count_of(const net::ClientResponse& head, std::string_view name) {
    const auto text = head.header(name);
    std::int64_t count = 0;
    if (!text) {
        return std::nullopt;
    }
    const auto* const end = text->data() + text->size();
    const auto [at, fault] = std::from_chars(text->data(), end, count);
    return fault == std::errc{} && at == end && count >= 0 && count <= kTokensMax
               ? std::optional{count}
               : std::nullopt;
}

}  // namespace

void MakerAnswer::head(const net::ClientResponse& head) {
    const auto input = count_of(head, "x-amzn-bedrock-input-token-count");
    const auto output = count_of(head, "x-amzn-bedrock-output-token-count");
    if (input || output) {
        const auto of_cache = [&](std::string_view name) {
            return count_of(head, name).value_or(0);
        };
        told_ = TokenUsage{.input = input.value_or(0),
                           .output = output.value_or(0),
                           .cache_read = of_cache("x-amzn-bedrock-cache-read-input-token-count"),
                           .cache_write = of_cache("x-amzn-bedrock-cache-write-input-token-count")};
    }
}

Result<void> MakerAnswer::piece(std::string_view bytes, Emit& emit) {
    return messages_.read(bytes, [&](const wire::EventMessage& message) -> Result<void> {
        LICET_TRY(const auto name, bedrock_event_type(message));
        if (name != "chunk") {
            return {};
        }
        LICET_TRY(const auto data, bytes_of_chunk(message.payload));
        LICET_TRY(const auto part, parse_piece(data));
        return part.is_object() ? chunk(part, data, emit)
                                : unexpected_answer("a chunk that is no object");
    });
}

Result<std::optional<TokenUsage>> MakerAnswer::metrics(const Json& part) {
    const auto told = part.find("amazon-bedrock-invocationMetrics");
    if (!told) {
        return std::optional<TokenUsage>{};
    }
    TokenUsage out;
    const auto read = [&](std::string_view name, std::int64_t& count) -> Result<void> {
        if (const auto value = told->find(name); value && !value->is_null()) {
            LICET_TRY(count, value->integer(0, kTokensMax));
        }
        return {};
    };
    LICET_TRY_VOID(read("inputTokenCount", out.input));
    LICET_TRY_VOID(read("outputTokenCount", out.output));
    LICET_TRY_VOID(read("cacheReadInputTokenCount", out.cache_read));
    LICET_TRY_VOID(read("cacheWriteInputTokenCount", out.cache_write));
    return std::optional{out};
}

}  // namespace licet::gateway
