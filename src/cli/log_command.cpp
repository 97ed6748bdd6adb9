// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"
#include "base/file.h"
#include "cli/commands.h"
#include "journal/verify.h"
#include "server/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace licet::cli {
namespace {

constexpr std::string_view kSealed = "\"sealed_secret\":\"";

/// The record without what is sealed in it. Sealed values are base64, so the next quote ends them.
std::string without_secrets(const std::string& body) {
    std::string out;
    std::size_t at = 0;
    for (auto found = body.find(kSealed); found != std::string::npos;
         found = body.find(kSealed, at)) {
        out.append(body, at, found + kSealed.size() - at);
        out += "(sealed)";
        at =
            std::min(body.find('"', found + kSealed.size()), body.size());  // a damaged one may end
    }
    return out.append(body, at, std::string::npos);
}

/// How far the chains go: `log 12 HASH` and `journal 3456 HASH`, a line each.
struct Heads {
    journal::Head log;
    journal::Head journal;
};

constexpr std::string_view kLogHead = "log ";
constexpr std::string_view kJournalHead = "journal ";
constexpr std::size_t kHeadsBytesMax = 512;

/// Takes one line off the front of `text`.
std::optional<journal::Head> take_head(std::string_view& text, std::string_view name) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto blank = line.find(' ', name.size());
    if (!line.starts_with(name) || blank == std::string_view::npos) {
        return std::nullopt;
    }
    journal::Head head;
    const auto* const end = line.data() + blank;
    const auto [stopped, fault] = std::from_chars(line.data() + name.size(), end, head.entry);
    const auto hash = from_hex(line.substr(blank + 1));
    if (fault != std::errc{} || stopped != end || !hash.ok() || hash->size() != head.hash.size()) {
        return std::nullopt;
    }
    std::copy(hash->begin(), hash->end(), head.hash.begin());
    return head;
}

/// Of a file that is not there yet: the beginnings.
Result<Heads> read_heads(const std::string& path) {
    if (path.empty()) {
        return Heads{};
    }
    std::error_code failed;
    if (const bool is_there = std::filesystem::exists(path, failed); failed) {
        return Error{ErrorKind::internal,
                     fmt::format("cannot look for `{}`: {}", path, failed.message())};
    } else if (!is_there) {
        fmt::print("`{}` is not there: nothing was noted that log and journal could be held to\n",
                   path);
        return Heads{};
    }
    LICET_TRY(const auto text, read_file(path, kHeadsBytesMax));
    std::string_view rest{text};
    const auto log = take_head(rest, kLogHead);
    const auto journal = take_head(rest, kJournalHead);
    if (!log || !journal || !rest.empty()) {
        return Error{ErrorKind::invalid, fmt::format("`{}` does not hold heads", path)};
    }
    return Heads{*log, *journal};
}

Result<void> write_heads(const std::string& path, const Heads& heads) {
    return replace_file(
        path, fmt::format("{}{} {}\n{}{} {}\n", kLogHead, heads.log.entry, to_hex(heads.log.hash),
                          kJournalHead, heads.journal.entry, to_hex(heads.journal.hash)));
}

/// The record of a log whose chain holds. @return `invalid` where there is none
Result<journal::Head> head_at(const log::Log& log, std::uint64_t revision) {
    journal::Head head;
    if (revision != 0) {
        LICET_TRY_VOID(log.read(revision, 1, [&](const log::Record& record) -> Result<void> {
            head = {record.revision, record.hash};
            return {};
        }));
    }
    if (head.entry != revision) {
        return Error{ErrorKind::invalid,
                     fmt::format("the log is damaged at revision {}: which was noted, is missing: "
                                 "the end was cut off",
                                 revision)};
    }
    return head;
}

/// @param noted what must still be there. @return how far the log goes
Result<journal::Head> verify_log(const log::Log& log, const journal::Head& noted) {
    LICET_TRY(const auto report, log::verify(log));
    if (report.first_bad) {
        return Error{ErrorKind::invalid, fmt::format("the log is damaged at revision {}: {}",
                                                     *report.first_bad, report.problem)};
    }
    LICET_TRY(const auto found, head_at(log, noted.entry));
    if (found.hash != noted.hash) {
        return Error{ErrorKind::invalid,
                     fmt::format("the log is damaged at revision {}: it is another than was noted: "
                                 "it or one before it was replaced",
                                 noted.entry)};
    }
    fmt::print("{} records, the hash chain holds\n", report.records);
    return head_at(log, report.records);
}

/// A log that was never served has no journal. @param noted what must still be there.
/// @return how far the journal goes
Result<journal::Head> verify_journal(const std::filesystem::path& directory,
                                     const journal::Head& noted) {
    std::error_code ignored;
    if (noted.entry == 0 && !std::filesystem::exists(directory, ignored)) {
        return journal::Head{};
    }
    LICET_TRY(const auto report, journal::verify(directory, noted));
    if (report.first_bad) {
        return Error{
            ErrorKind::invalid,
            fmt::format("the journal is damaged at segment {}, line {}: {}",
                        report.first_bad->segment, report.first_bad->line, report.problem)};
    }
    fmt::print("{} journal entries, the hash chain holds\n", report.entries);
    return report.head;
}

}  // namespace

Result<void> log_show(const LogArguments& arguments) {
    LICET_TRY(const auto log, server::open_log_to_read(arguments.data));
    const std::size_t limit = arguments.limit == 0 ? log->head() : arguments.limit;
    return log->read(arguments.from, limit, [](const log::Record& record) -> Result<void> {
        fmt::print("{}\n", without_secrets(record.body));
        return {};
    });
}

Result<void> log_verify(const LogArguments& arguments) {
    LICET_TRY(const auto log, server::open_log_to_read(arguments.data));
    LICET_TRY(const auto noted, read_heads(arguments.heads));
    Heads heads;
    LICET_TRY(heads.log, verify_log(*log, noted.log));
    LICET_TRY(heads.journal,
              verify_journal(std::filesystem::path{arguments.data} / server::kJournalDirectory,
                             noted.journal));
    return arguments.heads.empty() ? Result<void>{} : write_heads(arguments.heads, heads);
}

}  // namespace licet::cli
