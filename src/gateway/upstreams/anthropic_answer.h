// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/upstreams/answer_reader.h"
#include "gateway/upstreams/text_slot.h"
#include "wire/sse.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace licet::gateway {

/// The answers of Anthropic's Messages. Blocks that licet does not know, such as those of tools
/// that Anthropic's servers run, go on to doors of the same dialect only. Source: Anthropic API
/// Reference, Messages, "Streaming Messages".
class AnthropicAnswer final : public AnswerReader {
public:
    /// More blocks in a whole answer are no answer.
    static constexpr std::size_t kBlocksMost = 10'000;

    Result<void> whole(std::string_view body, Emit& emit) override;
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return done_ && sse_.at_rest(); }

    /// One event of a stream that is framed otherwise. @param name its `type`
    Result<void> event(std::string_view name, std::string_view data, Emit& emit);
    bool is_done() const { return done_; }

private:
    Result<void> parse(std::string_view name, std::string_view data);
    Result<void> understand(std::string_view name, Json event);
    Result<void> block_start(Json event);
    Result<void> block_delta(Json event);
    Result<void> stop(Json delta);
    Result<void> usage(Json usage);

    wire::SseReader sse_;
    std::vector<ReplyEvent> events_;
    TokenUsage usage_;
    std::optional<BlockKind> block_;  // that is open, if licet knows its kind
    TextSlot slot_;                   // of its deltas
    std::uint32_t blocks_ = 0;        // known ones that have begun
    bool started_ = false;
    bool stopped_ = false;
    bool done_ = false;
};

}  // namespace licet::gateway
