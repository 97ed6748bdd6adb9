// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace licet::log::sqlite {

/// A prepared statement, kept and run again. Belongs to one Database; one thread at a time.
class Statement {
public:
    explicit Statement(sqlite3_stmt* statement) : statement_{statement} {}

    /// Parameters count from 1. The bytes must live until reset().
    void bind(int parameter, std::int64_t value);
    void bind_text(int parameter, std::string_view value);
    void bind_blob(int parameter, std::string_view value);

    /// @return true when a row is there to be read, false when the statement is done.
    Result<bool> step();
    /// Runs a statement that gives no rows, and resets it.
    Result<void> run();
    void reset();

    /// Columns count from 0. The view lives until the next step() or reset().
    std::int64_t integer(int column) const;
    std::string_view bytes(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement at the end of a scope, so that it holds no read transaction open.
class ResetAtEnd {
public:
    explicit ResetAtEnd(Statement& statement) : statement_{statement} {}
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;
    ~ResetAtEnd() { statement_.reset(); }

private:
    Statement& statement_;
};

enum class Access { read_write, read_only };

/// One connection to a database file that exists. One thread at a time.
class Database {
public:
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs one or more statements whose rows do not matter.
    Result<void> execute(const char* sql);
    Result<Statement> prepare(std::string_view sql);
    /// The first column of the only row of `sql`.
    Result<std::int64_t> integer(std::string_view sql);

    /// Takes checkpointing into our own hands: from now on the connection counts the pages of the
    /// write-ahead log after each commit instead of copying them back itself.
    void count_wal_pages();
    int wal_pages() const { return wal_pages_; }

    struct Checkpoint {
        int wal_pages = 0;
        int copied_pages = 0;
    };
    /// Copies what it can of the write-ahead log into the database without blocking anybody.
    Result<Checkpoint> checkpoint();

private:
    explicit Database(sqlite3* handle) : handle_{handle} {}

    sqlite3* handle_;
    int wal_pages_ = 0;
};

}  // namespace licet::log::sqlite
