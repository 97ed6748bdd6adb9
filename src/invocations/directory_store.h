// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "invocations/store.h"

#include <filesystem>

namespace licet::invocations {

/// A bucket is a directory under a root, made when it is first needed. Objects are on disk when
/// put() returns; others than the owner have no right to what it makes.
class DirectoryStore final : public Store {
public:
    explicit DirectoryStore(std::filesystem::path root) : root_{std::move(root)} {}

    Result<void> put(std::string_view bucket, std::string_view key,
                     std::string_view bytes) override;

private:
    const std::filesystem::path root_;
};

}  // namespace licet::invocations
