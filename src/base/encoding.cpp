// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"

#include "base/random.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace licet {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

constexpr std::array<bool, 256> kUnreserved = [] {
    std::array<bool, 256> unreserved{};
    for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789-._~"}) {
        unreserved[static_cast<unsigned char>(c)] = true;
    }
    return unreserved;
}();

bool is_unreserved(char c) {
    return kUnreserved[static_cast<unsigned char>(c)];
}

/// The digits of each byte.
constexpr std::array<char, 512> kHexPairs = [] {
    std::array<char, 512> pairs{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        pairs[2 * byte] = kHexDigits[byte >> 4];
        pairs[2 * byte + 1] = kHexDigits[byte & 15];
    }
    return pairs;
}();

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string out;
    append_hex(out, bytes);
    return out;
}

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
    const auto size = out.size();
    out.resize(size + bytes.size() * 2);
    auto* at = out.data() + size;
    for (const auto byte : bytes) {
        std::memcpy(at, kHexPairs.data() + std::size_t{2} * byte, 2);
        at += 2;
    }
}

Result<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return Error{ErrorKind::invalid, "hexadecimal text has an odd length"};
    }
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) {
            return Error{ErrorKind::invalid, "not hexadecimal"};
        }
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP writes a final NUL
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(),
                                       static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

Result<std::string> from_base64(std::string_view text) {
    const Error bad{ErrorKind::invalid, "not base64"};
    if (text.size() % 4 != 0) {
        return bad;
    }
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') {
        ++padding;
    }
    for (const char c : text.substr(0, text.size() - padding)) {
        if (!is_base64_digit(c)) {
            return bad;
        }
    }
    std::string out(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    if (length < 0) {
        return bad;
    }
    out.resize(static_cast<std::size_t>(length) - padding);
    return out;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    std::string out = to_base64(bytes);
    while (out.ends_with('=')) {
        out.pop_back();
    }
    for (char& c : out) {
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    }
    return out;
}

Result<std::string> from_base64url(std::string_view text) {
    const Error bad{ErrorKind::invalid, "not base64url"};
    if (text.find_first_of("+/=") != std::string_view::npos) {
        return bad;
    }
    std::string digits{text};
    for (char& c : digits) {
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    digits.append((4 - text.size() % 4) % 4, '=');
    auto bytes = from_base64(digits);
    // Bits that no byte is made of must be 0: the same bytes have one text.
    return bytes.ok() && to_base64url(as_bytes(*bytes)) == text ? std::move(bytes) : bad;
}

std::string percent_encode(std::string_view text, std::string_view keep) {
    std::string out;
    out.reserve(text.size());
    append_percent_encoded(out, text, keep);
    return out;
}

void append_percent_encoded(std::string& out, std::string_view text, std::string_view keep) {
    static constexpr std::string_view kUpperHex = "0123456789ABCDEF";
    const auto escaped = [&](char c) {
        return !is_unreserved(c) && keep.find(c) == std::string_view::npos;
    };
    while (!text.empty()) {
        const auto end = std::find_if(text.begin(), text.end(), escaped);
        out.append(text.begin(), end);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
        if (!text.empty()) {
            const auto byte = static_cast<std::uint8_t>(text.front());
            const char escape[] = {'%', kUpperHex[byte >> 4], kUpperHex[byte & 15]};
            out.append(escape, sizeof escape);
            text.remove_prefix(1);
        }
    }
}

Result<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const auto end = plus == Plus::as_space ? text.find_first_of("%+") : text.find('%');
        out += text.substr(0, end);
        if (end == std::string_view::npos) {
            return out;
        }
        const bool escape = text[end] == '%';
        text.remove_prefix(end + 1);
        if (!escape) {
            out += ' ';
            continue;
        }
        const int high = text.size() >= 2 ? hex_value(text[0]) : -1;
        const int low = text.size() >= 2 ? hex_value(text[1]) : -1;
        if (high < 0 || low < 0) {
            return Error{ErrorKind::invalid, "broken percent escape"};
        }
        out += static_cast<char>(high * 16 + low);
        text.remove_prefix(2);
    }
}

}  // namespace licet
