// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/upstreams/answer_reader.h"
#include "gateway/upstreams/text_slot.h"
#include "wire/sse.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace licet::gateway {

/// The answers of chat completions. Source: OpenAI API Reference, "The chat completion object",
/// "The chat completion chunk object".
class OpenAiAnswer final : public AnswerReader {
public:
    /// More blocks in an answer are no answer.
    static constexpr std::uint32_t kBlocksMost = 10'000;

    /// @param stop_sequences that were asked for: some servers say which it was.
    explicit OpenAiAnswer(std::vector<std::string> stop_sequences)
        : stop_sequences_{std::move(stop_sequences)} {
        events_.reserve(kEventsMostly);
    }

    Result<void> whole(std::string_view body, Emit& emit) override;
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return done_ && finished_ && sse_.at_rest(); }

private:
    static constexpr std::size_t kEventsMostly = 8;  // of a frame, at most

    Result<void> chunk(std::string_view data, Emit& emit);
    Result<void> understand(std::string_view data);
    Result<void> tool_call(Json call);
    Result<void> message(Json message);
    Result<void> finish(Json choice);
    Result<void> usage(Json body);
    void open(BlockKind kind, std::string_view id = {}, std::string_view name = {});
    void close();
    void put(ReplyEvent::Kind kind, std::string_view text);

    std::vector<std::string> stop_sequences_;
    wire::SseReader sse_;
    std::vector<ReplyEvent> events_;  // of the frame that is being read
    std::optional<BlockKind> block_;  // that is open
    TextSlot slot_;                   // of its pieces
    std::uint32_t blocks_ = 0;        // that have begun
    std::int64_t tool_ = -1;          // the upstream's number of the open tool call
    bool started_ = false;
    bool calls_ = false;     // for a tool
    bool finished_ = false;  // the reason came
    bool done_ = false;      // the end marker came
};

}  // namespace licet::gateway
