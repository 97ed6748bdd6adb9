// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"

#include <filesystem>

namespace licet::log {

/// Where the master key is unless the operator keeps it elsewhere: a file in the data directory.
inline constexpr std::string_view kMasterKeyFile = "master.key";

/// Draws a key and writes it, durably, as 64 hexadecimal digits to a new file of mode 0600.
/// @return `conflict` when the file exists: a key that secrets are sealed with is never replaced.
Result<SealingKey> create_master_key(const std::filesystem::path& path, Random& random);

/// Reads the key. @return `not_found`; `invalid` when the file is not exactly one key, or when
/// others than its owner may read or write it.
Result<SealingKey> load_master_key(const std::filesystem::path& path);

}  // namespace licet::log
