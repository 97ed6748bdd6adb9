// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <filesystem>
#include <string>

#include <stdlib.h>

namespace licet {

/// A new directory below the system's place for temporary files, removed at the end; for tests.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = std::filesystem::temp_directory_path() / "licet-XXXXXX";
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
