// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Tags of callers that usage is told apart by, in one text: `team=blue&project=a%26b`, keys and
/// values percent-encoded, in the order of the settings. A tag that is not there has no value.
namespace licet::meter {

inline constexpr std::size_t kTagKeysMax = 10;
inline constexpr std::size_t kTagKeyBytesMax = 128;
/// Longer values are cut.
inline constexpr std::size_t kTagValueBytesMax = 256;
/// Of all together as they are written, where an escape takes three bytes.
inline constexpr std::size_t kTagsBytesMax =
    kTagKeysMax * (3 * (kTagKeyBytesMax + kTagValueBytesMax) + 2);

/// Whether a key can be counted by: some bytes, not too many, no control characters.
bool is_tag_key(std::string_view key);

/// @param key one that is_tag_key
void append_tag(std::string& tags, std::string_view key, std::string_view value);

/// The value of a tag, whose key is as it was appended; empty when it is not there.
std::string tag_in(std::string_view tags, std::string_view key);

}  // namespace licet::meter
