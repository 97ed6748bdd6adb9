// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "gateway/door.h"
#include "gateway/doors/converse_reading.h"
#include "gateway/doors/converse_writing.h"
#include "gateway/doors/stream_error.h"
#include "wire/event_stream.h"

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

void write_metrics(JsonWriter& json, Milliseconds latency) {
    json.key("metrics").begin_object().key("latencyMs").integer(latency.count()).end_object();
}

void write_trace(JsonWriter& json, const Guarded& guarded) {
    if (guarded.trace != nullptr && guarded.level != TraceLevel::disabled) {
        json.key("trace").begin_object().key("guardrail");
        guarded.trace->write_trace(json, guarded.level);
        json.end_object();
    }
}

class ConverseWriter final : public ReplyWriter {
public:
    explicit ConverseWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        JsonWriter json{response.body};
        json.begin_object();
        write_converse_answer(json, reply, facts_);
        write_converse_usage(json, reply.usage, {});
        write_metrics(json, latency);
        write_trace(json, guarded());
        json.end_object();
    }

    std::string_view stream_type() const override { return wire::kEventStreamType; }

    void piece(std::string& out, const Frame& frame) override {
        const bool as_it_came = frame.is_piece_of(Dialect::converse);
        for (const auto& event : frame.events) {
            if (event.kind == Kind::usage) {
                usage_ = event.usage;  // told at the end, with the latency of all
            } else if (!as_it_came) {
                write_event(out, event);
            }
        }
        if (as_it_came && frame.name != "metadata") {
            wire::append_event(out, frame.name, frame.raw);
        }
    }

    void finish(std::string& out, Milliseconds latency) override {
        payload_.clear();
        JsonWriter json{payload_};
        json.begin_object();
        write_converse_usage(json, usage_, {});
        write_metrics(json, latency);
        write_trace(json, guarded());
        json.end_object();
        wire::append_event(out, "metadata", payload_);
    }

    void fail(std::string& out, const Error& error) override { append_stream_error(out, error); }

private:
    void write_event(std::string& out, const ReplyEvent& event) {
        payload_.clear();
        if (const auto type = write_converse_event(payload_, event, facts_); !type.empty()) {
            wire::append_event(out, type, payload_);
        }
    }

    AnswerFacts facts_;
    std::string payload_;
    TokenUsage usage_;
};

class ConverseDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::converse; }
    Result<Conversation> read(Json body) const override { return read_converse_request(body); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<ConverseWriter>(std::move(facts));
    }
};

}  // namespace

const Door& converse_door() {
    static const ConverseDoor door;
    return door;
}

}  // namespace licet::gateway
