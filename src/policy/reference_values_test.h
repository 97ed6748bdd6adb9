// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "policy/reference_evaluator_test.h"

#include <arpa/inet.h>

#include <algorithm>
#include <bitset>
#include <cctype>
#include <cstdlib>
#include <optional>

/// How the reference evaluator reads and compares single values. Reads the IAM User Guide:
/// wildcards, ARNs, condition operators. Shares with what it judges the reading of times.
namespace licet::policy::reference {

inline std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return text;
}

inline Texts split(std::string_view text, char at, std::size_t most) {
    Texts out(1);
    int braces = 0;
    for (const char c : text) {
        braces += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (c == at && braces == 0 && out.size() < most) {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

/// UTF-8 characters. What is `exact` is marked, so that its `*` is no wildcard.
inline Texts letters(std::string_view text, bool exact) {
    Texts out;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U && !out.empty()) {
            out.back() += c;
        } else {
            out.push_back((exact ? "=" : "") + std::string(1, c));
        }
    }
    return out;
}

inline bool matches(const Texts& pattern, const Texts& text, std::size_t p, std::size_t t) {
    if (p == pattern.size() || pattern[p] == "*") {
        return p == pattern.size() ? t == text.size()
                                   : matches(pattern, text, p + 1, t) ||
                                         (t < text.size() && matches(pattern, text, p, t + 1));
    }
    return t < text.size() && (pattern[p] == "?" || pattern[p].ends_with(text[t])) &&
           matches(pattern, text, p + 1, t + 1);
}

/// The bits that count of an address or network, after `4` or `6`; IPv4 within IPv6 is IPv4.
inline std::string bits(const std::string& text) {
    const auto parts = split(text, '/', 2);
    const bool v6 = text.find(':') != std::string::npos;
    std::string bytes(v6 ? 16 : 4, 0), out;
    if (inet_pton(v6 ? AF_INET6 : AF_INET, parts[0].c_str(), bytes.data()) != 1) {
        return "none";
    }
    for (const char byte : bytes) {
        out += std::bitset<8>(static_cast<unsigned char>(byte)).to_string();
    }
    out.resize(parts.size() == 2 ? std::stoul(parts[1]) : out.size());
    const bool mapped = v6 && out.starts_with(std::string(80, '0') + std::string(16, '1'));
    return (v6 && !mapped ? "6" : "4") + out.substr(mapped ? 96 : 0);
}

/// A number, or for dates the seconds since 1970.
inline std::optional<double> number(bool date, const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (!text.empty() && *end == 0 && !(date && text.size() == 4)) {
        return value;
    }
    const auto whole = text + &"0000-01-01"[std::min<std::size_t>(text.size(), 10)];
    const auto time = parse_iso8601(whole);
    return date && time.ok() ? std::optional{static_cast<double>(to_epoch_ms(*time)) / 1000}
                             : std::nullopt;
}

}  // namespace licet::policy::reference
