// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "invocations/store.h"

#include <atomic>
#include <filesystem>

namespace licet::invocations {

/// A bucket is a directory under a root, made when it is first needed. Objects are on disk when
/// put() returns; others than the owner have no right to what it makes.
///
/// give_up() lets a file be written that is begun: a disk is not to be hurried.
class DirectoryStore final : public Store {
public:
    explicit DirectoryStore(std::filesystem::path root) : root_{std::move(root)} {}

    Result<void> put(std::string_view bucket, std::string_view key,
                     std::string_view bytes) override;
    void give_up() override { given_up_ = true; }

private:
    const std::filesystem::path root_;
    std::atomic<bool> given_up_ = false;
};

}  // namespace licet::invocations
