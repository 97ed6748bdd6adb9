// SPDX-License-Identifier: Apache-2.0
// Bodies of Amazon Titan's text and multimodal embeddings in InvokeModel. Source: Bedrock User
// Guide, "Amazon Titan Embeddings G1 - Text", "Amazon Titan Multimodal Embeddings G1".
#include "base/json_writer.h"
#include "gateway/doors/embeddings_parts.h"
#include "gateway/doors/reading.h"
#include "gateway/embeddings.h"
#include "gateway/input_tags.h"
#include "gateway/makers.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <array>

namespace licet::gateway {
namespace {

/// By how base64 of them begins.
Result<Image> read_image(Json value) {
    LICET_TRY(const auto base64, read_base64(value));
    if (base64.starts_with("iVBORw0KGg")) {
        return Image{.format = "png", .base64 = base64};
    }
    return base64.starts_with("/9j/") ? Image{.format = "jpeg", .base64 = base64}
                                      : Result<Image>{wrong("must be a PNG or JPEG as base64")};
}

Result<void> read_config(Json config, Conversation& out) {
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key != kTitanLength) {
            return unsupported();
        }
        LICET_TRY_VOID(value.integer(1, kDimensionsMax));
        out.additional.emplace_back(kTitanLength, out.keep(value.minified()));
        return {};
    });
}

/// What the numbers are to be like.
Result<void> read_setting(std::string_view key, Json value, Conversation& out) {
    static constexpr std::array<std::string_view, 2> kTypes{"float", "binary"};
    if (key == "dimensions") {
        LICET_TRY_VOID(value.integer(1, kDimensionsMax));
    } else if (key == "normalize") {
        LICET_TRY_VOID(value.boolean());
    } else if (key == "embeddingTypes") {
        LICET_TRY_VOID(read_embedding_types(value, kTypes));
    } else {
        mark_native(out, fmt::format("$.{}", key.substr(0, 64)));
        return {};
    }
    out.additional.emplace_back(key, out.keep(value.minified()));
    return {};
}

class TitanWriter final : public InvokeEmbeddingsWriter {
public:
    explicit TitanWriter(std::string_view model)
        : tells_types_{model.find("titan-embed-text-v2") != std::string_view::npos} {}

private:
    void write(std::string& out, const Reply& reply) const override {
        const auto numbers = reply.embeddings.empty() ? std::string_view{"[]"}
                                                      : std::string_view{reply.embeddings.front()};
        JsonWriter json{out};
        json.begin_object().key("embedding").raw(numbers);
        json.key("inputTextTokenCount").integer(reply.usage.input);
        if (tells_types_) {
            json.key("embeddingsByType").begin_object().key("float").raw(numbers).end_object();
        }
        json.end_object();
    }

    bool tells_types_;
};

class TitanEmbeddingsDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::amazon_titan_embeddings; }
    Result<Conversation> read(Json body) const override {
        Conversation out;
        Turn turn;
        LICET_TRY_VOID(read_body(body, [&](std::string_view key, Json value) -> Result<void> {
            if (key == "inputText") {
                LICET_TRY(const auto text, value.filled_text());
                turn.blocks.emplace_back(Text{text});
            } else if (key == "inputImage") {
                LICET_TRY(turn.blocks.emplace_back(), read_image(value));
            } else if (key == "embeddingConfig") {
                return read_config(value, out);
            } else if (key == kInvokeGuardrailConfig) {
                return read_invoke_guardrail_config(value, out);
            } else {
                return read_setting(key, value, out);
            }
            return {};
        }));
        LICET_TRY_VOID(required(!turn.blocks.empty(), "$.inputText"));
        out.turns.push_back(std::move(turn));
        return out;
    }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<TitanWriter>(facts.model);
    }
};

}  // namespace

const Door& titan_embeddings_door() {
    static const TitanEmbeddingsDoor door;
    return door;
}

}  // namespace licet::gateway
