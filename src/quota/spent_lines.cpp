// SPDX-License-Identifier: Apache-2.0
#include "quota/spent_lines.h"

#include "base/decimal.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

namespace licet::quota {
namespace {

/// What a counter holds at most: so much was never spent, but a file may say so.
constexpr std::int64_t kSpentMax = std::int64_t{1} << 60;

constexpr std::string_view kForgotten = "forgotten ";
constexpr char kNumbering = '#';

/// The number that is all of a text.
std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && at == text.data() + text.size();
    return whole && number >= 0 ? std::optional{number} : std::nullopt;
}

/// A number and the blank after it, from the front of a text.
std::optional<std::int64_t> take_number(std::string_view& text) {
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos) {
        return std::nullopt;
    }
    const auto number = parse_number(text.substr(0, blank));
    text.remove_prefix(blank + 1);
    return number;
}

void add(Spent& spent, Time window, std::int64_t amount) {
    if (spent.window < window) {
        spent = {.window = window};
    }
    if (spent.window == window) {
        spent.amount = added(spent.amount, amount);
    }
}

}  // namespace

std::int64_t added(std::int64_t spent, std::int64_t amount) {
    return spent + std::min(amount, kSpentMax - spent);
}

void append_spent(std::string& lines, std::string_view counter, Time window, std::int64_t amount) {
    append_decimal(lines, to_epoch_ms(window));
    lines += ' ';
    append_decimal(lines, amount);
    lines += ' ';
    lines += counter;
    lines += '\n';
}

void append_numbering(std::string& lines, std::uint32_t number, std::string_view counter,
                      Time window, std::int64_t amount) {
    append_decimal(lines += kNumbering, number);
    append_spent(lines += ' ', counter, window, amount);
}

/// Each call writes some.
void append_numbered(std::string& lines, std::uint32_t number, std::int64_t amount) {
    append_decimal(lines, number);
    append_decimal(lines += ' ', amount);
    lines += '\n';
}

void append_forgotten(std::string& lines, std::string_view counter) {
    lines.append(kForgotten).append(counter) += '\n';
}

bool SpentReader::take(std::string_view line) {
    if (line.starts_with(kForgotten) && line.size() > kForgotten.size()) {
        if (const auto found = sums_.find(line.substr(kForgotten.size())); found != sums_.end()) {
            found->second = {};  // a number may stand for it
        }
        return true;
    }
    if (line.starts_with(kNumbering)) {
        line.remove_prefix(1);
        return take_number(line) == std::int64_t(numbered_.size()) && take_named(line, true);
    }
    const auto blank = line.find(' ');
    const bool is_numbered =
        blank != std::string_view::npos && line.find(' ', blank + 1) == std::string_view::npos;
    return is_numbered ? take_numbered(line) : take_named(line, false);
}

bool SpentReader::take_named(std::string_view line, bool numbering) {
    const auto window = take_number(line);
    const auto amount = take_number(line);
    if (!window || !amount || line.empty()) {
        return false;
    }
    const auto in = from_epoch_ms(*window);
    auto found = sums_.find(line);
    if (found == sums_.end()) {
        found = sums_.emplace(line, Spent{.window = in}).first;
    }
    add(found->second, in, *amount);
    if (numbering) {
        numbered_.push_back({&found->second, in});
    }
    return true;
}

bool SpentReader::take_numbered(std::string_view line) {
    const auto number = take_number(line);
    const auto amount = parse_number(line);
    if (!number || !amount || *number >= std::int64_t(numbered_.size())) {
        return false;
    }
    const auto& [spent, window] = numbered_[static_cast<std::size_t>(*number)];
    add(*spent, window, *amount);
    return true;
}

void tidy(Sums& sums) {
    std::erase_if(sums, [](const auto& sum) {
        return sum.second.window == Time{} && sum.second.amount == 0;
    });
}

}  // namespace licet::quota
