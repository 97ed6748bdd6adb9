// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include "base/random.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace licet {
namespace {

constexpr std::uint64_t every(std::uint8_t byte) {
    return 0x0101010101010101U * byte;
}

/// Not 0 where one of eight characters needs an escape. Subtracting borrows into the top bit of a
/// byte that is smaller than what is taken from it; `~` leaves out those whose top bit was set.
std::uint64_t to_escape(std::uint64_t eight) {
    const std::uint64_t quotes = eight ^ every('"');
    const std::uint64_t slashes = eight ^ every('\\');
    return (((eight - every(0x20)) & ~eight) | ((quotes - every(1)) & ~quotes) |
            ((slashes - every(1)) & ~slashes)) &
           every(0x80);
}

std::uint64_t to_escape(const char* eight_characters) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, eight_characters, sizeof eight);
    return to_escape(eight);
}

/// All characters of a text of 1 to 7, some of them twice.
std::uint64_t as_eight(std::string_view text) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    if (text.size() >= sizeof first) {
        std::memcpy(&first, text.data(), sizeof first);
        std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
        return std::uint64_t{last} << 32 | first;
    }
    const auto shifted = [&](std::size_t at, int bits) {
        return std::uint64_t{static_cast<std::uint8_t>(text[at])} << bits;
    };
    return every(' ') << 24 | shifted(0, 0) | shifted(text.size() / 2, 8) |
           shifted(text.size() - 1, 16);
}

bool is_plain(unsigned char c) {
    return c >= 0x20 && c != '"' && c != '\\';
}

constexpr std::size_t kBlockBytes = 32;

/// Whether all of a block stand for themselves. Looks at each, so that the compiler takes many at
/// once.
bool is_plain_block(const char* characters) {
    unsigned char found = 0;
    for (std::size_t i = 0; i < kBlockBytes; ++i) {
        const auto c = static_cast<unsigned char>(characters[i]);
        found |= static_cast<unsigned char>((c < 0x20) | (c == '"') | (c == '\\'));
    }
    return found == 0;
}

/// The first place from `at` on where eight characters do not all stand for themselves; the end
/// where all do.
std::size_t skip_plain(std::string_view text, std::size_t at) {
    const auto from = [&](std::size_t place) { return to_escape(text.data() + place); };
    while (at + kBlockBytes <= text.size() && is_plain_block(text.data() + at)) {
        at += kBlockBytes;
    }
    while (at + 8 <= text.size()) {
        if (from(at) != 0) {
            return at;
        }
        at += 8;
    }
    if (at != text.size() && text.size() >= 8) {  // the last eight, seen in part already
        at = from(text.size() - 8) == 0 ? text.size() : at;
    }
    return at;
}

/// Most names and values are short and plain.
constexpr std::size_t kShortBytes = 126;

/// What stands around a string.
struct Around {
    bool comma = false;  // before it
    bool colon = false;  // after it
};

/// Copies a text, eight characters at once. @return not 0 where one of them needs an escape
std::uint64_t copy(char* to, std::string_view text) {
    constexpr std::size_t kEight = sizeof(std::uint64_t);
    if (text.size() < kEight) {
        text.copy(to, text.size());
        return text.empty() ? 0 : to_escape(as_eight(text));
    }
    std::uint64_t found = 0;
    const auto copy_eight = [&](std::size_t at) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, kEight);
        std::memcpy(to + at, &eight, kEight);
        found |= to_escape(eight);
    };
    for (std::size_t at = 0; at + kEight < text.size(); at += kEight) {
        copy_eight(at);
    }
    copy_eight(text.size() - kEight);
    return found;
}

/// Appends a string that needs no escapes, in one piece with what stands around it. @return false,
/// with nothing appended, where it is not short or not plain
bool append_short(std::string& out, std::string_view text, Around around) {
    if (text.size() > kShortBytes) {
        return false;
    }
    char quoted[kShortBytes + 4];
    char* end = quoted;
    if (around.comma) {
        *end++ = ',';
    }
    *end++ = '"';
    if (copy(end, text) != 0) {
        return false;
    }
    end += text.size();
    *end++ = '"';
    if (around.colon) {
        *end++ = ':';
    }
    out.append(quoted, static_cast<std::size_t>(end - quoted));
    return true;
}

}  // namespace

bool needs_no_escape(std::string_view text) {
    if (text.size() < 8) {
        return text.empty() || to_escape(as_eight(text)) == 0;
    }
    std::uint64_t found = to_escape(text.data() + text.size() - 8);
    for (std::size_t at = 0; at + 8 < text.size(); at += 8) {
        found |= to_escape(text.data() + at);
    }
    return found == 0;
}

void append_json_string(std::string& out, std::string_view text) {
    if (append_short(out, text, {})) {
        return;
    }
    out += '"';
    std::size_t start = 0;
    for (std::size_t i = skip_plain(text, 0); i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (is_plain(c)) {
            continue;
        }
        out.append(text, start, i - start);
        start = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += kHexDigits[c >> 4];
                out += kHexDigits[c & 15];
        }
        i = skip_plain(text, start) - 1;
    }
    out.append(text, start, text.size() - start);
    out += '"';
}

void JsonWriter::separate() {
    if (!first_ && !after_key_) {
        out_ += ',';
    }
    first_ = false;
    after_key_ = false;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_ += '{';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_ += '[';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    if (!append_short(out_, name, {.comma = !first_, .colon = true})) {
        separate();
        append_json_string(out_, name);
        out_ += ':';
    }
    first_ = false;
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
    separate();
    append_json_string(out_, value);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    separate();
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out_.append(buffer, static_cast<std::size_t>(end - buffer));
    return *this;
}

JsonWriter& JsonWriter::real(double value) {
    if (!std::isfinite(value)) {
        return null();
    }
    separate();
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out_.append(buffer, static_cast<std::size_t>(end - buffer));
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

}  // namespace licet
