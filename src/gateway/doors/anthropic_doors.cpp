// SPDX-License-Identifier: Apache-2.0
#include "gateway/door.h"
#include "gateway/doors/anthropic_reading.h"
#include "gateway/doors/anthropic_writing.h"
#include "gateway/doors/invocation.h"
#include "gateway/doors/reading.h"
#include "gateway/doors/stream_error.h"
#include "wire/encode.h"
#include "wire/event_stream.h"
#include "wire/fault.h"
#include "wire/sse.h"

#include <algorithm>

namespace licet::gateway {
namespace {

/// The same for the same request.
std::string message_id(std::string_view prefix, std::string_view request_id) {
    std::string out{prefix};
    std::copy_if(request_id.begin(), request_id.end(), std::back_inserter(out),
                 [](char c) { return c != '-'; });
    return out;
}

/// /v1/messages.
class MessagesWriter final : public ReplyWriter {
public:
    explicit MessagesWriter(AnswerFacts facts)
        : facts_{std::move(facts)},
          id_{message_id("msg_", facts_.request_id)},
          events_{id_, facts_.model} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds /*latency*/) override {
        write_anthropic_message(response.body, reply, id_, facts_.model);
    }
    std::string_view stream_type() const override { return wire::kSseType; }
    void piece(std::string& out, const Frame& frame) override {
        if (frame.is_piece_of(Dialect::anthropic)) {
            native_ = true;
            wire::append_sse(out, frame.name, frame.raw);
            return;
        }
        for (const auto& event : frame.events) {
            events_.take(event, [&](auto name, auto json) { wire::append_sse(out, name, json); });
        }
    }
    void finish(std::string& out, Milliseconds /*latency*/) override {
        if (!native_) {
            events_.finish({}, [&](auto name, auto json) { wire::append_sse(out, name, json); });
        }
    }
    void fail(std::string& out, const Error& error) override {
        wire::append_sse(out, "error",
                         wire::encode_error(wire::kAnthropic, error, facts_.request_id).body);
    }

private:
    AnswerFacts facts_;
    std::string id_;
    AnthropicEvents events_;
    bool native_ = false;
};

/// InvokeModel and InvokeModelWithResponseStream. Source: Bedrock Runtime API Reference.
class InvokeWriter final : public InvocationWriter {
public:
    explicit InvokeWriter(AnswerFacts facts)
        : facts_{std::move(facts)},
          id_{message_id("msg_bdrk_", facts_.request_id)},
          events_{id_, facts_.model} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        write_anthropic_message(response.body, reply, id_, facts_.model);
        add_guardrail_members(response.body, guarded());
        head(response, reply.usage, latency);
    }
    void piece(std::string& out, const Frame& frame) override {
        if (frame.is_piece_of(Dialect::anthropic)) {
            events_.set_native();
            std::for_each(frame.events.begin(), frame.events.end(),
                          [&](const auto& event) { events_.note(event); });
            // The end is told with the latency; Bedrock does not ping.
            if (frame.name != "message_stop" && frame.name != "ping") {
                append_chunk(out, frame.raw, guarded(), false);
            }
            return;
        }
        for (const auto& event : frame.events) {
            events_.take(event, [&](auto /*name*/, auto json) {
                append_chunk(out, json, guarded(), false);
            });
        }
    }
    void finish(std::string& out, Milliseconds latency) override {
        events_.finish(latency, [&](auto name, auto json) {
            append_chunk(out, json, guarded(), name == "message_stop");
        });
    }

private:
    AnswerFacts facts_;
    std::string id_;
    AnthropicEvents events_;
};

template <typename Writer>
class AnthropicDoor final : public Door {
public:
    explicit AnthropicDoor(AnthropicForm form) : form_{form} {}

    Dialect dialect() const override { return Dialect::anthropic; }
    Result<Conversation> read(Json body) const override {
        return read_anthropic_request(body, form_);
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<Writer>(std::move(facts));
    }

private:
    AnthropicForm form_;
};

}  // namespace

const Door& messages_door() {
    static const AnthropicDoor<MessagesWriter> door{AnthropicForm::messages};
    return door;
}

const Door& invoke_door() {
    static const AnthropicDoor<InvokeWriter> door{AnthropicForm::invoke};
    return door;
}

}  // namespace licet::gateway
