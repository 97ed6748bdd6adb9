// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/upstreams/answer_reader.h"
#include "wire/sse.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace licet::gateway {

/// The answers of OpenAI's responses. Items that licet does not know go on to doors of the same
/// dialect only. Source: OpenAI API Reference, "The response object", "Streaming events".
class ResponsesAnswer final : public AnswerReader {
public:
    /// More blocks in an answer are no answer.
    static constexpr std::uint32_t kBlocksMost = 10'000;

    Result<void> whole(std::string_view body, Emit& emit) override;
    Result<void> piece(std::string_view bytes, Emit& emit) override;
    bool is_complete() const override { return finished_ && sse_.at_rest(); }

private:
    Result<void> event(std::string_view name, std::string_view data, Emit& emit);
    Result<void> understand(std::string_view type, Json event);
    Result<void> item_added(Json item);
    Result<void> item_done(Json item);
    Result<void> delta(std::string_view type, std::string_view text);
    Result<void> rest(std::string_view type, Json event);
    Result<void> finish(Json response);
    Result<void> whole_item(Json item);

    Result<void> open(BlockKind kind, std::string_view id = {}, std::string_view name = {});
    void close();
    void put(ReplyEvent::Kind kind, std::string_view text);

    wire::SseReader sse_;
    std::vector<ReplyEvent> events_;  // of the frame that is being read
    std::optional<BlockKind> block_;  // that is open
    std::uint32_t blocks_ = 0;        // that have begun
    bool has_pieces_ = false;         // the open block
    bool calls_ = false;              // a tool was asked for
    bool started_ = false;
    bool finished_ = false;
};

}  // namespace licet::gateway
