// SPDX-License-Identifier: Apache-2.0
#include "gateway/invocation_record.h"

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
    const bool embeds = door.dialect() == Dialect::openai_embeddings;
    record->tells_input_ = logging->text && (logging->image || !may_have_pictures(conversation));
    record->tells_output_ = embeds ? logging->embedding : logging->text;
    return record;
}

void InvocationRecord::keep(const Frame& frame) {
    if (!tells_output_) {
        return;
    }
    if (!streamed_) {
        streamed_.emplace();
    }
    for (const auto& event : frame.events) {
        streamed_bytes_ += event.text.size();
        if (streamed_bytes_ <= kRecordedAnswerBytesMax) {
            add(*streamed_, event);
        } else {
            *streamed_ = {};
        }
    }
}

void InvocationRecord::keep(std::string_view body) {
    if (tells_output_) {
        body_ = body;
    }
}

/// What the same answer would be in one. Of a tool's input that was cut there is no JSON.
std::string InvocationRecord::streamed_body(const journal::Entry& entry, JsonReader& reader) {
    if (!streamed_ || streamed_bytes_ > kRecordedAnswerBytesMax) {
        return {};
    }
    while (!check_tools(*streamed_, door_.dialect(), reader).ok()) {
        streamed_->blocks.pop_back();
    }
    net::Response response;
    door_.writer({.request_id = entry.request_id, .model = model_, .started = entry.time})
        ->whole(response, *streamed_, Milliseconds{0});
    return std::move(response.body);
}

invocations::Record InvocationRecord::finish(const journal::Entry& entry,
                                             const std::optional<TokenUsage>& usage,
                                             std::string_view asked, JsonReader& reader) {
    if (streamed_) {
        streamed_->usage = usage.value_or(TokenUsage{});
        body_ = streamed_body(entry, reader);
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
    if (usage) {
        told.input.tokens = usage->input;
        told.output.tokens = usage->output;
        told.cache_read_tokens = usage->cache_read;
        told.cache_write_tokens = usage->cache_write;
    }
    return invocations::make_record(told, logging_.bucket, logging_.key_prefix);
}

}  // namespace licet::gateway
