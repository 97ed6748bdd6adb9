// SPDX-License-Identifier: Apache-2.0
#include "gateway/embeddings.h"

#include <algorithm>
#include <variant>

namespace licet::gateway {
namespace {

/// The first that fits is taken. Source: Bedrock User Guide, "Amazon Titan Embeddings models",
/// "Cohere Embed models".
constexpr EmbeddingForm kForms[] = {
    {"amazon.titan-embed-text-v2", Dialect::amazon_titan_embeddings, "dimensions"},
    {"amazon.titan-embed-image-", Dialect::amazon_titan_embeddings, kTitanLength},
    {"amazon.titan-embed-", Dialect::amazon_titan_embeddings},
    {"cohere.embed-v4", Dialect::cohere_embeddings, "output_dimension"},
    {"cohere.embed-", Dialect::cohere_embeddings},
};

}  // namespace

const EmbeddingForm* embedding_form(std::string_view model_id) {
    const auto* const found =
        std::find_if(std::begin(kForms), std::end(kForms),
                     [&](const EmbeddingForm& form) { return model_id.starts_with(form.models); });
    return found == std::end(kForms) ? nullptr : found;
}

std::vector<std::string_view> texts_of(const Conversation& conversation) {
    std::vector<std::string_view> out;
    for (const auto& turn : conversation.turns) {
        for (const auto& block : turn.blocks) {
            if (const auto* text = std::get_if<Text>(&block)) {
                out.push_back(text->text);
            }
        }
    }
    return out;
}

bool has_pictures(const Conversation& conversation) {
    return std::any_of(conversation.turns.begin(), conversation.turns.end(), [](const Turn& turn) {
        return std::any_of(turn.blocks.begin(), turn.blocks.end(),
                           [](const Block& block) { return std::holds_alternative<Image>(block); });
    });
}

}  // namespace licet::gateway
