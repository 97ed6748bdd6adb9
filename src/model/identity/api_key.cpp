// SPDX-License-Identifier: Apache-2.0
#include "model/identity/api_key.h"

#include "base/crypto.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <array>

namespace licet::model {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSaltBytes = 16;

std::string random_bytes(Random& random, std::size_t count) {
    std::string bytes(count, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return bytes;
}

}  // namespace

std::string api_key_hash(std::string_view salt, std::string_view secret) {
    const std::array parts{salt, secret};
    const auto digest = sha256(parts);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

ApiKeySecret new_api_key(std::string_view alias, Random& random) {
    const auto secret = to_base64(as_bytes(random_bytes(random, kSecretBytes)));
    const auto salt = random_bytes(random, kSaltBytes);
    return {.key = fmt::format("{}{}", kApiKeyPrefix,
                               to_base64(as_bytes(fmt::format("{}:{}", alias, secret)))),
            .salt = to_base64(as_bytes(salt)),
            .hash = to_base64(as_bytes(api_key_hash(salt, secret)))};
}

std::optional<ApiKeyParts> read_api_key(std::string_view key) {
    if (!key.starts_with(kApiKeyPrefix) || key.size() > kApiKeyLengthMax) {
        return std::nullopt;
    }
    const auto text = from_base64(key.substr(kApiKeyPrefix.size()));
    const auto colon = text.ok() ? text->find(':') : std::string::npos;
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    return ApiKeyParts{text->substr(0, colon), text->substr(colon + 1)};
}

}  // namespace licet::model
