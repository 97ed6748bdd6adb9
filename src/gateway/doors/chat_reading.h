// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <array>
#include <string_view>

namespace licet::gateway {

/// Where a body of OpenAI's chat completions comes from.
enum class ChatForm {
    completions,  ///< /v1/chat/completions
    invoke,       ///< InvokeModel: may say how guardrails read it
    mistral,      ///< likewise, as Mistral AI's models have it
};

/// A body of OpenAI's chat completions. A member that licet does not know is refused by its name;
/// one that only a server of the same API understands is Conversation::native_only.
/// @return `invalid`. Source: OpenAI API Reference, "Create chat completion".
Result<Conversation> read_chat_request(Json body, ChatForm form = ChatForm::completions);

// What other bodies of OpenAI's have, too. Errors are as those of Json.

/// Hints to what is cheaper: an answer is the same without, so that not all upstreams see them.
inline constexpr std::array<std::string_view, 2> kCacheHints{"prompt_cache_key",
                                                             "prompt_cache_retention"};

/// A tool's arguments: a text that holds a JSON object; models may leave it empty.
Result<std::string_view> read_arguments(std::string_view text, Conversation& kept);

/// A function that is offered as a tool: its name, description, parameters and strict.
Result<void> read_function(Json function, Conversation& out);

/// `auto`, `required` or `none`.
Result<void> read_tool_choice_word(Json choice, Conversation& out);

/// The form of an answer by a schema: its name, schema and strict.
Result<void> read_schema_format(Json schema, Conversation& out);

Thinking thinking_of_effort(std::string_view effort);

/// A PDF as base64: its file_data and filename. @return `invalid`
Result<Document> read_file(Json file);

/// Servers of these APIs answer conversations that begin with the model, or that have nothing but
/// the system's words; others do not. @param path of the messages
Result<void> begin_with_user(Conversation& out, std::string_view path);

/// A picture by its URL: what a `data:` URL holds, or where it is. @return `invalid`
Result<Image> read_image_url(std::string_view url);

}  // namespace licet::gateway
