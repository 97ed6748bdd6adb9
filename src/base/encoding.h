// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace licet {

inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Lower-case hexadecimal.
std::string to_hex(std::span<const std::uint8_t> bytes);
void append_hex(std::string& out, std::span<const std::uint8_t> bytes);
/// Reads hexadecimal of either case. @return `invalid` for odd lengths and other characters.
Result<std::string> from_hex(std::string_view text);

/// Base64 with padding (RFC 4648 section 4).
std::string to_base64(std::span<const std::uint8_t> bytes);
/// Strict: padding required, no white space. @return `invalid` otherwise.
Result<std::string> from_base64(std::string_view text);

/// Base64 for URLs, without padding (RFC 7515 appendix C).
std::string to_base64url(std::span<const std::uint8_t> bytes);
/// Strict: one text for each sequence of bytes. @return `invalid` for padding, white space, digits
/// of the other alphabet and bits left over.
Result<std::string> from_base64url(std::string_view text);

/// Percent-encodes all but `A-Za-z0-9-._~`. @param keep a further set to leave alone, e.g. "/".
std::string percent_encode(std::string_view text, std::string_view keep = {});
void append_percent_encoded(std::string& out, std::string_view text, std::string_view keep = {});
/// Undoes %XX; with `plus` as_space also turns `+` into a blank. @return `invalid` for a broken
/// escape.
enum class Plus { literal, as_space };
Result<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);

}  // namespace licet
