// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "gateway/door.h"
#include "gateway/reply.h"

#include <string>
#include <string_view>

/// What answers of Converse and of Amazon's Nova models have in common. Source: Bedrock Runtime API
/// Reference, Converse, ConverseStreamOutput.
namespace licet::gateway {

/// The members of a whole answer that tell what the model said and how it ended.
/// @param facts what the caller asked to be told besides
void write_converse_answer(JsonWriter& json, const Reply& reply, const AnswerFacts& facts);

/// How the tokens of a cache are called.
struct CacheNames {
    std::string_view read = "cacheReadInputTokens";
    std::string_view write = "cacheWriteInputTokens";
};

/// `usage`.
void write_converse_usage(JsonWriter& json, const TokenUsage& usage, const CacheNames& names);

/// Appends the payload of a stream's event. @return its type; empty: nothing is told of it, or not
/// yet
std::string_view write_converse_event(std::string& out, const ReplyEvent& event,
                                      const AnswerFacts& facts);

}  // namespace licet::gateway
