// SPDX-License-Identifier: Apache-2.0
#include "engine/snapshot_writer.h"

namespace licet::engine {
namespace {

constexpr Milliseconds kDurableWait{std::chrono::minutes{1}};

}  // namespace

void SnapshotWriter::start(log::Revision revision, std::string bytes) {
    if (snapshots_ == nullptr) {
        return;
    }
    finish();
    busy_ = true;
    thread_ = std::thread{[this, revision, bytes = std::move(bytes)] {
        if (const auto written = write(revision, bytes); !written.ok()) {
            logger_.warn("no snapshot was written",
                         {{"revision", revision}, {"reason", written.error().message}});
        }
        busy_ = false;
    }};
}

Result<void> SnapshotWriter::write(log::Revision revision, const std::string& bytes) {
    LICET_TRY(const bool durable, log_.wait_for(revision, kDurableWait));
    if (!durable) {
        return Error{ErrorKind::unavailable, "the log did not reach its revision"};
    }
    LICET_TRY(const auto hash, log_.hash_at(revision));
    return snapshots_->save(revision, hash, bytes);
}

void SnapshotWriter::finish() {
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace licet::engine
