// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/door.h"

#include <cstdint>
#include <string_view>

namespace licet::gateway {

/// How InvokeModel asks a model: the door of its maker's bodies. Where a maker has several forms
/// the body tells which; one that is of none is for the door that says what is missing.
/// @return null where nobody knows the maker's bodies
const Door* maker_door(std::string_view model_id, const Json& body);

/// Whether InvokeModel takes bodies in that dialect for a model.
bool takes_bodies(std::string_view model_id, Dialect dialect);

/// The longest answer that a model can be asked for: Bedrock refuses a higher limit. Where nobody
/// knows one it is the largest number.
std::int64_t most_tokens(std::string_view model_id);

/// The doors of makers' own bodies, each in a file of its own in doors/; the others are in door.h.
const Door& titan_text_door();
const Door& nova_door();
const Door& cohere_door();
const Door& llama_door();
const Door& mistral_text_door();
const Door& mistral_chat_door();
const Door& deepseek_text_door();
const Door& titan_embeddings_door();
const Door& cohere_embeddings_door();

}  // namespace licet::gateway
