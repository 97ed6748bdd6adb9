// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

namespace licet::log {

/// The directory that holds everything one licet keeps, locked against a second process for as long
/// as this lives. Movable; the lock goes with it.
class DataDirectory {
public:
    /// Makes the directory (mode 0700; parents must exist) or takes an empty one, and locks it.
    /// @return `conflict` when it already holds something or another process has it.
    static Result<DataDirectory> create(const std::filesystem::path& path);

    /// Locks an existing directory. Reading beside a running server needs no lock.
    /// @return `not_found`; `conflict` naming the process that has it.
    static Result<DataDirectory> lock(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }

private:
    DataDirectory(std::filesystem::path path, File lock)
        : path_{std::move(path)}, lock_{std::move(lock)} {}

    std::filesystem::path path_;
    File lock_;  // flock on `<path>/lock`, which names the process
};

}  // namespace licet::log
