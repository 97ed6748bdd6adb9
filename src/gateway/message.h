// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One form of a conversation between the doors, which read what clients send, and the providers,
/// which ask upstreams.
namespace licet::gateway {

enum class Role { user, assistant };

/// What one side said, in one or more pieces. Never without a piece, no piece is blank.
struct Turn {
    Role role = Role::user;
    std::vector<std::string_view> texts;
};

/// What a model is asked. Refers into the body it was read from.
/// Invariant: `turns` begins with the user and its roles alternate.
struct Prompt {
    std::vector<std::string_view> system;
    std::vector<Turn> turns;
    std::optional<std::int64_t> max_tokens;  ///< at least 1
    std::optional<double> temperature;       ///< 0 to 1
    std::optional<double> top_p;             ///< 0 to 1
    std::optional<std::int64_t> top_k;       ///< 0 to 500
    std::vector<std::string_view> stop_sequences;
};

enum class StopReason { end_turn, max_tokens, stop_sequence, content_filtered };

/// What the model answered.
struct Completion {
    std::string text;
    StopReason stop_reason = StopReason::end_turn;
    std::string stop_sequence;  ///< the one that ended it, when it is known
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
};

}  // namespace licet::gateway
