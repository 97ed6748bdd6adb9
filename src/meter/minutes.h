// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "meter/totals.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

/// Rows of usage, one per minute and what else tells calls apart, and the files they are kept in:
/// one per day (UTC), `2026-11-27.tsv`, only ever appended to. A minute's rows may come in several
/// parts.
namespace licet::meter {

/// What rows are told apart by.
struct RowKey {
    std::int64_t minute = 0;  ///< since 1970
    std::string_view account = {};
    std::string_view principal = {};
    std::string_view model = {};
    std::string_view region = {};
    std::string_view upstream = {};
    std::string_view grant = {};
    std::string_view tags = {};  ///< of meter/tags.h
};

/// Stands in place of texts that there was no room for.
inline constexpr std::string_view kFolded = "(folded)";
/// Longer texts are cut; those of tags past kTagsBytesMax.
inline constexpr std::size_t kTextBytesMax = 1024;

constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
/// Appends a text as rows keep it: cut between characters of UTF-8, with `?` for control
/// characters.
void append_text(std::string& out, std::string_view text, std::size_t bytes_max);

/// A row's key as it is stored: its members with a tab behind each. @param out is overwritten.
void write_key(std::string& out, const RowKey& key);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
/// By written keys.
using Rows = std::unordered_map<std::string, Totals, TextHash, std::equal_to<>>;

/// Appends the row as it is stored, with the line feed.
void write_row(std::string& out, std::string_view key, const Totals& totals);

void add(Rows& rows, std::string_view key, const Totals& totals);

/// Called before anything is appended to the file of a day. @param bytes it has; an error leaves it
/// so
using Touch = std::function<Result<void>(std::int64_t day, std::uint64_t bytes)>;

/// Appends rows to the files of their days and takes them out of `rows`. Those of a file that fails
/// stay, and are not in it. @return `unavailable`, naming the file.
Result<void> append_rows(const std::filesystem::path& directory, Rows& rows, const Touch& touch);

/// Takes away what the file of a day has beyond so many bytes. @return `internal`
Result<void> shorten(const std::filesystem::path& directory, std::int64_t day, std::uint64_t bytes);

/// The file of the day that a minute is in.
std::filesystem::path file_of(const std::filesystem::path& directory, std::int64_t minute);

inline constexpr std::int64_t kMinutesPerDay = 24 * 60;

/// Removes the files of the days that end before a minute.
void remove_files_before(const std::filesystem::path& directory, std::int64_t minute);

/// A file as it was at some moment.
struct Extent {
    std::filesystem::path path;
    std::uint64_t bytes = 0;
};

using VisitRow = std::function<Result<void>(const RowKey&, const Totals&)>;

/// Reads rows from a file; a last line that is not whole is left out.
/// @return `not_found`, `internal` naming a damaged line, or an error of `visit`.
Result<void> read_rows(const Extent& extent, const VisitRow& visit);

/// Reads rows from whole lines. @return `internal`, quoting the line, or an error of `visit`
Result<void> read_lines(std::string_view lines, const VisitRow& visit);

}  // namespace licet::meter
