// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/encoding.h"
#include "base/jws.h"

#include <cstddef>
#include <cstdint>

/// Whatever is given as a token is refused with a reason that holds nothing of it, or has one
/// spelling: its parts, encoded again, give the same text. No key that is none verifies it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view token{reinterpret_cast<const char*>(data), size};
    const auto parsed = licet::jws::parse(token);
    if (!parsed.ok()) {
        LICET_CHECK(!parsed.error().message.empty());
        return 0;
    }
    LICET_CHECK(!parsed->key_id.empty() && parsed->key_id.size() <= licet::jws::kKeyIdMax);
    const auto payload = licet::to_base64url(licet::as_bytes(parsed->payload));
    const auto signature = licet::to_base64url(licet::as_bytes(parsed->signature));
    LICET_CHECK(parsed->signing_input.ends_with("." + payload));
    LICET_CHECK(parsed->signing_input + "." + signature == token);
    LICET_CHECK(!licet::jws::verify(*parsed, {.n = parsed->key_id, .e = "AQAB"}).ok());
    return 0;
}
