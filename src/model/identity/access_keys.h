// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Long-term access keys. Commands act on the caller's own account.
namespace licet::model {

/// Access keys of one user. Source: IAM quotas.
inline constexpr std::size_t kAccessKeysPerUserMax = 2;

inline constexpr std::string_view kAccessKeyPrefix = "AKIA";
inline constexpr std::size_t kSecretCharacters = 40;

struct CreateAccessKey {
    std::optional<std::string> user_name;  ///< absent: the caller's own user
    std::string id;                        ///< from new_access_key_id()
    std::string sealed_secret;             ///< as AccessKey::sealed_secret
};

struct UpdateAccessKey {
    std::optional<std::string> user_name;
    std::string id;
    KeyStatus status = KeyStatus::Active;
};

struct DeleteAccessKey {
    std::optional<std::string> user_name;
    std::string id;
};

/// `AKIA` and 16 characters, not in use.
std::string new_access_key_id(const Identities& state, Random& random);

/// 40 characters of base64.
std::string new_secret(Random& random);

/// Whose keys a command is about. A missing user name means the caller: a user, or root, whose name
/// is empty.
/// @return NoSuchEntity; ValidationError when the caller is a role and names no user.
Result<OwnedName> access_key_owner(const State& state, const std::optional<std::string>& user_name,
                                   const Principal& caller);

/// @return as access_key_owner(); LimitExceeded past kAccessKeysPerUserMax.
Result<Events> create_access_key(const State& state, const CreateAccessKey& command,
                                 const Context& context);

/// Nothing happens when the key has the status already.
/// @return as access_key_owner(); NoSuchEntity for a key that is not the owner's.
Result<Events> update_access_key(const State& state, const UpdateAccessKey& command,
                                 const Context& context);

/// @return as access_key_owner(); NoSuchEntity for a key that is not the owner's.
Result<Events> delete_access_key(const State& state, const DeleteAccessKey& command,
                                 const Context& context);

}  // namespace licet::model
