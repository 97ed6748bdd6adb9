// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/log.h"

#include <filesystem>
#include <memory>

namespace licet::log {

enum class OpenMode {
    create_new,  ///< makes an empty log, durably; `conflict` when there is one
    existing,    ///< opens for writing; the caller holds the data directory's lock
    read_only    ///< opens for reading, also beside a running server
};

/// The file of the log inside the data directory. Its table `record(revision, body, hash)` may be
/// read with the sqlite3 tool; docs and support rely on that.
inline constexpr std::string_view kSqliteLogFile = "log.sqlite3";

/// Opens the log kept in SQLite under `data_dir` (file mode 0600, WAL, every append synced).
///
/// @return `not_found` without a log; `invalid` when the file is something else or of a newer
/// format;
///         `internal` when the disk fails.
Result<std::unique_ptr<Log>> open_sqlite_log(const std::filesystem::path& data_dir, OpenMode mode);

}  // namespace licet::log
