// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <filesystem>
#include <string>

#include <stdlib.h>

namespace licet {

/// A new directory, removed at the end; for tests and benchmarks.
class TemporaryDirectory {
public:
    /// @param parent by default the system's place for temporary files.
    explicit TemporaryDirectory(
        const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
        std::string name = parent / "licet-XXXXXX";
        LICET_CHECK(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace licet
