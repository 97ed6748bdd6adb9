// SPDX-License-Identifier: Apache-2.0
#include "log/sqlite/format.h"

#include "base/file.h"

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace licet::log::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x6c696374;  // "lict"
constexpr std::int64_t kFormat = 1;

// `writer` has one row: the newest epoch, which every append verifies.
constexpr const char* kSchema = R"(
PRAGMA page_size = {};
BEGIN;
PRAGMA application_id = {};
PRAGMA user_version = {};
CREATE TABLE record (
    revision INTEGER PRIMARY KEY CHECK (revision > 0),
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TABLE writer (epoch INTEGER NOT NULL) STRICT;
INSERT INTO writer (epoch) VALUES (0);
COMMIT;
PRAGMA journal_mode = WAL;
)";

}  // namespace

Result<void> create_log_file(const std::filesystem::path& path) {
    auto fresh = path;
    fresh += ".new";
    std::error_code ignored;
    std::filesystem::remove(fresh, ignored);
    {
        LICET_TRY(const auto file, File::open(fresh, O_CREAT | O_EXCL | O_RDWR, 0600));
        LICET_TRY(const auto database, Database::open(fresh, Access::read_write));
        LICET_TRY_VOID(
            database->execute(fmt::format(kSchema, kPageBytes, kApplicationId, kFormat).c_str()));
    }
    if (!std::filesystem::exists(path, ignored)) {
        // A write-ahead log that outlived its database would be taken for the new one's.
        std::filesystem::remove(path.string() + "-wal", ignored);
        std::filesystem::remove(path.string() + "-shm", ignored);
    }
    const bool linked = ::link(fresh.c_str(), path.c_str()) == 0;
    const int code = errno;
    std::filesystem::remove(fresh, ignored);
    if (!linked && code == EEXIST) {
        return Error{ErrorKind::conflict, "there is a log already: `" + path.string() + "`"};
    }
    if (!linked) {
        errno = code;
        return system_error("cannot create", path);
    }
    return sync_directory(path.parent_path());
}

Result<void> check_format(Database& database, const std::filesystem::path& path) {
    LICET_TRY(const auto application, database.integer("PRAGMA application_id"));
    if (application != kApplicationId) {
        return Error{ErrorKind::invalid, fmt::format("`{}` is not a log of licet", path.string())};
    }
    LICET_TRY(const auto format, database.integer("PRAGMA user_version"));
    if (format > kFormat) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` has format {}, newer than the {} this program knows: use a "
                                 "newer licet",
                                 path.string(), format, kFormat)};
    }
    return {};
}

}  // namespace licet::log::sqlite
