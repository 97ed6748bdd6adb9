// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "journal/verify.h"
#include "server/data.h"

#include <fmt/format.h>

#include <algorithm>

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

/// A log that was never served has no journal.
Result<void> verify_journal(const std::filesystem::path& directory) {
    std::error_code ignored;
    if (!std::filesystem::exists(directory, ignored)) {
        return {};
    }
    LICET_TRY(const auto report, journal::verify(directory));
    if (report.first_bad) {
        return Error{
            ErrorKind::invalid,
            fmt::format("the journal is damaged at segment {}, line {}: {}",
                        report.first_bad->segment, report.first_bad->line, report.problem)};
    }
    fmt::print("{} journal entries, the hash chain holds\n", report.entries);
    return {};
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
    LICET_TRY(const auto report, log::verify(*log));
    if (report.first_bad) {
        return Error{ErrorKind::invalid, fmt::format("the log is damaged at revision {}: {}",
                                                     *report.first_bad, report.problem)};
    }
    fmt::print("{} records, the hash chain holds\n", report.records);
    return verify_journal(std::filesystem::path{arguments.data} / server::kJournalDirectory);
}

}  // namespace licet::cli
