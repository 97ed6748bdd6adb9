// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "log/log.h"
#include "obs/logger.h"

#include <filesystem>
#include <memory>

namespace licet::log {

/// A state as it was after one revision, read from disk. Movable; the bytes live as long as this.
class Snapshot {
public:
    Revision revision = 0;

    /// The state in the caller's format, mapped from the file.
    std::string_view bytes() const { return bytes_; }

private:
    friend class Snapshots;
    std::shared_ptr<const void> mapping_;
    std::string_view bytes_;
};

/// Keeps the newest states on disk, so that a start replays the end of the log only.
///
/// A snapshot is a cache and never trusted: what is damaged, of another format or not of this log
/// is passed over, and the log is replayed from further back. One thread at a time; latest() may
/// run beside save(): a file that goes meanwhile is passed over.
class Snapshots {
public:
    /// @param directory is made on the first save (mode 0700).
    /// @param format the caller's format number; snapshots of any other are passed over.
    Snapshots(std::filesystem::path directory, std::uint32_t format, obs::Logger& logger)
        : directory_{std::move(directory)}, format_{format}, logger_{logger} {}

    /// Writes the state after `revision` durably, then removes all but the newest kKept. What an
    /// earlier process could not finish writing goes, too.
    /// @param chain_hash the log's hash at `revision`.
    Result<void> save(Revision revision, const Sha256& chain_hash, std::string_view bytes);

    /// The newest sound snapshot whose chain hash is the log's at its revision; those passed over
    /// are logged with the reason. Checks the whole file: about a second per 1.5 GB.
    /// @return nothing when none serves; `internal` when the directory cannot be read.
    Result<std::optional<Snapshot>> latest(const Log& log) const;

    static constexpr std::size_t kKept = 2;

private:
    Result<std::vector<Revision>> newest_first() const;
    void remove_unfinished() const;
    std::filesystem::path path_of(Revision revision) const;
    std::optional<Revision> revision_of(const std::filesystem::path& path) const;
    Result<Snapshot> load(Revision revision, const Log& log) const;

    std::filesystem::path directory_;
    std::uint32_t format_;
    obs::Logger& logger_;
};

}  // namespace licet::log
