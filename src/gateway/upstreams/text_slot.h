// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/reply.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace licet::gateway {

/// Where the text stands in the pieces of a streamed answer, most of which differ in nothing else:
/// what is known of one is known of the next, which need not be parsed.
class TextSlot {
public:
    /// The text of a piece that is, but for its text, byte for byte the one that was learned;
    /// nothing for any other. Such a piece is JSON, and its text has no escapes and is not empty.
    /// `obfuscation`, by which OpenAI hides how long texts are, may differ, too.
    std::optional<std::string_view> text_in(std::string_view piece) const;

    /// Learns of a piece where its text stands; nothing, where that is not plain to see.
    /// @param piece valid JSON. @param events all that it says, with the values of its members
    void learn(std::string_view piece, std::span<const ReplyEvent> events);
    void forget() { before_.clear(); }

private:
    std::string before_;  // with the text's opening quote; empty: nothing was learned
    std::string after_;   // from its closing quote on; where obfuscated, to what differs
    bool obfuscated_ = false;
};

}  // namespace licet::gateway
