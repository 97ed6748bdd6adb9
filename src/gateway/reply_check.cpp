// SPDX-License-Identifier: Apache-2.0
#include "gateway/reply_check.h"

#include <algorithm>
#include <iterator>

namespace licet::gateway {

Result<void> check_tools(const Reply& reply, Dialect told_in, JsonReader& reader) {
    static constexpr Dialect kOfObjects[] = {Dialect::converse, Dialect::anthropic,
                                             Dialect::amazon_nova, Dialect::cohere_chat};
    if (std::find(std::begin(kOfObjects), std::end(kOfObjects), told_in) == std::end(kOfObjects)) {
        return {};
    }
    for (const auto& block : reply.blocks) {
        if (block.kind != BlockKind::tool_use) {
            continue;
        }
        const auto input = reader.parse(block.text, JsonReader::Padding::absent);
        if (!input.ok() || !input->is_object()) {
            return Error{ErrorKind::unavailable,
                         "the model asked for a tool with an input that is no JSON object",
                         "ModelErrorException"};
        }
    }
    return {};
}

}  // namespace licet::gateway
