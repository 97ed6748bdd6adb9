// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/conversation.h"
#include "gateway/dialect.h"

#include <string>
#include <string_view>
#include <vector>

/// What upstreams are asked for embeddings: the caller's own body where it may go on, else what was
/// read of it, in words that the upstream knows. Errors are `invalid` and name the member that it
/// cannot be told.
namespace licet::gateway {

/// The body of OpenAI's /embeddings. @param model as the upstream calls it.
/// @param body the caller's own, if that may go on, in `dialect`
Result<std::string> openai_embeddings_body(std::string_view model, Dialect dialect,
                                           std::string_view body, const Conversation& conversation);

/// The body of InvokeModel, in the form of the model's maker; one for each text where the model
/// takes one a question. @param body as above
Result<std::vector<std::string>> invoke_embeddings_bodies(std::string_view model_id,
                                                          Dialect dialect, std::string_view body,
                                                          const Conversation& conversation);

}  // namespace licet::gateway
