// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/dialect.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// What embeddings of all makers have in common. Settings of theirs are in
/// Conversation::additional, by the names that their makers give them.
namespace licet::gateway {

/// The longest list of numbers that anybody may ask for.
inline constexpr std::int64_t kDimensionsMax = 65'536;
/// Things that are embedded by one request to Bedrock, at most: as many as Cohere's models take.
inline constexpr std::size_t kInputsMax = 96;

/// Of Titan's `embeddingConfig`, its only member.
inline constexpr std::string_view kTitanLength = "outputEmbeddingLength";

/// How InvokeModel is told what one model is to embed.
struct EmbeddingForm {
    std::string_view models;  ///< what their ids begin with
    Dialect dialect = Dialect::none;
    std::string_view dimensions = {};  ///< the setting of how many; empty: there is none
};

/// Null for models that embed nothing, or in a form that is not known.
const EmbeddingForm* embedding_form(std::string_view model_id);

/// The texts of a conversation, in their order.
std::vector<std::string_view> texts_of(const Conversation& conversation);

/// Whether it has a picture.
bool has_pictures(const Conversation& conversation);

}  // namespace licet::gateway
