// SPDX-License-Identifier: Apache-2.0
#include "model/identity/access_keys.h"

#include "model/identity/errors.h"

#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kAccessKeyIdCharacters = 16;  // after the prefix
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The key, which must be one of the owner's.
Result<const AccessKey*> require_key(const State& state,
                                     const std::optional<std::string>& user_name,
                                     const std::string& id, const Principal& caller) {
    LICET_TRY(const auto owner, access_key_owner(state, user_name, caller));
    const AccessKey* key = find_access_key(state.identity, id);
    if (key == nullptr || OwnedName{key->account, key->user_name} != owner) {
        return no_such_access_key(id);
    }
    return key;
}

}  // namespace

std::string new_access_key_id(const Identities& state, Random& random) {
    std::string id;
    do {
        id = std::string{kAccessKeyPrefix} + random.text(kBase32Digits, kAccessKeyIdCharacters);
    } while (find_access_key(state, id) != nullptr);
    return id;
}

std::string new_secret(Random& random) {
    return random.text(kBase64Digits, kSecretCharacters);
}

Result<OwnedName> access_key_owner(const State& state, const std::optional<std::string>& user_name,
                                   const Principal& caller) {
    if (!user_name && caller.kind == PrincipalKind::root) {
        return OwnedName{caller.account, ""};
    }
    if (!user_name && caller.kind != PrincipalKind::user) {
        return Error{ErrorKind::invalid,
                     "Must specify userName when calling with non-User credentials",
                     "ValidationError"};
    }
    OwnedName owner{caller.account, user_name.value_or(caller.name)};
    if (find_user(state.identity, owner.account, owner.name) == nullptr) {
        return no_such_name("user", owner.name);
    }
    return owner;
}

Result<Events> create_access_key(const State& state, const CreateAccessKey& command,
                                 const Context& context) {
    LICET_TRY(auto owner, access_key_owner(state, command.user_name, context.actor));
    if (access_keys_of(state.identity, owner).size() >= kAccessKeysPerUserMax) {
        return quota_exceeded("AccessKeysPerUser", kAccessKeysPerUserMax);
    }
    LICET_CHECK(find_access_key(state.identity, command.id) == nullptr);
    AccessKey key;
    key.account = owner.account;
    key.user_name = std::move(owner.name);
    key.sealed_secret = command.sealed_secret;
    key.created_at = context.now;
    return Events{AccessKeyCreated{command.id, std::move(key)}};
}

Result<Events> update_access_key(const State& state, const UpdateAccessKey& command,
                                 const Context& context) {
    LICET_TRY(const AccessKey* key,
              require_key(state, command.user_name, command.id, context.actor));
    if (key->status == command.status) {
        return Events{};
    }
    return Events{AccessKeyStatusChanged{command.id, command.status}};
}

Result<Events> delete_access_key(const State& state, const DeleteAccessKey& command,
                                 const Context& context) {
    LICET_TRY_VOID(require_key(state, command.user_name, command.id, context.actor));
    return Events{AccessKeyDeleted{command.id}};
}

}  // namespace licet::model
