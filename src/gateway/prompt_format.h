// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/dialect.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace licet::gateway {

/// How a maker spells bodies of InvokeModel that are one prompt with its settings, and answers that
/// are one text. Members are named as they are in JSON; an empty name: there is none.
struct PromptFormat {
    Dialect dialect = Dialect::none;

    std::string_view prompt = "prompt";
    std::string_view images = {};    ///< a list of base64
    std::string_view settings = {};  ///< the object with the members that follow; empty: the body
    std::string_view max_tokens = "max_tokens";
    std::int64_t max_tokens_min = 1;  ///< the least that it may be
    std::string_view temperature = "temperature";
    std::string_view top_p = "top_p";
    std::string_view top_k = {};
    std::string_view stop_sequences = {};
    /// What a prompt has in it that is in the models' own template.
    std::span<const std::string_view> marks = {};

    std::string_view answers = {};  ///< the list of the one answer; empty: the body is it
    std::string_view chunks = {};   ///< likewise in a part of a stream
    std::string_view text;
    std::string_view stop_reason = "stop_reason";
    std::string_view input_tokens = {};    ///< of the body
    std::string_view output_tokens = {};   ///< of the answer
    std::string_view running_tokens = {};  ///< likewise of a part of a stream
    std::string_view index = {};           ///< the number of a part of a stream

    std::string_view ended = "stop";
    std::string_view at_limit = "length";
    std::string_view at_sequence = "stop";
    std::string_view filtered = "stop";
};

/// Null for dialects of another form.
const PromptFormat* prompt_format(Dialect dialect);

}  // namespace licet::gateway
