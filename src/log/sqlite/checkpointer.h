// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/sqlite/database.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace licet::log::sqlite {

/// Copies the write-ahead log back into the database on its own thread, so that commits do not wait
/// for it and the write-ahead log stays bounded while the writer never pauses.
///
/// A copy beside a busy writer never catches up with it, and only a log that is copied whole can
/// start over. So the thread copies until little is left and then asks the writer to copy the rest
/// between two appends, which is short.
class Checkpointer {
public:
    /// Starts the thread. @param wal_pages_max how long the log may grow before the copying begins.
    Checkpointer(std::unique_ptr<Database> database, int wal_pages_max);
    /// Stops the thread, after the copy it is at.
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Called by the writer before an append: copies the rest on its connection when that is due.
    void before_append(Database& writer);
    /// Called by the writer after a commit.
    void after_commit(int wal_pages);

private:
    void run();

    const std::unique_ptr<Database> database_;
    const int wal_pages_max_;
    std::atomic<bool> rest_is_due_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    bool wanted_ = false;  // guarded by mutex_
    bool stop_ = false;    // guarded by mutex_
    std::thread thread_;
};

}  // namespace licet::log::sqlite
