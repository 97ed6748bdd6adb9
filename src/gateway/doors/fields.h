// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/message.h"

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

/// What the bodies of all doors have in common. Errors are as those of Json.
namespace licet::gateway {

using Texts = std::vector<std::string_view>;

/// The largest limit that a caller may set on an answer.
inline constexpr std::int64_t kMaxTokensMax = std::numeric_limits<std::int32_t>::max();

inline constexpr std::int64_t kTopKMax = 500;

/// `{"role": …, "content": …}`. @param read_content reads the door's own form of content.
Result<Turn> read_turn(Json message, Result<void> (*read_content)(Json content, Texts& out));

/// A list of at most `count_max` texts that are not empty.
Result<Texts> read_stop_sequences(Json list, std::size_t count_max);

}  // namespace licet::gateway
