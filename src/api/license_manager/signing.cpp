// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/signing.h"

#include "base/encoding.h"
#include "base/jws.h"
#include "base/rsa_keyring.h"
#include "model/state.h"

namespace licet::api::license_manager {
namespace {

Result<RsaKey> open_key(const Call& call, const model::NamedIssuerKey& named) {
    if (auto open = call.services.keys.find(named.id)) {
        return *std::move(open);
    }
    LICET_TRY(const auto sealed, from_base64(named.key->sealed_private));
    LICET_TRY(const auto opened, call.services.secrets.open(sealed, named.id));
    LICET_TRY(auto key, RsaKey::parse(opened));
    call.services.keys.keep(named.id, key);
    return key;
}

model::IssuerKeyCreated new_key(Call& call, AccountId issuer, const RsaKey& key) {
    const auto& numbers = key.public_key();
    auto id = thumbprint(numbers);
    const auto sealed = call.services.secrets.seal(key.pkcs8(), id, call.context().random);
    return {.id = std::move(id),
            .details = {.account = issuer,
                        .n = numbers.n,
                        .e = numbers.e,
                        .sealed_private = to_base64(as_bytes(sealed)),
                        .created_at = call.context().now}};
}

}  // namespace

std::size_t signed_size(std::string_view payload) {
    return jws::signed_size(std::string(kThumbprintCharacters, 'k'), payload);
}

Result<SignedPayload> sign_as_issuer(Call& call, AccountId issuer, std::string_view payload) {
    const auto keys = model::issuer_keys_of(call.state().token.issuer_keys, issuer);
    if (!keys.empty()) {
        const auto key = open_key(call, keys.front());
        if (!key.ok()) {
            return Error{ErrorKind::internal,
                         "an issuer's signing key does not open: " + std::string{keys.front().id}};
        }
        return SignedPayload{.token = jws::sign(*key, keys.front().id, payload),
                             .key_id = std::string{keys.front().id},
                             .events = {}};
    }
    const auto key = call.services.keys.find_or_take(issuer.text());
    if (!key) {
        call.awaits_key = true;
        return Error{ErrorKind::unavailable, "a key to sign with is still being made; try again"};
    }
    auto created = new_key(call, issuer, *key);
    SignedPayload made{
        .token = jws::sign(*key, created.id, payload), .key_id = created.id, .events = {}};
    made.events.emplace_back(std::move(created));
    return made;
}

}  // namespace licet::api::license_manager
