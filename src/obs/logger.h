// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <atomic>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

namespace licet::obs {

enum class Level { debug, info, warn, error };

/// What lines look like: for people, `2026-11-23T07:38:14.123Z info  server started port=8080`, or
/// JSON, `{"time":"2026-11-23T07:38:14.123Z","level":"info","message":"server
/// started","port":8080}`.
enum class Format { text, json };

/// One `key=value` of a line. Keys are literals such as `account`, and none of `time`, `level` and
/// `message`; values may hold any bytes.
struct Field {
    std::string_view key;
    std::string value;
    bool is_number = false;

    Field(std::string_view name, std::string_view text) : key{name}, value{text} {}
    Field(std::string_view name, const char* text) : key{name}, value{text} {}
    Field(std::string_view name, std::integral auto number)
        : key{name}, value{std::to_string(number)}, is_number{true} {}
};

/// Writes one line per message.
///
/// Control characters, quotes and blanks in values are quoted and escaped, so a hostile value can
/// neither start a line nor forge a field. Thread-safe; each line goes out in one piece.
class Logger {
public:
    /// Takes one line, its line feed included. Called by one thread at a time.
    using Sink = std::function<void(std::string_view line)>;

    /// Writes to stderr. @param clock outlives this.
    Logger(const Clock& clock, Level threshold);
    Logger(const Clock& clock, Level threshold, Sink sink);

    using Fields = std::initializer_list<Field>;
    void debug(std::string_view message, Fields fields = {}) { log(Level::debug, message, fields); }
    void info(std::string_view message, Fields fields = {}) { log(Level::info, message, fields); }
    void warn(std::string_view message, Fields fields = {}) { log(Level::warn, message, fields); }
    void error(std::string_view message, Fields fields = {}) { log(Level::error, message, fields); }

    /// Whether lines of this level are written; ask before building costly fields.
    bool enabled(Level level) const { return level >= threshold_.load(std::memory_order_relaxed); }
    void set_threshold(Level threshold) { threshold_ = threshold; }
    void set_format(Format format) { format_ = format; }

private:
    void log(Level level, std::string_view message, Fields fields);

    const Clock& clock_;
    std::atomic<Level> threshold_;
    std::atomic<Format> format_ = Format::text;
    std::mutex mutex_;
    Sink sink_;  // guarded by mutex_
};

}  // namespace licet::obs
