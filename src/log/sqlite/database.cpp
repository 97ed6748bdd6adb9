// SPDX-License-Identifier: Apache-2.0
#include "log/sqlite/database.h"

#include <sqlite3.h>

namespace licet::log::sqlite {
namespace {

// Long enough for a rival writer's commit on a slow disk.
constexpr int kBusyTimeoutMs = 10'000;

/// @param file null: the one that `handle` has open.
Error failure(sqlite3* handle, const char* file = nullptr) {
    const int code = sqlite3_errcode(handle);
    if (file == nullptr) {
        file = sqlite3_db_filename(handle, "main");
    }
    std::string message{"the log `"};
    message.append(file == nullptr ? "" : file).append("`: ").append(sqlite3_errmsg(handle));
    const bool passing = code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL;
    return Error{passing ? ErrorKind::unavailable : ErrorKind::internal, std::move(message)};
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Statement::bind(int parameter, std::int64_t value) {
    LICET_CHECK(sqlite3_bind_int64(statement_.get(), parameter, value) == SQLITE_OK);
}

void Statement::bind_text(int parameter, std::string_view value) {
    LICET_CHECK(sqlite3_bind_text64(statement_.get(), parameter, value.data(), value.size(),
                                    SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

void Statement::bind_blob(int parameter, std::string_view value) {
    LICET_CHECK(sqlite3_bind_blob64(statement_.get(), parameter, value.data(), value.size(),
                                    SQLITE_STATIC) == SQLITE_OK);
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return failure(sqlite3_db_handle(statement_.get()));
    }
    return code == SQLITE_ROW;
}

Result<void> Statement::run() {
    const ResetAtEnd guard{*this};
    LICET_TRY([[maybe_unused]] const bool row, step());
    return {};
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path, Access access) {
    sqlite3* handle = nullptr;
    const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Database> database{new Database{handle}};
    if (code != SQLITE_OK) {
        return failure(handle, path.c_str());
    }
    sqlite3_extended_result_codes(handle, 0);
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    return database;
}

Database::~Database() {
    sqlite3_close_v2(handle_);
}

Result<void> Database::execute(const char* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure(handle_);
    }
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
        return failure(handle_);
    }
    return Statement{statement};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
    LICET_TRY(auto statement, prepare(sql));
    LICET_TRY(const bool row, statement.step());
    LICET_CHECK(row);
    return statement.integer(0);
}

void Database::count_wal_pages() {
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<Database*>(self)->wal_pages_ = pages;
            return SQLITE_OK;
        },
        this);
}

Result<Database::Checkpoint> Database::checkpoint() {
    Checkpoint done;
    const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                               &done.wal_pages, &done.copied_pages);
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        return failure(handle_);
    }
    return done;
}

}  // namespace licet::log::sqlite
