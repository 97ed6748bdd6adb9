// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "gateway/doors/cohere_reading.h"
#include "gateway/doors/invocation.h"
#include "gateway/doors/stream_error.h"
#include "gateway/makers.h"
#include "gateway/reply_check.h"
#include "wire/event_stream.h"

#include <algorithm>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

std::string_view finish_name(StopReason reason) {
    switch (reason) {
        case StopReason::max_tokens:
        case StopReason::context_window_exceeded:
            return "MAX_TOKENS";
        case StopReason::content_filtered:
        case StopReason::guardrail_intervened:
        case StopReason::refusal:
            return "ERROR_TOXIC";
        case StopReason::end_turn:
        case StopReason::stop_sequence:
        case StopReason::tool_use:
        case StopReason::pause_turn:
            return "COMPLETE";
    }
    return "COMPLETE";
}

bool is_call(const ReplyBlock& block) {
    return block.kind == BlockKind::tool_use;
}

/// `tool_calls`, where there are any.
void write_calls(JsonWriter& json, const Reply& reply) {
    if (std::none_of(reply.blocks.begin(), reply.blocks.end(), is_call)) {
        return;
    }
    json.key("tool_calls").begin_array();
    for (const auto& block : reply.blocks) {
        if (is_call(block)) {
            json.begin_object().member("name", block.name);
            json.key("parameters").raw(block.text).end_object();
        }
    }
    json.end_array();
}

void write_counts(JsonWriter& json, std::string_view name, const TokenUsage& usage) {
    json.key(name).begin_object().key("input_tokens").integer(usage.input);
    json.key("output_tokens").integer(usage.output).end_object();
}

/// The whole answer, also as the end of a stream tells it again.
void write_response(JsonWriter& json, const Reply& reply, const AnswerFacts& facts) {
    const auto text = text_of(reply);
    json.begin_object().member("response_id", facts.request_id).member("text", text);
    json.member("generation_id", facts.request_id);
    for (const auto& [name, value] : facts.echoed) {
        if (name == kChatHistory) {
            std::string entry;
            JsonWriter last{entry};  // what clients give back as it is
            last.begin_object().member("role", "CHATBOT").member("message", text);
            write_calls(last, reply);
            last.end_object();
            json.key(name).raw(value.substr(0, value.size() - 1) + "," + entry + "]");
        }
    }
    json.member("finish_reason", finish_name(reply.stop_reason));
    write_calls(json, reply);
    json.key("meta").begin_object();
    json.key("api_version").begin_object().member("version", "1").end_object();
    write_counts(json, "billed_units", reply.usage);
    write_counts(json, "tokens", reply.usage);
    json.end_object().end_object();
}

/// The longest stream whose end can tell all of it again. Told twice there, escaped and in base64,
/// and with a history, it stays far below wire::kEventPayloadWrittenMax.
constexpr std::size_t kToldAgainBytesMax = std::size_t{16} << 20;

/// Source: Cohere API Reference, "Chat (V1)", "Chat with Streaming (V1)".
class CohereWriter final : public InvocationWriter {
public:
    explicit CohereWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        JsonWriter json{response.body};
        write_response(json, reply, facts_);
        add_guardrail_members(response.body, guarded());
        head(response, reply.usage, latency);
    }

    void piece(std::string& out, const Frame& frame) override {
        if (frame.is_piece_of(Dialect::cohere_chat)) {
            native_ = true;
            append_chunk(out, frame.raw, guarded(), false);
            return;
        }
        for (const auto& event : frame.events) {
            remember(event);
            tell(out, event);
        }
    }
    /// The upstream's own last part has told it.
    void finish(std::string& out, Milliseconds latency) override {
        if (native_) {
            return;
        }
        if (said_bytes_ > kToldAgainBytesMax) {
            fail(out, {ErrorKind::unavailable, "the answer is too long to be told again at its end",
                       "ModelStreamErrorException"});
            return;
        }
        if (said_.stop_reason == StopReason::guardrail_intervened) {
            std::erase_if(said_.blocks, is_call);  // the last one may be cut
        }
        if (std::any_of(said_.blocks.begin(), said_.blocks.end(), is_call)) {
            JsonReader reader;
            if (auto sound = check_tools(said_, Dialect::cohere_chat, reader); !sound.ok()) {
                fail(out, sound.error());
                return;
            }
            auto json = begin(false, "tool-calls-generation");
            write_calls(json, said_);
            send(out, json, false);
        }
        auto json = begin(true, "stream-end");
        json.member("finish_reason", finish_name(said_.stop_reason)).key("response");
        write_response(json, said_, facts_);
        write_invocation_metrics(json, said_.usage, latency);
        send(out, json, true);
    }

private:
    /// Forgets everything when it is too much.
    void remember(const ReplyEvent& event) {
        said_bytes_ += event.text.size() + event.id.size() + event.name.size();
        if (said_bytes_ <= kToldAgainBytesMax) {
            add(said_, event);
        } else {
            said_ = {};
        }
    }
    void tell(std::string& out, const ReplyEvent& event) {
        if (event.kind == Kind::start) {
            auto json = begin(false, "stream-start");
            json.member("generation_id", facts_.request_id);
            send(out, json, false);
        } else if (event.kind == Kind::text) {
            auto json = begin(false, "text-generation");
            json.member("text", event.text);
            send(out, json, false);
        }
    }
    JsonWriter begin(bool last, std::string_view type) {
        chunk_.clear();
        JsonWriter json{chunk_};
        json.begin_object().key("is_finished").boolean(last).member("event_type", type);
        return json;
    }
    void send(std::string& out, JsonWriter& json, bool last) {
        json.end_object();
        append_chunk(out, chunk_, guarded(), last);
    }

    AnswerFacts facts_;
    std::string chunk_;
    Reply said_;  // of a stream, whose end tells it again
    std::size_t said_bytes_ = 0;
    bool native_ = false;
};

class CohereDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::cohere_chat; }
    Result<Conversation> read(Json body) const override { return read_cohere_request(body); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<CohereWriter>(std::move(facts));
    }
};

}  // namespace

const Door& cohere_door() {
    static const CohereDoor door;
    return door;
}

}  // namespace licet::gateway
