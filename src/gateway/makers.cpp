// SPDX-License-Identifier: Apache-2.0
#include "gateway/makers.h"

#include <algorithm>
#include <limits>

namespace licet::gateway {
namespace {

/// Bodies of one form. Source: Bedrock User Guide, "Inference request parameters and response
/// fields for foundation models".
struct Bodies {
    std::string_view models;  ///< what their ids begin with
    const Door& (*door)();
    std::string_view member = {};  ///< only bodies that have it; empty: all
};

/// The first that fits is taken.
constexpr Bodies kBodies[] = {
    {"anthropic.", invoke_door},
    {"openai.", invoke_chat_door},
    {"amazon.titan-text-", titan_text_door},
    {"amazon.titan-tg1", titan_text_door},
    {"amazon.titan-embed-", titan_embeddings_door},
    {"cohere.embed-", cohere_embeddings_door},
    {"amazon.nova-micro-", nova_door},
    {"amazon.nova-lite-", nova_door},
    {"amazon.nova-pro-", nova_door},
    {"amazon.nova-premier-", nova_door},
    {"amazon.nova-2-lite-", nova_door},
    {"cohere.command-r-", cohere_door},
    {"meta.llama", llama_door},
    {"mistral.mistral-7b-", mistral_text_door},
    {"mistral.mixtral-", mistral_text_door},
    {"mistral.mistral-small-24", mistral_text_door},
    {"mistral.mistral-large-24", mistral_text_door, "prompt"},
    {"mistral.mistral-large-24", mistral_chat_door},
    {"deepseek.r1-", deepseek_text_door},
    {"deepseek.v3", deepseek_text_door, "prompt"},
    // Chats in OpenAI's form.
    {"deepseek.v3", invoke_chat_door},
    {"ai21.jamba-", invoke_chat_door},
    {"mistral.pixtral-", invoke_chat_door},
    {"mistral.ministral-", invoke_chat_door},
    {"mistral.magistral-", invoke_chat_door},
    {"mistral.mistral-large-3-", invoke_chat_door},
    {"mistral.devstral-", invoke_chat_door},
    {"mistral.voxtral-", invoke_chat_door},
    {"qwen.", invoke_chat_door},
};

/// Limits of answers below kQuotaMaxTokens. Source: ibid., and "Foundation models at a glance".
struct Limit {
    std::string_view models;  ///< what their ids begin with
    std::int64_t tokens;
};

constexpr Limit kLimits[] = {
    {"ai21.jamba-", 4'096},
    {"amazon.titan-text-lite-", 4'096},
    {"amazon.titan-text-premier-", 3'000},  // 3,072 of InvokeModel, 3,000 of Converse
    {"anthropic.claude-3-haiku-", 4'096},
    {"anthropic.claude-3-opus-", 4'096},
    {"anthropic.claude-3-sonnet-", 4'096},
    {"cohere.command-r-", 4'000},
    {"meta.llama", 2'048},  // of InvokeModel; some take more of Converse
    {"mistral.mixtral-", 4'096},
};

}  // namespace

const Door* maker_door(std::string_view model_id, const Json& body) {
    const auto* const found =
        std::find_if(std::begin(kBodies), std::end(kBodies), [&](const Bodies& row) {
            return model_id.starts_with(row.models) &&
                   (row.member.empty() || body.find(row.member).has_value());
        });
    return found == std::end(kBodies) ? nullptr : &found->door();
}

bool takes_bodies(std::string_view model_id, Dialect dialect) {
    return std::any_of(std::begin(kBodies), std::end(kBodies), [&](const Bodies& row) {
        return model_id.starts_with(row.models) && row.door().dialect() == dialect;
    });
}

std::int64_t most_tokens(std::string_view model_id) {
    const auto* const found =
        std::find_if(std::begin(kLimits), std::end(kLimits),
                     [&](const Limit& row) { return model_id.starts_with(row.models); });
    return found == std::end(kLimits) ? std::numeric_limits<std::int64_t>::max() : found->tokens;
}

}  // namespace licet::gateway
