// SPDX-License-Identifier: Apache-2.0
#include "gateway/prompt_format.h"

#include <algorithm>

namespace licet::gateway {
namespace {

// What begins a turn in the templates that AWS documents.
constexpr std::string_view kLlamaMarks[] = {"<|begin_of_text|>", "<|start_header_id|>",
                                            "<|header_start|>", "<|eot", "[INST]"};
constexpr std::string_view kMistralMarks[] = {"<s>", "[INST]"};
constexpr std::string_view kDeepSeekMarks[] = {"<｜begin▁of▁sentence｜>", "<｜User｜>",
                                               "<｜Assistant｜>"};

/// Source: Bedrock User Guide, "Amazon Titan Text models", "Meta Llama models", "Mistral AI text
/// completion", "DeepSeek models".
constexpr PromptFormat kFormats[] = {
    {.dialect = Dialect::amazon_titan_text,
     .prompt = "inputText",
     .settings = "textGenerationConfig",
     .max_tokens = "maxTokenCount",
     .max_tokens_min = 0,
     .top_p = "topP",
     .stop_sequences = "stopSequences",
     .answers = "results",
     .text = "outputText",
     .stop_reason = "completionReason",
     .input_tokens = "inputTextTokenCount",
     .output_tokens = "tokenCount",
     .running_tokens = "totalOutputTextTokenCount",
     .index = "index",
     .ended = "FINISH",
     .at_limit = "LENGTH",
     .at_sequence = "STOP_CRITERIA_MET",
     .filtered = "CONTENT_FILTERED"},
    {.dialect = Dialect::meta_llama,
     .images = "images",
     .max_tokens = "max_gen_len",
     .marks = kLlamaMarks,
     .text = "generation",
     .input_tokens = "prompt_token_count",
     .output_tokens = "generation_token_count",
     .running_tokens = "generation_token_count"},
    {.dialect = Dialect::mistral_text,
     .top_k = "top_k",
     .stop_sequences = "stop",
     .marks = kMistralMarks,
     .answers = "outputs",
     .chunks = "outputs",
     .text = "text"},
    {.dialect = Dialect::deepseek_text,
     .stop_sequences = "stop",
     .marks = kDeepSeekMarks,
     .answers = "choices",
     .chunks = "choices",
     .text = "text"},
};

}  // namespace

const PromptFormat* prompt_format(Dialect dialect) {
    const auto* const found =
        std::find_if(std::begin(kFormats), std::end(kFormats),
                     [&](const PromptFormat& format) { return format.dialect == dialect; });
    return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace licet::gateway
