// SPDX-License-Identifier: Apache-2.0
#include "gateway/door.h"
#include "gateway/doors/reading.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace licet::gateway {
namespace {

constexpr std::size_t kTextsMax = 2'048;
constexpr std::int64_t kDimensionsMax = 65'536;

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
    static constexpr std::array<std::string_view, 2> kFormats{"float", "base64"};
    if (key == "input") {
        return read_input(value, out);
    }
    if (key == "encoding_format") {
        LICET_TRY_VOID(read_choice(value, kFormats));
        out.additional.emplace_back(key, out.keep(value.minified()));
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

/// What an upstream of the same dialect says goes out as it came; no other answers.
class EmbeddingsWriter final : public ReplyWriter {
public:
    void whole(net::Response& /*response*/, const Reply& /*reply*/,
               Milliseconds /*latency*/) override {}
    std::string_view stream_type() const override { return "application/json"; }
    void piece(std::string& /*out*/, const Frame& /*frame*/) override {}
    void finish(std::string& /*out*/, Milliseconds /*latency*/) override {}
    void fail(std::string& /*out*/, const Error& /*error*/) override {}
};

/// /v1/embeddings. Source: OpenAI API Reference, "Create embeddings".
class EmbeddingsDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::openai_embeddings; }
    Result<bool> wants_stream(Json /*body*/) const override { return false; }
    Result<Conversation> read(Json body) const override {
        Conversation out;
        auto read = body.each_member(
            [&](std::string_view key, Json value) { return read_member(key, value, out); });
        if (!read.ok()) {
            return wire::at("$", std::move(read).error());
        }
        if (out.turns.empty()) {
            return wire::at("$.input", wire::missing());
        }
        return out;
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts /*facts*/) const override {
        return std::make_unique<EmbeddingsWriter>();
    }
};

}  // namespace

const Door& embeddings_door() {
    static const EmbeddingsDoor door;
    return door;
}

}  // namespace licet::gateway
