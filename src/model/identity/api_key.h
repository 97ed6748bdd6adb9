// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The text of a Bedrock API key: `ABSK` and base64 of `<alias>:<secret>`. The secret is known to
/// nobody but who was given the key. Source: IAM User Guide, "API keys for Amazon Bedrock".
namespace licet::model {

inline constexpr std::string_view kApiKeyPrefix = "ABSK";
/// Longer texts are no keys, in bytes.
inline constexpr std::size_t kApiKeyLengthMax = 512;

/// A secret that was just made, and what is kept of it.
struct ApiKeySecret {
    std::string key;   ///< what the caller gets: `ABSK…`
    std::string salt;  ///< as ServiceCredential::salt
    std::string hash;
};
ApiKeySecret new_api_key(std::string_view alias, Random& random);

/// SHA-256 over salt and secret. @param salt bytes
std::string api_key_hash(std::string_view salt, std::string_view secret);

/// A key taken apart; nothing when it has another form.
struct ApiKeyParts {
    std::string alias;
    std::string secret;
};
std::optional<ApiKeyParts> read_api_key(std::string_view key);

}  // namespace licet::model
