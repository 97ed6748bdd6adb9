// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace licet {

/// A text whose length in characters is bounded, and which a predicate may restrict further.
template <std::int64_t Min, std::int64_t Max, bool (*Matches)(std::string_view) = nullptr>
struct Text : std::string {
    using std::string::string;
    using std::string::operator=;
    Text(std::string text) : std::string{std::move(text)} {}
    static constexpr std::int64_t kMin = Min;
    static constexpr std::int64_t kMax = Max;
    static constexpr auto kMatches = Matches;
};

/// A list whose length is bounded.
template <typename T, std::int64_t Min, std::int64_t Max>
struct List : std::vector<T> {
    using std::vector<T>::vector;
    List(std::vector<T> items) : std::vector<T>{std::move(items)} {}
    static constexpr std::int64_t kMin = Min;
    static constexpr std::int64_t kMax = Max;
};

/// A whole number within bounds.
template <std::int64_t Min, std::int64_t Max>
struct Integer {
    std::int64_t value = Min;
    static constexpr std::int64_t kMin = Min;
    static constexpr std::int64_t kMax = Max;
    bool operator==(const Integer&) const = default;
};

/// Bytes; base64 on JSON wires.
struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

/// Any JSON value, as its text; empty text stands for null.
struct JsonText {
    std::string text;
    bool operator==(const JsonText&) const = default;
};

}  // namespace licet
