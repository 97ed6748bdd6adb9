// SPDX-License-Identifier: Apache-2.0
#include "meter/minutes.h"

#include "base/decimal.h"
#include "base/file.h"
#include "base/time.h"
#include "base/utf8.h"
#include "meter/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace licet::meter {
namespace {

/// More than any row can have: a file that says so is damaged.
constexpr std::int64_t kRowMost = 1'000'000'000'000'000;

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kLineBytesMax = 32U << 10;  // seven texts and fifteen numbers

constexpr std::string_view RowKey::*kTexts[] = {
    &RowKey::account,  &RowKey::principal, &RowKey::model, &RowKey::region,
    &RowKey::upstream, &RowKey::grant,     &RowKey::tags};
/// Of a line without tags, as they were written before there were any.
constexpr auto kTabsWithoutTags =
    static_cast<std::ptrdiff_t>(std::size(kTexts) - 1 + std::size(kTotalsMembers));

constexpr std::uint64_t every(std::uint8_t byte) {
    return 0x0101010101010101U * byte;
}

/// Whether one of eight characters is a control character. Subtracting borrows into the top bit of
/// a byte that is smaller than what is taken from it; `~` leaves out those whose top bit was set.
bool any_control(std::uint64_t eight) {
    const std::uint64_t deletes = eight ^ every(0x7f);
    return ((((eight - every(0x20)) & ~eight) | ((deletes - every(1)) & ~deletes)) & every(0x80)) !=
           0;
}

/// Each call writes seven texts, nearly never with one.
bool has_control(std::string_view text) {
    std::uint64_t eight = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        if (any_control(eight)) {
            return true;
        }
    }
    return std::any_of(text.begin(), text.end(), is_control);
}

/// What is before the next tab, which goes too.
std::optional<std::string_view> take_text(std::string_view& line) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) {
        return std::nullopt;
    }
    const auto text = line.substr(0, tab);
    line.remove_prefix(tab + 1);
    return text;
}

bool take_number(std::string_view& line, std::int64_t& number) {
    const auto text = take_text(line);
    if (!text) {
        return false;
    }
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    return error == std::errc{} && end == text->data() + text->size();
}

/// Where the last whole line of a file ends.
Result<std::uint64_t> end_of_lines(const File& file) {
    LICET_TRY(const auto size, file.size());
    for (std::uint64_t end = size; end > 0;) {
        const auto begin = end - std::min<std::uint64_t>(end, kLineBytesMax);
        LICET_TRY(const auto text, file.read_at(begin, static_cast<std::size_t>(end - begin)));
        if (const auto feed = text.rfind('\n'); feed != std::string::npos) {
            return begin + feed + 1;
        }
        end = begin;
    }
    return std::uint64_t{0};
}

Result<void> truncate(const File& file, std::uint64_t size) {
    if (::ftruncate(file.descriptor(), static_cast<off_t>(size)) != 0) {
        return system_error("cannot shorten", file.path());
    }
    return {};
}

/// All of the text, or none of it.
Result<void> append(const std::filesystem::path& path, std::string_view text, std::int64_t day,
                    const Touch& touch) {
    LICET_TRY(auto file, File::open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC));
    LICET_TRY(const auto end, end_of_lines(file));
    LICET_TRY(const auto size, file.size());
    if (end != size) {  // of a writer that was killed
        LICET_TRY_VOID(truncate(file, end));
    }
    LICET_TRY_VOID(touch(day, end));
    auto written = file.write_all(text);
    if (!written.ok()) {
        LICET_TRY_VOID(truncate(file, end));
    }
    return written;
}

}  // namespace

void append_text(std::string& out, std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        for (; bytes_max > 0 && continues_character(text[bytes_max]); --bytes_max) {
        }
        text = text.substr(0, bytes_max);
    }
    if (has_control(text)) {
        std::replace_copy_if(text.begin(), text.end(), std::back_inserter(out), is_control, '?');
    } else {
        out += text;
    }
}

void write_key(std::string& out, const RowKey& key) {
    out.clear();
    append_decimal(out, key.minute);
    for (const auto text : kTexts) {
        out += '\t';
        append_text(out, key.*text, text == &RowKey::tags ? kTagsBytesMax : kTextBytesMax);
    }
    out += '\t';
}

void write_row(std::string& out, std::string_view key, const Totals& totals) {
    constexpr std::size_t kNumberBytes = 21;  // with a tab behind it
    std::array<char, kNumberBytes * std::size(kTotalsMembers)> numbers;
    char* at = numbers.data();
    for (const auto& member : kTotalsMembers) {
        at = std::to_chars(at, numbers.data() + numbers.size(), totals.*member.value).ptr;
        *at++ = '\t';
    }
    at[-1] = '\n';
    (out += key).append(numbers.data(), static_cast<std::size_t>(at - numbers.data()));
}

void add(Rows& rows, std::string_view key, const Totals& totals) {
    auto found = rows.find(key);
    if (found == rows.end()) {
        found = rows.emplace(std::string{key}, Totals{}).first;
    }
    found->second.add(totals);
}

Result<void> append_rows(const std::filesystem::path& directory, Rows& rows, const Touch& touch) {
    struct Batch {
        std::string text;
        std::vector<std::string_view> keys;
    };
    std::map<std::int64_t, Batch> batches;  // by day
    for (const auto& [key, totals] : rows) {
        std::int64_t minute = 0;
        std::from_chars(key.data(), key.data() + key.size(), minute);
        auto& batch = batches[minute / kMinutesPerDay];
        batch.keys.push_back(key);
        write_row(batch.text, key, totals);
    }
    Result<void> outcome;
    for (const auto& [day, batch] : batches) {
        const auto path = file_of(directory, day * kMinutesPerDay);
        if (auto appended = append(path, batch.text, day, touch); !appended.ok()) {
            outcome = Error{ErrorKind::unavailable, appended.error().message};
            continue;
        }
        for (const auto key : batch.keys) {
            rows.erase(rows.find(key));
        }
    }
    return outcome;
}

Result<void> shorten(const std::filesystem::path& directory, std::int64_t day,
                     std::uint64_t bytes) {
    const auto file = File::open(file_of(directory, day * kMinutesPerDay), O_WRONLY | O_CLOEXEC);
    if (!file.ok()) {
        return file.error().kind == ErrorKind::not_found ? Result<void>{} : file.error();
    }
    LICET_TRY(const auto size, file->size());
    return size > bytes ? truncate(*file, bytes) : Result<void>{};
}

std::filesystem::path file_of(const std::filesystem::path& directory, std::int64_t minute) {
    const auto day = format_iso8601(Time{std::chrono::minutes{minute}}).substr(0, 10);
    return directory / (day + ".tsv");
}

void remove_files_before(const std::filesystem::path& directory, std::int64_t minute) {
    const auto first_kept = file_of(directory, minute);
    std::error_code failed;
    for (std::filesystem::directory_iterator files{directory, failed};
         !failed && files != std::filesystem::directory_iterator{}; files.increment(failed)) {
        const auto& path = files->path();
        if (path.extension() == ".tsv" && path < first_kept) {
            std::error_code ignored;  // then the next day's turn gets it
            std::filesystem::remove(path, ignored);
        }
    }
}

namespace {

/// @param line without its line feed
Result<void> read_row(std::string_view line, const VisitRow& visit) {
    const std::string text = std::string{line} + '\t';
    std::string_view rest = text;
    RowKey key;
    Totals totals;
    bool sound = take_number(rest, key.minute);
    const bool has_tags = std::count(line.begin(), line.end(), '\t') != kTabsWithoutTags;
    for (const auto member : kTexts) {
        if (member == &RowKey::tags && !has_tags) {
            continue;
        }
        const auto taken = take_text(rest);
        sound = sound && taken.has_value();
        key.*member = taken.value_or("");
    }
    for (const auto& member : kTotalsMembers) {
        auto& value = totals.*member.value;
        sound = sound && take_number(rest, value) && value >= 0 && value <= kRowMost;
    }
    if (!sound || !rest.empty()) {
        return Error{ErrorKind::internal,
                     fmt::format("`{}` is no row of usage", line.substr(0, 100))};
    }
    return visit(key, totals);
}

}  // namespace

Result<void> read_lines(std::string_view lines, const VisitRow& visit) {
    for (auto end = lines.find('\n'); end != std::string_view::npos; end = lines.find('\n')) {
        LICET_TRY_VOID(read_row(lines.substr(0, end), visit));
        lines.remove_prefix(end + 1);
    }
    return {};
}

Result<void> read_rows(const Extent& extent, const VisitRow& visit) {
    LICET_TRY(const auto file, File::open(extent.path, O_RDONLY | O_CLOEXEC));
    std::string text;
    for (std::uint64_t at = 0; at < extent.bytes;) {
        const auto size = std::min<std::uint64_t>(kChunkBytes, extent.bytes - at);
        LICET_TRY(const auto chunk, file.read_at(at, static_cast<std::size_t>(size)));
        if (chunk.empty()) {
            break;
        }
        at += chunk.size();
        text += chunk;
        const auto whole = text.rfind('\n') + 1;  // 0 when there is none
        if (auto read = read_lines(std::string_view{text}.substr(0, whole), visit); !read.ok()) {
            auto error = std::move(read).error();
            if (error.kind == ErrorKind::internal) {
                error.message = extent.path.string() + ": " + error.message;
            }
            return error;
        }
        text.erase(0, whole);
    }
    return {};
}

}  // namespace licet::meter
