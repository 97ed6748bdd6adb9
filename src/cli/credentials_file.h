// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace licet::cli {

/// What a request is signed with.
struct Credentials {
    std::string access_key_id;
    std::string secret;
    std::string session_token;  ///< empty for long-term keys
};

/// Adds a profile to a credentials file in AWS's format, or makes one. Other profiles stay as they
/// are; the file's mode becomes 0600. A crash leaves the old file or the new one.
/// @return `conflict` when the file has the profile already, which is never overwritten.
Result<void> add_profile(const std::filesystem::path& path, std::string_view profile,
                         const Credentials& credentials);

/// Reads one profile of a credentials file in AWS's format. @return `not_found` when there is no
/// such file or profile; `invalid` when the profile lacks a key.
Result<Credentials> read_credentials(const std::filesystem::path& path, std::string_view profile);

/// Where the AWS tools look: AWS_ACCESS_KEY_ID and its companions, else AWS_SHARED_CREDENTIALS_FILE
/// or ~/.aws/credentials.
Result<Credentials> find_credentials(std::string_view profile);

}  // namespace licet::cli
