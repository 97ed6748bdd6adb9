// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/encoding.h"
#include "base/json_writer.h"
#include "gateway/door.h"
#include "gateway/doors/embeddings_parts.h"
#include "gateway/doors/reading.h"
#include "gateway/embeddings.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <limits>
#include <utility>
#include <vector>

namespace licet::gateway {
namespace {

constexpr std::size_t kTextsMax = 2'048;
constexpr std::string_view kBase64 = "base64";

/// Numbers that are no texts to anybody but the model.
Result<void> read_tokens(Json list) {
    if (!list.first()) {
        return wire::missing();
    }
    return list.each_item([](Json token) -> Result<void> {
        LICET_TRY_VOID(token.integer(0, std::numeric_limits<std::int32_t>::max()));
        return {};
    });
}

/// Tokens of one text, or of each of several. They go on as they came, and where nobody must read
/// them.
Result<void> read_token_lists(Json input, Conversation& out) {
    std::size_t lists = 0;
    const auto read_next = [&](Json list) {
        return ++lists <= kTextsMax
                   ? read_tokens(list)
                   : Error{ErrorKind::invalid, fmt::format("must not be more than {}", kTextsMax)};
    };
    LICET_TRY_VOID(input.first()->is_list() ? input.each_item(read_next) : read_tokens(input));
    mark_native(out, "$.input: tokens");
    Turn turn;
    turn.blocks.emplace_back(Text{out.keep(input.minified())});
    out.turns.push_back(std::move(turn));
    return {};
}

/// A text, a list of texts, or tokens.
Result<void> read_input(Json input, Conversation& out) {
    std::vector<std::string_view> texts;
    if (const auto first = input.first(); first && !first->is_text()) {
        return read_token_lists(input, out);
    }
    if (input.is_text()) {
        LICET_TRY(texts.emplace_back(), input.filled_text());
    } else {
        LICET_TRY(texts, read_texts(input, kTextsMax));
    }
    Turn turn;
    for (const auto text : texts) {
        turn.blocks.emplace_back(Text{text});
    }
    if (!turn.blocks.empty()) {
        out.turns.push_back(std::move(turn));
    }
    return {};
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    static constexpr std::array<std::string_view, 2> kFormats{"float", kBase64};
    if (key == "input") {
        return read_input(value, out);
    }
    if (key == "encoding_format") {
        LICET_TRY(const auto format, read_choice(value, kFormats));
        out.additional.emplace_back(key, out.keep(value.minified()));
        if (kFormats[format] == kBase64) {
            out.echoed.emplace_back(key, "");
        }
    } else if (key == "dimensions") {
        LICET_TRY_VOID(value.integer(1, kDimensionsMax));
        out.additional.emplace_back(key, out.keep(value.minified()));
    } else if (key == "user") {
        LICET_TRY(out.end_user, value.text());
    } else if (key != "model") {
        return unsupported();
    }
    return {};
}

/// Floats of 32 bits, the least significant byte first. @param numbers a JSON list of some
std::string base64_of(std::string_view numbers) {
    constexpr double kMost = std::numeric_limits<float>::max();
    JsonReader reader;
    const auto list = reader.parse(numbers, JsonReader::Padding::absent);
    std::vector<std::uint8_t> bytes;
    const auto append = [&](Json item) -> Result<void> {
        LICET_TRY(const auto number, item.number(-kMost, kMost));
        const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(number));
        for (int shift = 0; shift < 32; shift += 8) {
            bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
        }
        return {};
    };
    LICET_CHECK(list.ok() && list->each_item(append).ok());
    return to_base64(bytes);
}

/// Source: OpenAI API Reference, "The embedding object".
class OpenAiEmbeddingsWriter final : public EmbeddingsWriter {
public:
    explicit OpenAiEmbeddingsWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds /*latency*/) override {
        const bool as_base64 = !facts_.echoed.empty();
        JsonWriter json{response.body};
        json.begin_object().member("object", "list").key("data").begin_array();
        std::int64_t index = 0;
        for (const auto& numbers : reply.embeddings) {
            json.begin_object().member("object", "embedding").key("index").integer(index++);
            json.key("embedding");
            if (as_base64) {
                json.string(base64_of(numbers));
            } else {
                json.raw(numbers);
            }
            json.end_object();
        }
        json.end_array().member("model", facts_.model).key("usage").begin_object();
        json.key("prompt_tokens").integer(reply.usage.input);
        json.key("total_tokens").integer(reply.usage.input).end_object().end_object();
    }

private:
    AnswerFacts facts_;  // `echoed`: that the numbers are to be base64
};

/// /v1/embeddings. Source: OpenAI API Reference, "Create embeddings".
class EmbeddingsDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::openai_embeddings; }
    Result<bool> wants_stream(Json /*body*/) const override { return false; }
    Result<Conversation> read(Json body) const override {
        Conversation out;
        LICET_TRY_VOID(read_body(
            body, [&](std::string_view key, Json value) { return read_member(key, value, out); }));
        LICET_TRY_VOID(required(!out.turns.empty(), "$.input"));
        return out;
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<OpenAiEmbeddingsWriter>(std::move(facts));
    }
};

}  // namespace

const Door& embeddings_door() {
    static const EmbeddingsDoor door;
    return door;
}

}  // namespace licet::gateway
