// SPDX-License-Identifier: Apache-2.0
#include "log/sqlite/sqlite_log.h"

#include "log/sqlite/checkpointer.h"
#include "log/sqlite/format.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace licet::log {
namespace {

using sqlite::Access;
using sqlite::Database;
using sqlite::ResetAtEnd;
using sqlite::Statement;

constexpr int kWalBytesMax = 16 << 20;
constexpr std::size_t kChunkRecords = 512;
constexpr std::size_t kChunkBytes = 4U << 20;
constexpr Milliseconds kPollInterval{20};

constexpr std::string_view kSelectHead =
    "SELECT revision, hash FROM record ORDER BY revision DESC LIMIT 1";
constexpr std::string_view kSelectForward =
    "SELECT revision, hash, body FROM record WHERE revision >= ?1 ORDER BY revision LIMIT ?2";
constexpr std::string_view kSelectBackward =
    "SELECT revision, hash, body FROM record WHERE revision <= ?1 ORDER BY revision DESC LIMIT ?2";
constexpr std::string_view kSelectHash = "SELECT hash FROM record WHERE revision = ?1";
constexpr std::string_view kInsert =
    "INSERT INTO record (revision, body, hash) VALUES (?1, ?2, ?3)";

struct Head {
    Revision revision = 0;
    Sha256 hash = kGenesisHash;
};

// A stored hash of a wrong length becomes zeros, which no record has, so that verification names
// it.
Sha256 read_hash(std::string_view bytes) {
    Sha256 hash{};
    if (bytes.size() == hash.size()) {
        std::copy(bytes.begin(), bytes.end(), hash.begin());
    }
    return hash;
}

std::string_view view_of(const Sha256& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Result<Head> read_head(Statement& select_head) {
    const ResetAtEnd guard{select_head};
    LICET_TRY(const bool row, select_head.step());
    if (!row) {
        return Head{};
    }
    return Head{static_cast<Revision>(select_head.integer(0)), read_hash(select_head.bytes(1))};
}

/// The connection that appends. One thread at a time.
class Writer {
public:
    static Result<std::unique_ptr<Writer>> open(const std::filesystem::path& path) {
        LICET_TRY(auto database, Database::open(path, Access::read_write));
        LICET_TRY_VOID(database->execute("PRAGMA synchronous = FULL"));
        database->count_wal_pages();
        LICET_TRY(auto copier, Database::open(path, Access::read_write));
        LICET_TRY_VOID(copier->execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0"));
        LICET_TRY(auto head, database->prepare(kSelectHead));
        LICET_TRY(auto insert, database->prepare(kInsert));
        LICET_TRY(auto epoch, database->prepare("SELECT epoch FROM writer"));
        return std::unique_ptr<Writer>{new Writer{std::move(database), std::move(copier),
                                                  std::move(head), std::move(insert),
                                                  std::move(epoch)}};
    }

    Result<Head> head() { return read_head(select_head_); }

    Result<std::uint64_t> begin_epoch() {
        LICET_TRY_VOID(database_->execute("BEGIN IMMEDIATE; UPDATE writer SET epoch = epoch + 1"));
        auto epoch = read_epoch();
        LICET_TRY_VOID(end_transaction(epoch.ok()));
        return epoch;
    }

    /// @return the new head.
    Result<Head> append(Revision after, std::uint64_t epoch, std::span<const std::string> bodies) {
        checkpointer_.before_append(*database_);
        LICET_TRY_VOID(database_->execute("BEGIN IMMEDIATE"));
        auto head = insert(after, epoch, bodies);
        const auto ended = end_transaction(head.ok());
        if (!head.ok()) {
            return head;
        }
        LICET_TRY_VOID(ended);
        checkpointer_.after_commit(database_->wal_pages());
        return head;
    }

private:
    Writer(std::unique_ptr<Database> database, std::unique_ptr<Database> copier, Statement head,
           Statement insert, Statement epoch)
        : database_{std::move(database)},
          select_head_{std::move(head)},
          insert_{std::move(insert)},
          select_epoch_{std::move(epoch)},
          checkpointer_{std::move(copier), kWalBytesMax / sqlite::kPageBytes} {}

    Result<std::uint64_t> read_epoch() {
        const ResetAtEnd guard{select_epoch_};
        LICET_TRY(const bool row, select_epoch_.step());
        return row ? static_cast<std::uint64_t>(select_epoch_.integer(0)) : 0;
    }

    Result<Head> insert(Revision after, std::uint64_t epoch, std::span<const std::string> bodies) {
        LICET_TRY(const auto newest, read_epoch());
        if (epoch == 0 || epoch != newest) {
            return stale_epoch(newest, epoch);
        }
        LICET_TRY(auto head, read_head(select_head_));
        if (head.revision != after) {
            return stale_head(head.revision, after);
        }
        const auto hashes = chain_all(head.hash, after, bodies);
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            head = Head{after + 1 + i, hashes[i]};
            insert_.bind(1, static_cast<std::int64_t>(head.revision));
            insert_.bind_text(2, bodies[i]);
            insert_.bind_blob(3, view_of(head.hash));
            LICET_TRY_VOID(insert_.run());
        }
        return head;
    }

    Result<void> end_transaction(bool commit) {
        if (commit) {
            auto committed = database_->execute("COMMIT");
            if (committed.ok()) {
                return committed;
            }
            static_cast<void>(database_->execute("ROLLBACK"));
            return committed;
        }
        // Fails when SQLite has rolled back by itself, as it does for a full disk.
        static_cast<void>(database_->execute("ROLLBACK"));
        return {};
    }

    const std::unique_ptr<Database> database_;
    Statement select_head_;
    Statement insert_;
    Statement select_epoch_;
    sqlite::Checkpointer checkpointer_;
};

/// The connection that reads. One thread at a time.
class Reader {
public:
    static Result<std::unique_ptr<Reader>> open(const std::filesystem::path& path) {
        LICET_TRY(auto database, Database::open(path, Access::read_only));
        LICET_TRY_VOID(check_format(*database, path));
        LICET_TRY(auto head, database->prepare(kSelectHead));
        LICET_TRY(auto forward, database->prepare(kSelectForward));
        LICET_TRY(auto backward, database->prepare(kSelectBackward));
        LICET_TRY(auto hash, database->prepare(kSelectHash));
        return std::unique_ptr<Reader>{new Reader{std::move(database), std::move(head),
                                                  std::move(forward), std::move(backward),
                                                  std::move(hash)}};
    }

    enum class Direction { forward, backward };

    Result<Head> head() { return read_head(select_head_); }

    Result<std::optional<Sha256>> hash_at(Revision revision) {
        const ResetAtEnd guard{select_hash_};
        select_hash_.bind(1, static_cast<std::int64_t>(revision));
        LICET_TRY(const bool row, select_hash_.step());
        return row ? std::optional{read_hash(select_hash_.bytes(0))} : std::nullopt;
    }

    /// Some of the records from `from` on; none only when there are none.
    Result<std::vector<Record>> chunk(Direction direction, Revision from, std::size_t limit) {
        Statement& select = direction == Direction::forward ? forward_ : backward_;
        const ResetAtEnd guard{select};
        select.bind(1, static_cast<std::int64_t>(from));
        select.bind(2, static_cast<std::int64_t>(std::min(limit, kChunkRecords)));
        std::vector<Record> records;
        std::size_t bytes = 0;
        while (bytes < kChunkBytes) {
            LICET_TRY(const bool row, select.step());
            if (!row) {
                break;
            }
            records.push_back(Record{static_cast<Revision>(select.integer(0)),
                                     std::string{select.bytes(2)}, read_hash(select.bytes(1))});
            bytes += records.back().body.size();
        }
        return records;
    }

private:
    Reader(std::unique_ptr<Database> database, Statement head, Statement forward,
           Statement backward, Statement hash)
        : database_{std::move(database)},
          select_head_{std::move(head)},
          forward_{std::move(forward)},
          backward_{std::move(backward)},
          select_hash_{std::move(hash)} {}

    const std::unique_ptr<Database> database_;
    Statement select_head_;
    Statement forward_;
    Statement backward_;
    Statement select_hash_;
};

class SqliteLog final : public Log {
public:
    SqliteLog(std::unique_ptr<Reader> reader, std::unique_ptr<Writer> writer, const Head& head)
        : reader_{std::move(reader)}, writer_{std::move(writer)}, head_{head} {}

    Revision head() const override { return current_head().revision; }
    Sha256 head_hash() const override { return current_head().hash; }

    Result<Sha256> hash_at(Revision revision) const override {
        if (revision == 0) {
            return kGenesisHash;
        }
        const std::lock_guard lock{read_mutex_};
        LICET_TRY(const auto hash, reader_->hash_at(std::min(revision, kRevisionMax)));
        if (!hash) {
            return Error{ErrorKind::not_found, "the log has no such revision"};
        }
        return *hash;
    }

    Result<std::uint64_t> begin_epoch() override {
        LICET_TRY_VOID(check_writable());
        const std::lock_guard lock{write_mutex_};
        return writer_->begin_epoch();
    }

    Result<void> append(Revision after, std::uint64_t epoch,
                        std::span<const std::string> bodies) override {
        LICET_TRY_VOID(check_writable());
        LICET_TRY_VOID(check_bodies(after, bodies));
        const std::lock_guard lock{write_mutex_};
        auto appended = writer_->append(after, epoch, bodies);
        // After a failure the store is asked what is there; a store that cannot answer keeps the
        // old.
        const auto head = appended.ok() ? appended : writer_->head();
        if (head.ok()) {
            {
                const std::lock_guard head_lock{head_mutex_};
                head_ = head.value();
            }
            head_moved_.notify_all();
        }
        return appended.ok() ? Result<void>{} : Result<void>{std::move(appended).error()};
    }

    Result<void> read(Revision from, std::size_t limit, const Visit& visit) const override {
        return read_chunks(Reader::Direction::forward, std::max<Revision>(from, 1), limit, visit);
    }

    Result<void> read_backward(Revision from, std::size_t limit,
                               const Visit& visit) const override {
        return read_chunks(Reader::Direction::backward, from, limit, visit);
    }

    Result<bool> wait_for(Revision revision, Milliseconds timeout) const override {
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        std::unique_lock lock{head_mutex_};
        if (writer_) {
            return head_moved_.wait_until(lock, deadline,
                                          [&] { return head_.revision >= revision; });
        }
        lock.unlock();
        while (head() < revision) {
            // Another process appends, and SQLite cannot tell us: ask again.
            if (std::chrono::steady_clock::now() >= deadline) {
                return false;
            }
            std::this_thread::sleep_for(kPollInterval);
        }
        return true;
    }

private:
    Result<void> check_writable() const {
        if (!writer_) {
            return Error{ErrorKind::invalid, "the log is open for reading only"};
        }
        return {};
    }

    Head current_head() const {
        if (!writer_) {
            const std::lock_guard lock{read_mutex_};
            if (const auto head = reader_->head(); head.ok()) {
                const std::lock_guard head_lock{head_mutex_};
                head_ = head.value();
            }
        }
        const std::lock_guard lock{head_mutex_};
        return head_;
    }

    // Chunk by chunk, so that no read transaction is open while `visit` runs: one that stays open
    // keeps the write-ahead log from starting over.
    Result<void> read_chunks(Reader::Direction direction, Revision from, std::size_t limit,
                             const Visit& visit) const {
        from = std::min(from, kRevisionMax);
        while (limit > 0 && from > 0 && from <= kRevisionMax) {
            std::unique_lock lock{read_mutex_};
            LICET_TRY(const auto records, reader_->chunk(direction, from, limit));
            lock.unlock();
            if (records.empty()) {
                break;
            }
            for (const auto& record : records) {
                LICET_TRY_VOID(visit(record));
            }
            limit -= records.size();
            const Revision last = records.back().revision;
            from = direction == Reader::Direction::forward ? last + 1 : last - 1;
        }
        return {};
    }

    mutable std::mutex read_mutex_;
    const std::unique_ptr<Reader> reader_;  // guarded by read_mutex_
    std::mutex write_mutex_;
    const std::unique_ptr<Writer> writer_;  // guarded by write_mutex_; null when read-only
    mutable std::mutex head_mutex_;         // taken last
    mutable std::condition_variable head_moved_;
    mutable Head head_;  // guarded by head_mutex_
};

}  // namespace

Result<std::unique_ptr<Log>> open_sqlite_log(const std::filesystem::path& data_dir, OpenMode mode) {
    const auto path = data_dir / kSqliteLogFile;
    if (mode == OpenMode::create_new) {
        LICET_TRY_VOID(sqlite::create_log_file(path));
    }
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return Error{ErrorKind::not_found, "there is no log at `" + path.string() + "`"};
    }
    LICET_TRY(auto reader, Reader::open(path));
    std::unique_ptr<Writer> writer;
    if (mode != OpenMode::read_only) {
        LICET_TRY(writer, Writer::open(path));
    }
    LICET_TRY(const auto head, reader->head());
    return std::unique_ptr<Log>{
        std::make_unique<SqliteLog>(std::move(reader), std::move(writer), head)};
}

}  // namespace licet::log
