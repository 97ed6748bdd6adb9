// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/token_counting.h"

#include "base/encoding.h"
#include "base/json_writer.h"
#include "gateway/doors/anthropic_reading.h"
#include "gateway/doors/converse_reading.h"
#include "gateway/makers.h"
#include "gateway/texts.h"
#include "wire/fault.h"

#include <type_traits>

namespace licet::gateway {
namespace {

constexpr std::size_t kBytesOfAToken = 4;
/// Source: Claude documentation, "Vision": what a picture of 1.15 megapixels counts.
constexpr std::size_t kTokensOfAPicture = 1'600;

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

/// `{"body": …}`: base64 of what InvokeModel would be sent.
Result<Conversation> read_invoke(Json asked, std::string_view model_id, JsonReader& inner) {
    const auto member = asked.find("body");
    if (!member) {
        return wire::at("$.input.invokeModel.body", wire::missing());
    }
    const auto base64 = member->text();
    const auto bytes = base64.ok() ? from_base64(*base64) : Result<std::string>{base64.error()};
    const auto body = bytes.ok() ? inner.parse(*bytes, JsonReader::Padding::absent)
                                 : Result<Json>{wrong("must be base64")};
    if (!body.ok()) {
        return wire::at("$.input.invokeModel.body", body.error());
    }
    const auto* const door = maker_door(model_id, *body);
    return door == nullptr || embeds(door->dialect())
               ? wire::at("$.input.invokeModel",
                          wrong("is not supported for this model; use `converse`"))
               : door->read(*body);
}

}  // namespace

Result<Conversation> read_count_tokens(Json body, std::string_view model_id, JsonReader& inner) {
    const auto input = body.find("input");
    if (!input) {
        return wire::at("$.input", wire::missing());
    }
    const auto invoke = input->find("invokeModel");
    const auto converse = input->find("converse");
    if (invoke.has_value() == converse.has_value()) {
        return wire::at("$.input", wrong("must have one of `converse` and `invokeModel`"));
    }
    return converse ? read_converse_request(*converse) : read_invoke(*invoke, model_id, inner);
}

Result<Conversation> read_anthropic_count(Json body) {
    return read_anthropic_request(body, AnthropicForm::counting);
}

std::int64_t estimated_tokens(const Conversation& conversation) {
    std::size_t bytes = 0;
    std::size_t pictures = 0;
    each_text(conversation, [&](std::string_view text) { bytes += text.size(); });
    for (const auto& tool : conversation.tools) {
        bytes += tool.name.size() + tool.description.size() + tool.schema.size();
    }
    const auto add = [&](const auto& part) {
        using Part = std::decay_t<decltype(part)>;
        if constexpr (std::is_same_v<Part, Image>) {
            ++pictures;
        } else if constexpr (std::is_same_v<Part, Document>) {
            bytes += part.base64.size() / 4 * 3;
        }
    };
    for (const auto& turn : conversation.turns) {
        for (const auto& block : turn.blocks) {
            std::visit(add, block);
            if (const auto* result = std::get_if<ToolResult>(&block)) {
                for (const auto& part : result->content) {
                    std::visit(add, part);
                }
            }
        }
    }
    return static_cast<std::int64_t>((bytes + kBytesOfAToken - 1) / kBytesOfAToken +
                                     pictures * kTokensOfAPicture);
}

void write_count_tokens(std::string& out, std::int64_t tokens) {
    JsonWriter{out}.begin_object().key("inputTokens").integer(tokens).end_object();
}

void write_anthropic_count(std::string& out, std::int64_t tokens) {
    JsonWriter{out}.begin_object().key("input_tokens").integer(tokens).end_object();
}

}  // namespace licet::gateway
