// SPDX-License-Identifier: Apache-2.0
//
// The lines that tell what was spent. Of several windows of a counter the last one counts.
//
//   WINDOW AMOUNT COUNTER      so much more in the window that began then (milliseconds since 1970)
//   #N WINDOW AMOUNT COUNTER   the same; from here on, in this text, N stands for both
//   N AMOUNT                   so much more of that counter in that window
//   forgotten COUNTER          nothing counts that is before it
//
// The n-th line that numbers has the number n, from 0.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace licet::quota {

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
        return std::hash<std::string_view>{}(name);
    }
};
template <typename T>
using ByName = std::unordered_map<std::string, T, NameHash, std::equal_to<>>;

/// The sum of amounts that are not negative, but for those beyond all bounds.
std::int64_t added(std::int64_t spent, std::int64_t amount);

/// What was spent in the last window of a counter.
struct Spent {
    Time window = {};
    std::int64_t amount = 0;
};
using Sums = ByName<Spent>;

/// Each appends a line. @param amount at least 0
void append_spent(std::string& lines, std::string_view counter, Time window, std::int64_t amount);
void append_numbering(std::string& lines, std::uint32_t number, std::string_view counter,
                      Time window, std::int64_t amount);
void append_numbered(std::string& lines, std::uint32_t number, std::int64_t amount);
void append_forgotten(std::string& lines, std::string_view counter);

/// Brings the lines of one text into sums, which are to be tidied after it.
class SpentReader {
public:
    explicit SpentReader(Sums& sums) : sums_{sums} {}
    /// @param line without its end. @return false for what is no line
    bool take(std::string_view line);

private:
    struct Numbered {
        Spent* spent;
        Time window;
    };
    bool take_named(std::string_view line, bool numbering);
    bool take_numbered(std::string_view line);

    Sums& sums_;
    std::vector<Numbered> numbered_;
};

/// Drops what was forgotten, and whatever else is as good as unknown.
void tidy(Sums& sums);

}  // namespace licet::quota
