// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/guardrail_definition.h"

#include <algorithm>

namespace licet::model {

bool is_guardrail_topic_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view{"-_ !?."}.find(c) != std::string_view::npos;
    });
}

}  // namespace licet::model
