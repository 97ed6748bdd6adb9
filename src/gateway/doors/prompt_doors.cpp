// SPDX-License-Identifier: Apache-2.0
// The doors of bodies that are one prompt with its settings.
#include "base/json_writer.h"
#include "gateway/doors/invocation.h"
#include "gateway/doors/prompt_reading.h"
#include "gateway/doors/stream_error.h"
#include "gateway/makers.h"
#include "gateway/prompt_format.h"
#include "wire/event_stream.h"

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

std::string_view stop_name(const PromptFormat& format, StopReason reason) {
    switch (reason) {
        case StopReason::max_tokens:
        case StopReason::context_window_exceeded:
            return format.at_limit;
        case StopReason::stop_sequence:
            return format.at_sequence;
        case StopReason::content_filtered:
        case StopReason::guardrail_intervened:
        case StopReason::refusal:
            return format.filtered;
        case StopReason::end_turn:
        case StopReason::tool_use:
        case StopReason::pause_turn:
            return format.ended;
    }
    return format.ended;
}

/// What a body tells besides its text, once all of it is known.
struct Ending {
    StopReason stop_reason = StopReason::end_turn;
    TokenUsage usage = {};
};

class PromptWriter final : public InvocationWriter {
public:
    explicit PromptWriter(const PromptFormat& format) : format_{format} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        JsonWriter json{response.body};
        const Ending ending{reply.stop_reason, reply.usage};
        json.begin_object();
        write_count(json, format_.input_tokens, &reply.usage.input);
        begin_answer(json, format_.answers);
        write_answer(json, text_of(reply), format_.output_tokens, &ending);
        end_answer(json, format_.answers);
        json.end_object();
        add_guardrail_members(response.body, guarded());
        head(response, reply.usage, latency);
    }

    void piece(std::string& out, const Frame& frame) override {
        for (const auto& event : frame.events) {
            if (event.kind == Kind::usage) {
                ending_.usage = event.usage;
            } else if (event.kind == Kind::stop) {
                ending_.stop_reason = event.stop_reason;
            }
        }
        if (frame.is_piece_of(format_.dialect)) {
            native_ = true;
            append_chunk(out, frame.raw, guarded(), false);
            return;
        }
        for (const auto& event : frame.events) {
            if (event.kind == Kind::text) {
                append_chunk(out, chunk(event.text, nullptr, {}), guarded(), false);
            }
        }
    }
    /// The upstream's own last part has told it.
    void finish(std::string& out, Milliseconds latency) override {
        if (!native_) {
            append_chunk(out, chunk({}, &ending_, latency), guarded(), true);
        }
    }

private:
    /// @param ending null: the answer goes on
    const std::string& chunk(std::string_view text, const Ending* ending, Milliseconds latency) {
        chunk_.clear();
        JsonWriter json{chunk_};
        json.begin_object();
        write_count(json, format_.input_tokens, ending == nullptr ? nullptr : &ending->usage.input);
        begin_answer(json, format_.chunks);
        write_answer(json, text, format_.running_tokens, ending);
        if (!format_.index.empty()) {
            json.key(format_.index).integer(chunks_);
        }
        end_answer(json, format_.chunks);
        if (ending != nullptr) {
            write_invocation_metrics(json, ending->usage, latency);
        }
        json.end_object();
        ++chunks_;
        return chunk_;
    }

    static void begin_answer(JsonWriter& json, std::string_view list) {
        if (!list.empty()) {
            json.key(list).begin_array().begin_object();
        }
    }
    static void end_answer(JsonWriter& json, std::string_view list) {
        if (!list.empty()) {
            json.end_object().end_array();
        }
    }
    void write_answer(JsonWriter& json, std::string_view text, std::string_view tokens,
                      const Ending* ending) const {
        json.member(format_.text, text);
        write_count(json, tokens, ending == nullptr ? nullptr : &ending->usage.output);
        json.key(format_.stop_reason);
        if (ending == nullptr) {
            json.null();
        } else {
            json.string(stop_name(format_, ending->stop_reason));
        }
    }
    static void write_count(JsonWriter& json, std::string_view name, const std::int64_t* count) {
        if (name.empty()) {
            return;
        }
        json.key(name);
        if (count == nullptr) {
            json.null();
        } else {
            json.integer(*count);
        }
    }

    const PromptFormat& format_;
    std::string chunk_;
    std::int64_t chunks_ = 0;
    Ending ending_;
    bool native_ = false;
};

class PromptDoor final : public Door {
public:
    explicit PromptDoor(Dialect dialect) : format_{*prompt_format(dialect)} {}

    Dialect dialect() const override { return format_.dialect; }
    Result<Conversation> read(Json body) const override {
        return read_prompt_request(body, format_);
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts /*facts*/) const override {
        return std::make_unique<PromptWriter>(format_);
    }

private:
    const PromptFormat& format_;
};

}  // namespace

const Door& titan_text_door() {
    static const PromptDoor door{Dialect::amazon_titan_text};
    return door;
}

const Door& llama_door() {
    static const PromptDoor door{Dialect::meta_llama};
    return door;
}

const Door& mistral_text_door() {
    static const PromptDoor door{Dialect::mistral_text};
    return door;
}

const Door& deepseek_text_door() {
    static const PromptDoor door{Dialect::deepseek_text};
    return door;
}

}  // namespace licet::gateway
