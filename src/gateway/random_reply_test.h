// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "gateway/reply.h"

#include <string>

namespace licet::gateway {

/// Words with what JSON must escape and characters of several bytes among them. Never empty.
inline std::string random_text(Random& random) {
    static constexpr std::string_view kWords[] = {
        "a",      "bc ",      "\"q\" ", "\\", "\n", "\xc3\xa9", " ", "\xf0\x9f\x8e\x89",
        "data: ", "\r\n\r\n", "[DONE]"};
    std::string out;
    for (auto words = random.below(4) + 1; words > 0; --words) {
        out += kWords[random.below(std::size(kWords))];
    }
    return out;
}

/// An answer with what every dialect can tell: reasoning first, then texts and tools in turn.
inline Reply random_reply(Random& random) {
    Reply reply;
    if (random.below(3) == 0) {
        reply.blocks.push_back({.kind = BlockKind::reasoning, .text = random_text(random)});
    }
    if (random.below(4) != 0) {
        reply.blocks.push_back({.kind = BlockKind::text, .text = random_text(random)});
    }
    const auto tools = random.below(3);
    for (std::uint64_t i = 0; i < tools; ++i) {
        reply.blocks.push_back({.kind = BlockKind::tool_use,
                                .text = random.below(2) == 0 ? "{}" : R"({"a":["\n",1.5]})",
                                .id = "t" + std::to_string(i),
                                .name = "tool"});
    }
    constexpr StopReason kReasons[] = {StopReason::end_turn, StopReason::max_tokens};
    reply.stop_reason = tools != 0 ? StopReason::tool_use : kReasons[random.below(2)];
    const auto tokens = [&] { return static_cast<std::int64_t>(random.below(1'000)); };
    reply.usage = {.input = tokens(), .output = tokens(), .cache_read = tokens()};
    return reply;
}

}  // namespace licet::gateway
