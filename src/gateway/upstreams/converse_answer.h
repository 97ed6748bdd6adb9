// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/upstreams/answer_reader.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "wire/event_stream.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// What an answer of Converse says, whole or event by event, also where it is framed otherwise.
/// Blocks that licet does not know mean nothing here. One answer's. Source: Bedrock Runtime API
/// Reference, ConverseStreamOutput.
class ConverseWords {
public:
    /// What a whole answer means, once. Refers to this and to the body. @return `invalid`
    Result<std::span<const ReplyEvent>> whole(Json body);
    /// What an event means. Refers to this and to the event. @return `invalid`
    Result<std::span<const ReplyEvent>> event(std::string_view name, Json event);
    /// Whether the answer has ended and what it cost was told.
    bool is_done() const { return stopped_ && metered_; }

private:
    Result<void> understand(std::string_view name, Json event);
    Result<void> block_start(Json event);
    Result<void> block_delta(Json event);
    Result<void> block_stop(Json event);
    Result<void> whole_block(Json block);
    Result<void> stop(Json event);
    Result<void> usage(Json usage);
    void open(BlockKind kind, std::string_view id = {}, std::string_view name = {});
    void put(ReplyEvent::Kind kind, std::string_view text);
    void close();

    std::vector<ReplyEvent> events_;      // of what is being read
    std::deque<std::string> inputs_;      // of tools, which come as objects in a whole answer
    std::optional<std::int64_t> theirs_;  // the upstream's number of the open block
    std::optional<BlockKind> block_;      // that is open, if licet knows its kind
    std::uint32_t blocks_ = 0;            // known ones that have begun
    bool started_ = false;
    bool stopped_ = false;
    bool metered_ = false;
};

/// The answers of Converse and ConverseStream. Blocks that licet does not know go on to doors of
/// the same dialect only.
class ConverseAnswer final : public AnswerReader {
public:
    Result<void> whole(std::string_view body, Emit& emit) override;
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return said_.is_done() && messages_.at_rest(); }

private:
    Result<void> event(std::string_view name, std::string_view data, Emit& emit);

    ConverseWords said_;
    wire::EventStreamReader messages_;
};

/// The answers of InvokeModel and InvokeModelWithResponseStream with Anthropic's bodies.
class InvokeAnswer final : public AnswerReader {
public:
    Result<void> whole(std::string_view body, Emit& emit) override {
        return said_.whole(body, emit);
    }
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return said_.is_done() && messages_.at_rest(); }

private:
    Result<void> chunk(std::string_view payload, Emit& emit);

    AnthropicAnswer said_;
    wire::EventStreamReader messages_;
};

}  // namespace licet::gateway
