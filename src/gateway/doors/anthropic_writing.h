// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "base/time.h"
#include "gateway/door.h"
#include "gateway/reply.h"

#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// Appends the body of a whole answer. @param id names it: `msg_…`.
void write_anthropic_message(std::string& out, const Reply& reply, std::string_view id,
                             std::string_view model);

/// The events of a streamed answer, one after the other, as Anthropic's API has them. Source:
/// Anthropic API Reference, "Streaming Messages".
class AnthropicEvents {
public:
    /// @param id names the answer: `msg_…`
    AnthropicEvents(std::string id, std::string model)
        : id_{std::move(id)}, model_{std::move(model)} {}

    /// Calls `send(std::string_view name, std::string_view json)` for what the event leads to.
    template <typename Send>
    void take(const ReplyEvent& event, Send send) {
        if (begin(event)) {
            send(name_, json_);
        }
        if (render(event)) {
            send(name_, json_);
        }
    }
    /// The last two: message_delta, which tells how and at what cost it ended, and message_stop.
    /// @param latency told as Bedrock does; nothing: not told
    template <typename Send>
    void finish(std::optional<Milliseconds> latency, Send send) {
        if (render_end()) {
            send(name_, json_);
        }
        render_stop(latency);
        send(name_, json_);
    }

    /// Counts the tokens of an event that goes out as it came.
    void note(const ReplyEvent& event);
    /// Whether the answer is told by the upstream's own events.
    void set_native() { native_ = true; }

private:
    bool begin(const ReplyEvent& event);
    bool render(const ReplyEvent& event);
    bool render_end();
    void render_stop(std::optional<Milliseconds> latency);
    JsonWriter fresh(std::string_view name);

    std::string id_;
    std::string model_;
    std::string_view name_;
    std::string json_;
    TokenUsage usage_;
    StopReason stop_reason_ = StopReason::end_turn;
    std::string stop_sequence_;
    bool reasoning_waits_ = false;  // its block has begun, but not whether it is redacted
    bool native_ = false;
};

}  // namespace licet::gateway
