// SPDX-License-Identifier: Apache-2.0
#include "log/sqlite/checkpointer.h"

namespace licet::log::sqlite {
namespace {

// Each pass leaves what was appended meanwhile, a shrinking part; a slow disk ends it anyway.
constexpr int kPassesMax = 4;
constexpr int kRestPagesMax = 64;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Database> database, int wal_pages_max)
    : database_{std::move(database)}, wal_pages_max_{wal_pages_max}, thread_{[this] { run(); }} {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Checkpointer::before_append(Database& writer) {
    if (rest_is_due_.exchange(false)) {
        // A failure here loses nothing: the records stay in the write-ahead log until the next try.
        static_cast<void>(writer.checkpoint());
    }
}

void Checkpointer::after_commit(int wal_pages) {
    if (wal_pages < wal_pages_max_) {
        return;
    }
    {
        const std::lock_guard lock{mutex_};
        wanted_ = true;
    }
    wake_.notify_one();
}

void Checkpointer::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait(lock, [this] { return wanted_ || stop_; });
        if (stop_) {
            return;
        }
        lock.unlock();
        for (int pass = 0; pass < kPassesMax; ++pass) {
            const auto done = database_->checkpoint();
            if (!done.ok() || done->wal_pages - done->copied_pages <= kRestPagesMax) {
                break;
            }
        }
        rest_is_due_ = true;
        lock.lock();
        // Commits of the meantime belong to this round; the next append begins a new log.
        wanted_ = false;
    }
}

}  // namespace licet::log::sqlite
