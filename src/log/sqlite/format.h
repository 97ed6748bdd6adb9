// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/sqlite/database.h"

namespace licet::log::sqlite {

/// Size of a page of the log's file, in bytes. Some dozen records of a usual size share one.
inline constexpr int kPageBytes = 16384;

/// Makes an empty log file (mode 0600) that is there whole or not at all after a crash.
/// @return `conflict` when `path` exists.
Result<void> create_log_file(const std::filesystem::path& path);

/// @return `invalid` when the file is not a log of ours or has a format newer than this program's.
Result<void> check_format(Database& database, const std::filesystem::path& path);

}  // namespace licet::log::sqlite
