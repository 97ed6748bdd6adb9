// SPDX-License-Identifier: Apache-2.0
#include "model/request/idempotency.h"

#include "base/crypto.h"
#include "model/state.h"

#include <cstring>

namespace licet::model {

Id128 request_key(AccountId account, std::string_view operation, std::string_view client_token) {
    const std::string owner = account.text();
    const std::string_view parts[] = {owner, "/", operation, "/", client_token};
    const auto digest = sha256(parts);
    Id128 key;
    std::memcpy(key.bytes.data(), digest.data(), key.bytes.size());
    return key;
}

std::uint64_t input_hash(std::string_view canonical_input) {
    const auto digest = sha256(canonical_input);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < 7;
         ++i) {  // 56 bits, so that it stays a plain number in any JSON reader
        hash = hash << 8 | digest[i];
    }
    return hash >> 3;
}

Result<std::optional<RememberedRequest>> recall(const Idempotency& state, const Id128& key,
                                                std::uint64_t input) {
    const auto found = state.requests.find(key);
    if (found == state.requests.end()) {
        return std::optional<RememberedRequest>{};
    }
    if (found->second.input != input) {
        return Error{ErrorKind::invalid,
                     "this ClientToken was used before with other parameters; use a new token for "
                     "a new request",
                     "ValidationException"};
    }
    return std::optional{found->second};
}

void apply(State& state, const RequestRemembered& event) {
    state.idempotency.requests[event.key] = {
        .input = event.input, .resource = event.resource, .version = event.version};
}

}  // namespace licet::model
