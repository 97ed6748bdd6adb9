// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/identity/api_key.h"
#include "model/state.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Service-specific credentials of users: Bedrock API keys. Commands act on the caller's own
/// account.
/// Source: IAM User Guide, "API keys for Amazon Bedrock".
namespace licet::model {

inline constexpr std::string_view kBedrockService = "bedrock.amazonaws.com";
/// Credentials of one user for one service. Source: IAM quotas.
inline constexpr std::size_t kServiceCredentialsMax = 2;

struct CreateServiceCredential {
    std::string user_name;
    std::string service;
    std::optional<std::int64_t> age_days;  ///< absent: it does not expire
    std::string id;                        ///< from new_service_credential_id()
    std::string alias;                     ///< from new_api_key_alias()
    std::string salt;
    std::string hash;
};

/// What the later commands name: a credential of the user, or of the caller.
struct OwnedCredential {
    std::optional<std::string> user_name;
    std::string id;
};

/// ServiceNotSupportedException.
Error service_not_supported(std::string_view service);

/// `ACCA` and 17 characters, not in use.
std::string new_service_credential_id(const Identities& state, Random& random);

/// `<user>-at-<account>`, or with the first number from `+1` on that makes it new.
std::string new_api_key_alias(const Identities& state, const OwnedName& user);

/// @return NoSuchEntity for the user; ServiceNotSupportedException for any service but Bedrock;
///         LimitExceeded past kServiceCredentialsMax.
Result<Events> create_service_credential(const State& state, const CreateServiceCredential& command,
                                         const Context& context);

/// The credential, when it is the user's. @return NoSuchEntity; ValidationError when the caller is
/// a role and names no user.
Result<const ServiceCredential*> require_service_credential(const State& state,
                                                            const OwnedCredential& named,
                                                            const Principal& caller);

/// Nothing happens when the credential has the status already. @return as
/// require_service_credential().
Result<Events> update_service_credential(const State& state, const OwnedCredential& named,
                                         KeyStatus status, const Context& context);

/// The old key stops working. @return as require_service_credential().
Result<Events> reset_service_credential(const State& state, const OwnedCredential& named,
                                        const ApiKeySecret& secret, const Context& context);

/// @return as require_service_credential().
Result<Events> delete_service_credential(const State& state, const OwnedCredential& named,
                                         const Context& context);

}  // namespace licet::model
