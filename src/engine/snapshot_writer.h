// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/log.h"
#include "log/snapshots.h"
#include "obs/logger.h"

#include <atomic>
#include <string>
#include <thread>

namespace licet::engine {

/// Writes one snapshot at a time to disk, off the engine's threads. One thread calls it.
///
/// The revision may still be on its way into the log: the writer waits until it is durable, because
/// a snapshot must never be ahead of the log. A snapshot that can't be written is logged; the log
/// alone is enough.
class SnapshotWriter {
public:
    SnapshotWriter(const log::Log& log, log::Snapshots* snapshots, obs::Logger& logger)
        : log_{log}, snapshots_{snapshots}, logger_{logger} {}
    ~SnapshotWriter() { finish(); }

    bool idle() const { return !busy_; }
    void start(log::Revision revision, std::string bytes);
    /// Waits for the one under way.
    void finish();

private:
    Result<void> write(log::Revision revision, const std::string& bytes);

    const log::Log& log_;
    log::Snapshots* snapshots_;
    obs::Logger& logger_;
    std::atomic<bool> busy_ = false;
    std::thread thread_;
};

}  // namespace licet::engine
