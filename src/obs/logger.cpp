// SPDX-License-Identifier: Apache-2.0
#include "obs/logger.h"

#include "base/json_writer.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include <unistd.h>

namespace licet::obs {
namespace {

constexpr std::array<std::string_view, 4> kNames{"debug", "info", "warn", "error"};
constexpr std::size_t kLongestName = 5;

void write_stderr(std::string_view line) {
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written <= 0) {
            return;  // nowhere left to complain
        }
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

void append_escaped(std::string& out, std::string_view text, bool quoted) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            out.append("\\x").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
        } else {
            if (quoted && (c == '"' || c == '\\')) {
                out += '\\';
            }
            out += c;
        }
    }
}

bool needs_quotes(std::string_view value) {
    return value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\\' || c == '=' ||
                      c == '\x7f';
           });
}

std::string text_line(Time now, std::string_view level, std::string_view message,
                      Logger::Fields fields) {
    std::string line = format_iso8601(now);
    line.append(" ").append(level).append(kLongestName + 1 - level.size(), ' ');
    append_escaped(line, message, false);
    for (const Field& field : fields) {
        line.append(" ").append(field.key).append("=");
        const bool quoted = needs_quotes(field.value);
        line += quoted ? "\"" : "";
        append_escaped(line, field.value, quoted);
        line += quoted ? "\"" : "";
    }
    return line += '\n';
}

/// What is not UTF-8 has `?` for all that is not ASCII.
std::string readable(std::string_view text) {
    std::string out{text};
    if (!simdjson::validate_utf8(out)) {
        std::replace_if(
            out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
            '?');
    }
    return out;
}

std::string json_line(Time now, std::string_view level, std::string_view message,
                      Logger::Fields fields) {
    std::string line;
    JsonWriter json{line};
    json.begin_object();
    json.member("time", format_iso8601(now));
    json.member("level", level);
    json.member("message", readable(message));
    for (const Field& field : fields) {
        if (field.is_number) {
            json.key(field.key).raw(field.value);
        } else {
            json.member(field.key, readable(field.value));
        }
    }
    json.end_object();
    return line += '\n';
}

}  // namespace

Logger::Logger(const Clock& clock, Level threshold) : Logger{clock, threshold, write_stderr} {}

Logger::Logger(const Clock& clock, Level threshold, Sink sink)
    : clock_{clock}, threshold_{threshold}, sink_{std::move(sink)} {}

void Logger::log(Level level, std::string_view message, Fields fields) {
    if (!enabled(level)) {
        return;
    }
    const auto name = kNames[static_cast<std::size_t>(level)];
    const auto line = format_ == Format::json ? json_line(clock_.now(), name, message, fields)
                                              : text_line(clock_.now(), name, message, fields);
    const std::lock_guard lock{mutex_};
    sink_(line);
}

}  // namespace licet::obs
