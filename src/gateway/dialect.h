// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace licet::gateway {

/// The languages of requests and answers that doors and upstreams have in common. Where both sides
/// of a call speak the same, what the upstream said goes out as it came.
enum class Dialect : std::uint8_t {
    none,               ///< no other's: what the echo says
    converse,           ///< Bedrock Runtime's Converse and ConverseStream
    anthropic,          ///< Anthropic's Messages, also as bodies of InvokeModel
    openai_chat,        ///< OpenAI's chat completions
    openai_responses,   ///< OpenAI's responses
    openai_embeddings,  ///< OpenAI's embeddings
    amazon_titan_text,  ///< this and all below: bodies of InvokeModel, by their makers
    amazon_nova,
    cohere_chat,
    meta_llama,
    mistral_text,
    mistral_chat,
    deepseek_text,
    amazon_titan_embeddings,
    cohere_embeddings,
};

/// Whether what a model answers are numbers in place of texts.
constexpr bool embeds(Dialect dialect) {
    return dialect == Dialect::openai_embeddings || dialect == Dialect::amazon_titan_embeddings ||
           dialect == Dialect::cohere_embeddings;
}

}  // namespace licet::gateway
