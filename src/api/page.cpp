// SPDX-License-Identifier: Apache-2.0
#include "api/page.h"

#include "api/services.h"
#include "base/encoding.h"

namespace licet::api {
namespace {

constexpr std::size_t kMacBytes = 16;  // of a token: markers of IAM are short

}  // namespace

Listing::Listing(const Call& call, std::string_view name, std::string_view filter)
    : Listing{call.services.secrets, call.account(), name, filter} {}

Listing::Listing(const AuditCall& call, std::string_view name, std::string_view filter)
    : Listing{call.services.secrets, call.caller().account, name, filter} {}

Listing::Listing(const SealingKey& secrets, AccountId caller, std::string_view name,
                 std::string_view filter)
    : secrets_{&secrets} {
    const std::string owner = caller.text();
    const std::string_view parts[] = {owner, "\n", name, "\n", filter};
    name_ = sha256(parts);
}

std::string Listing::token_after(std::string_view key) const {
    std::string token = mac_of(key);
    token += key;
    return to_base64(as_bytes(token));
}

Result<std::string> Listing::key_in(std::string_view token) const {
    const auto bytes = from_base64(token);
    if (bytes.ok() && bytes->size() >= kMacBytes) {
        auto key = bytes->substr(kMacBytes);
        if (equal_constant_time(bytes->substr(0, kMacBytes), mac_of(key))) {
            return key;
        }
    }
    return Error{ErrorKind::invalid,
                 "the token is not one that an earlier page of this list returned"};
}

std::string Listing::mac_of(std::string_view key) const {
    std::string message{name_.begin(), name_.end()};
    message += key;
    const auto mac = hmac_sha256(secrets_->derive("page tokens").bytes(), message);
    return {mac.begin(), mac.begin() + kMacBytes};
}

}  // namespace licet::api
