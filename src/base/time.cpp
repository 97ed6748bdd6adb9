// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet {
namespace {

Error bad_time(std::string_view text) {
    return Error{ErrorKind::invalid,
                 fmt::format("`{}` is not a date and time", text.substr(0, 64))};
}

/// Overwrites `count` digits. Each call writes a time: fmt would take ten times as long.
void write_digits(std::string& text, std::size_t at, std::size_t count, std::int64_t number) {
    for (; count > 0; number /= 10) {
        text[at + --count] = static_cast<char>('0' + number % 10);
    }
}

/// Reads exactly `count` digits at `position`, moving it past them; -1 if they are not all digits.
int read_digits(std::string_view text, std::size_t& position, std::size_t count) {
    if (position + count > text.size()) {
        return -1;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char c = text[position + i];
        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    position += count;
    return value;
}

bool read_char(std::string_view text, std::size_t& position, char wanted) {
    if (position >= text.size() || text[position] != wanted) {
        return false;
    }
    ++position;
    return true;
}

struct Fields {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0;
};

Result<Time> assemble(const Fields& f, std::string_view text) {
    const std::chrono::year_month_day date{std::chrono::year{f.year},
                                           std::chrono::month{static_cast<unsigned>(f.month)},
                                           std::chrono::day{static_cast<unsigned>(f.day)}};
    if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 59) {
        return bad_time(text);
    }
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{f.hour} +
           std::chrono::minutes{f.minute} + std::chrono::seconds{f.second} + Milliseconds{f.ms};
}

bool read_fraction(std::string_view text, std::size_t& at, int& ms) {
    if (!read_char(text, at, '.')) {
        return true;
    }
    int digits = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
        if (digits < 3) {
            ms = ms * 10 + (text[at] - '0');
        }
    }
    for (int i = digits; i < 3; ++i) {
        ms *= 10;
    }
    return digits > 0;
}

/// Reads `Z` or `±HH:MM` at the end of the text.
bool read_zone(std::string_view text, std::size_t& at, std::chrono::minutes& offset) {
    if (read_char(text, at, 'Z')) {
        return at == text.size();
    }
    const bool minus = at < text.size() && text[at] == '-';
    if (!minus && (at >= text.size() || text[at] != '+')) {
        return false;
    }
    ++at;
    const int hours = read_digits(text, at, 2);
    const bool colon = read_char(text, at, ':');
    const int minutes = read_digits(text, at, 2);
    if (!colon || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || at != text.size()) {
        return false;
    }
    offset = std::chrono::minutes{(hours * 60 + minutes) * (minus ? -1 : 1)};
    return true;
}

}  // namespace

std::string format_iso8601(Time time) {
    time = std::clamp(time, kTimeMin, kTimeMax);
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::string text = "0000-00-00T00:00:00.000Z";
    write_digits(text, 0, 4, static_cast<int>(date.year()));
    write_digits(text, 5, 2, static_cast<unsigned>(date.month()));
    write_digits(text, 8, 2, static_cast<unsigned>(date.day()));
    write_digits(text, 11, 2, clock.hours().count());
    write_digits(text, 14, 2, clock.minutes().count());
    write_digits(text, 17, 2, clock.seconds().count());
    if (const auto rest = clock.subseconds().count(); rest != 0) {
        write_digits(text, 20, 3, rest);
    } else {
        text.replace(19, 5, "Z");
    }
    return text;
}

std::string format_basic(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Result<Time> parse_iso8601(std::string_view text) {
    Fields f;
    std::size_t at = 0;
    f.year = read_digits(text, at, 4);
    const bool dash1 = read_char(text, at, '-');
    f.month = read_digits(text, at, 2);
    const bool dash2 = read_char(text, at, '-');
    f.day = read_digits(text, at, 2);
    if (f.year < 0 || f.month < 0 || f.day < 0 || !dash1 || !dash2) {
        return bad_time(text);
    }
    if (at == text.size()) {
        return assemble(f, text);
    }
    const bool t = read_char(text, at, 'T');
    f.hour = read_digits(text, at, 2);
    const bool colon1 = read_char(text, at, ':');
    f.minute = read_digits(text, at, 2);
    const bool colon2 = read_char(text, at, ':');
    f.second = read_digits(text, at, 2);
    if (!t || !colon1 || !colon2 || f.hour < 0 || f.minute < 0 || f.second < 0) {
        return bad_time(text);
    }
    std::chrono::minutes offset{0};
    if (!read_fraction(text, at, f.ms) || !read_zone(text, at, offset)) {
        return bad_time(text);
    }
    LICET_TRY(const Time local, assemble(f, text));
    const Time time = local - offset;
    if (time < kTimeMin || time > kTimeMax) {
        return bad_time(text);
    }
    return time;
}

Result<Time> parse_basic(std::string_view text) {
    Fields f;
    std::size_t at = 0;
    f.year = read_digits(text, at, 4);
    f.month = read_digits(text, at, 2);
    f.day = read_digits(text, at, 2);
    const bool t = read_char(text, at, 'T');
    f.hour = read_digits(text, at, 2);
    f.minute = read_digits(text, at, 2);
    f.second = read_digits(text, at, 2);
    const bool z = read_char(text, at, 'Z');
    if (!t || !z || at != text.size() || f.year < 0 || f.month < 0 || f.day < 0 || f.hour < 0 ||
        f.minute < 0 || f.second < 0) {
        return bad_time(text);
    }
    return assemble(f, text);
}

}  // namespace licet
