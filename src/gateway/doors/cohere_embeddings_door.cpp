// SPDX-License-Identifier: Apache-2.0
// Bodies of Cohere's Embed in InvokeModel. Source: Bedrock User Guide, "Cohere Embed v3",
// "Cohere Embed v4".
#include "base/json_writer.h"
#include "gateway/doors/chat_reading.h"
#include "gateway/doors/embeddings_parts.h"
#include "gateway/doors/reading.h"
#include "gateway/embeddings.h"
#include "gateway/input_tags.h"
#include "gateway/makers.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace licet::gateway {
namespace {

using Types = std::array<std::string_view, 5>;
constexpr Types kPurposes{"search_document", "search_query", "classification", "clustering",
                          "image"};
constexpr Types kCuts{"NONE", "START", "END", "LEFT", "RIGHT"};
constexpr Types kTypes{"float", "int8", "uint8", "binary", "ubinary"};

Result<Image> read_picture(Json url) {
    LICET_TRY(const auto text, url.text());
    if (!text.starts_with("data:")) {
        return wrong("must be `data:image/…;base64,…`");
    }
    return read_image_url(text);
}

/// The text of one is what guardrails read of it; of several nobody knows how the model joins them.
Result<void> read_part(Json part, Turn& turn, Conversation& out) {
    LICET_TRY_VOID(check_known(part, {"type", "text", "image_url"}));
    const auto type = text_in(part, "type");
    const bool known = type == "text" || type == "image_url";
    const auto member = known ? part.find(type) : std::optional<Json>{};
    if (!member) {
        return wrong("must be a `text` or an `image_url`, as its `type` says");
    }
    if (type == "image_url") {
        const auto url = member->is_object() ? member->find("url") : member;
        auto picture = url ? read_picture(*url) : Result<Image>{wire::at(".url", wire::missing())};
        if (!picture.ok()) {
            return wire::at(".image_url", std::move(picture).error());
        }
        turn.blocks.emplace_back(*picture);
        return {};
    }
    const auto text = member->filled_text();
    if (!text.ok()) {
        return wire::at(".text", text.error());
    }
    if (!turn.blocks.empty() && std::holds_alternative<Text>(turn.blocks.back())) {
        mark_native(out, "$.inputs: texts that follow each other");
    }
    turn.blocks.emplace_back(Text{*text});
    return {};
}

/// Reads a list, whose items are each a thing by itself.
template <typename Read>
Result<void> read_each(Json list, Conversation& out, Read read) {
    return list.each_item([&](Json item) -> Result<void> {
        if (out.turns.size() == kInputsMax) {
            return wrong(fmt::format("must not be more than {}", kInputsMax));
        }
        Turn turn;
        LICET_TRY_VOID(read(item, turn));
        LICET_TRY_VOID(required(!turn.blocks.empty(), ".content"));
        out.turns.push_back(std::move(turn));
        return {};
    });
}

Result<void> read_images(Json list, Conversation& out) {
    return read_each(list, out, [](Json url, Turn& turn) -> Result<void> {
        LICET_TRY(turn.blocks.emplace_back(), read_picture(url));
        return {};
    });
}

Result<void> read_inputs(Json list, Conversation& out) {
    return read_each(list, out, [&](Json input, Turn& turn) -> Result<void> {
        return input.each_member([&](std::string_view key, Json content) -> Result<void> {
            if (key != "content") {
                return unsupported();
            }
            return content.each_item([&](Json part) { return read_part(part, turn, out); });
        });
    });
}

Result<void> read_texts_of(Json list, Conversation& out) {
    LICET_TRY(const auto texts, read_texts(list, kInputsMax));
    Turn turn;
    for (const auto text : texts) {
        turn.blocks.emplace_back(Text{text});
    }
    if (!turn.blocks.empty()) {
        out.turns.push_back(std::move(turn));
        out.echoed.emplace_back("texts", list.minified());
    }
    return {};
}

/// What the numbers are to be like.
Result<void> read_setting(std::string_view key, Json value, Conversation& out) {
    if (key == "input_type") {
        LICET_TRY_VOID(read_choice(value, kPurposes));
    } else if (key == "truncate") {
        LICET_TRY_VOID(read_choice(value, kCuts));
    } else if (key == "embedding_types") {
        LICET_TRY_VOID(read_embedding_types(value, kTypes));
        out.echoed.emplace_back("embedding_types", "");
    } else if (key == "output_dimension") {
        LICET_TRY_VOID(value.integer(1, kDimensionsMax));
    } else if (key == "max_tokens") {
        LICET_TRY_VOID(value.integer(1, kOutputTokensMax));
    } else {
        mark_native(out, fmt::format("$.{}", key.substr(0, 64)));
        return {};
    }
    out.additional.emplace_back(key, out.keep(value.minified()));
    return {};
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    const bool is_input = key == "texts" || key == "images" || key == "inputs";
    if (is_input && !out.turns.empty()) {
        return wrong("is one too many: give `texts`, `images` or `inputs`");
    }
    if (is_input) {
        return key == "texts"    ? read_texts_of(value, out)
               : key == "images" ? read_images(value, out)
                                 : read_inputs(value, out);
    }
    return key == kInvokeGuardrailConfig ? read_invoke_guardrail_config(value, out)
                                         : read_setting(key, value, out);
}

class CohereWriter final : public InvokeEmbeddingsWriter {
public:
    explicit CohereWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

private:
    void write(std::string& out, const Reply& reply) const override {
        bool by_type = false;
        JsonWriter json{out};
        json.begin_object().member("id", facts_.request_id);
        for (const auto& [name, value] : facts_.echoed) {
            if (name == "texts") {
                json.key(name).raw(value);
            } else {
                by_type = true;
            }
        }
        json.member("response_type", by_type ? "embeddings_by_type" : "embeddings_floats");
        json.key("embeddings");
        if (by_type) {
            json.begin_object().key("float");
        }
        json.begin_array();
        for (const auto& numbers : reply.embeddings) {
            json.raw(numbers);
        }
        json.end_array();
        if (by_type) {
            json.end_object();
        }
        json.end_object();
    }

    AnswerFacts facts_;
};

class CohereEmbeddingsDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::cohere_embeddings; }
    Result<Conversation> read(Json body) const override {
        Conversation out;
        LICET_TRY_VOID(read_body(
            body, [&](std::string_view key, Json value) { return read_member(key, value, out); }));
        LICET_TRY_VOID(required(!out.turns.empty(), "$.texts"));
        LICET_TRY_VOID(required(body.find("input_type").has_value(), "$.input_type"));
        return out;
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<CohereWriter>(std::move(facts));
    }
};

}  // namespace

const Door& cohere_embeddings_door() {
    static const CohereEmbeddingsDoor door;
    return door;
}

}  // namespace licet::gateway
