// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/upstreams/invoke_answer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace licet::gateway {

/// The answers of InvokeModel and InvokeModelWithResponseStream with Cohere's Command R bodies.
/// What it cites goes on to doors of the same dialect only. Source: Cohere API Reference, "Chat
/// (V1)", "Chat with Streaming (V1)".
class CohereAnswer final : public MakerAnswer {
public:
    Result<void> whole(std::string_view body, Emit& emit) override;

private:
    Result<void> chunk(Json part, std::string_view data, Emit& emit) override;
    bool is_done() const override { return stopped_; }

    Result<void> understand(std::string_view type, const Json& part);
    Result<void> calls(const Json& part);
    void text(std::string_view said);
    void close();
    Result<void> stop(std::string_view reason);
    Result<void> usage(const Json& response, std::optional<TokenUsage> told);

    std::vector<ReplyEvent> events_;   // of the frame that is being read
    std::vector<std::string> inputs_;  // of tools, as long as the frame
    std::vector<std::string> ids_;     // likewise
    std::uint32_t blocks_ = 0;         // that have begun
    bool open_ = false;                // a text has begun
    bool started_ = false;
    bool calls_ = false;
    bool stopped_ = false;
};

}  // namespace licet::gateway
