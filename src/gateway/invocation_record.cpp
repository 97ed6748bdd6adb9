// SPDX-License-Identifier: Apache-2.0
#include "gateway/invocation_record.h"

#include "gateway/doors/invocation.h"
#include "gateway/reply_check.h"
#include "gateway/upstreams/body_edit.h"

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

bool is_picture(const Block& block) {
    if (const auto* result = std::get_if<ToolResult>(&block)) {
        return std::any_of(result->content.begin(), result->content.end(),
                           [](const auto& part) { return std::holds_alternative<Image>(part); });
    }
    return std::holds_alternative<Image>(block);
}

/// What is not understood may be anything.
bool may_have_pictures(const Conversation& conversation) {
    return !conversation.native_only.empty() ||
           std::any_of(conversation.turns.begin(), conversation.turns.end(), [](const Turn& turn) {
               return std::any_of(turn.blocks.begin(), turn.blocks.end(), is_picture);
           });
}

/// Anthropic's bodies may hold tokens for servers of tools. Empty where it is not certain what a
/// member is called.
std::string without_credentials(std::string_view body, Dialect dialect) {
    if (dialect != Dialect::anthropic) {
        return std::string{body};
    }
    return edit_members(body, std::array<MemberEdit, 1>{{{"mcp_servers"}}}).value_or("");
}

}  // namespace

Result<std::unique_ptr<InvocationRecord>> InvocationRecord::begin(
    const invocations::Log& log, const decision::Index& index, const engine::Origin& origin,
    std::string_view model_identifier, const Conversation& conversation, const Door& door) {
    const auto* logging = index.invocation_logging(origin.actor.account, origin.region);
    if (logging == nullptr) {
        return std::unique_ptr<InvocationRecord>{};
    }
    LICET_TRY_VOID(log.admit(logging->bucket, origin.actor.account));
    std::unique_ptr<InvocationRecord> record{new InvocationRecord{*logging, door}};
    record->model_ = model_identifier;
    record->metadata_.assign(conversation.metadata.begin(), conversation.metadata.end());
    record->tells_input_ = logging->text && (logging->image || !may_have_pictures(conversation));
    record->tells_output_ = embeds(door.dialect()) ? logging->embedding : logging->text;
    return record;
}

/// Bedrock tells a stream of InvokeModelWithResponseStream as the list of its chunks, and one of
/// ConverseStream as the answer in one.
void InvocationRecord::expect(AnswerFacts facts, const GuardrailTrace* trace, TraceLevel level) {
    if (!tells_output_) {
        return;
    }
    writer_ = door_.writer(std::move(facts));
    if (trace != nullptr) {
        writer_->set_guardrails(*trace, level);
    }
    lists_chunks_ =
        writer_->stream_type() == wire::kEventStreamType && door_.dialect() != Dialect::converse;
}

void InvocationRecord::keep(const Frame& frame) {
    if (writer_ == nullptr) {
        return;
    }
    began_ = true;
    if (lists_chunks_) {
        std::string stream;
        writer_->piece(stream, frame);
        add_chunks(stream);
        return;
    }
    for (const auto& event : frame.events) {
        if (has_room_for(event.text.size())) {
            add(streamed_, event);
        }
    }
}

/// Forgets everything when it is too much.
bool InvocationRecord::has_room_for(std::size_t bytes) {
    streamed_bytes_ += bytes;
    if (streamed_bytes_ <= kRecordedAnswerBytesMax) {
        return true;
    }
    streamed_ = {};
    chunks_ = {};
    return false;
}

void InvocationRecord::add_chunks(std::string_view stream) {
    const auto read = chunk_reader_.read(stream, [&](const wire::EventMessage& message) {
        const auto chunk = json_of_chunk(message.payload);
        if (has_room_for(chunk.size() + 1)) {
            chunks_.append(chunks_.empty() ? "[" : ",").append(chunk);
        }
        return Result<void>{};
    });
    if (!read.ok()) {  // a longer chunk than anybody reads
        has_room_for(kRecordedAnswerBytesMax + 1);
    }
}

void InvocationRecord::keep(std::string_view body) {
    if (tells_output_) {
        body_ = body;
    }
}

/// What the caller got, with its end where it got one. Of a tool's input that was cut there is no
/// JSON. @return empty: nothing came, or too much
std::string InvocationRecord::streamed_body(const Call& call, std::string_view error_code,
                                            Milliseconds latency, JsonReader& reader) {
    if (streamed_bytes_ > kRecordedAnswerBytesMax) {
        return {};
    }
    if (lists_chunks_) {
        if (!call.cut && error_code.empty()) {
            std::string end;
            const ReplyEvent told{.kind = ReplyEvent::Kind::usage,
                                  .usage = call.usage.value_or(TokenUsage{})};
            writer_->piece(end, {.events = {&told, 1}});
            writer_->finish(end, latency);
            add_chunks(end);
        }
        return chunks_.empty() ? std::string{} : std::move(chunks_) + ']';
    }
    while (!check_tools(streamed_, door_.dialect(), reader).ok()) {
        streamed_.blocks.pop_back();
    }
    streamed_.usage = call.usage.value_or(TokenUsage{});
    net::Response response;
    writer_->whole(response, streamed_, latency);
    return std::move(response.body);
}

invocations::Record InvocationRecord::finish(const journal::Entry& entry, const Call& call,
                                             Milliseconds latency, std::string_view asked,
                                             JsonReader& reader) {
    if (writer_ != nullptr && began_) {
        body_ = streamed_body(call, entry.error_code, latency, reader);
    }
    invocations::Invocation told{.time = entry.time,
                                 .account = entry.account,
                                 .principal_arn = entry.principal_arn,
                                 .region = entry.region,
                                 .request_id = entry.request_id,
                                 .operation = entry.event_name,
                                 .model_id = model_,
                                 .error_code = entry.error_code,
                                 .metadata = std::move(metadata_)};
    const auto body = tells_input_ ? without_credentials(asked, door_.dialect()) : std::string{};
    told.input.body = body;
    told.output.body = body_;
    if (const auto& usage = call.usage) {
        told.input.tokens = usage->input;
        told.output.tokens = usage->output;
        told.cache_read_tokens = usage->cache_read;
        told.cache_write_tokens = usage->cache_write;
    }
    return invocations::make_record(told, logging_.bucket, logging_.key_prefix);
}

}  // namespace licet::gateway
