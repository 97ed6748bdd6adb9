// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/signing.h"

#include "base/encoding.h"
#include "base/jws.h"
#include "base/rsa_key_source.h"
#include "model/state.h"

namespace licet::api::license_manager {
namespace {

Result<RsaKey> open_key(const Call& call, const model::NamedIssuerKey& named) {
    LICET_TRY(const auto sealed, from_base64(named.key->sealed_private));
    LICET_TRY(const auto opened, call.services.secrets.open(sealed, named.id));
    return RsaKey::parse(opened);
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
    const RsaKey key = call.services.new_keys.take();
    auto created = new_key(call, issuer, key);
    SignedPayload made{
        .token = jws::sign(key, created.id, payload), .key_id = created.id, .events = {}};
    made.events.emplace_back(std::move(created));
    return made;
}

}  // namespace licet::api::license_manager
