// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/trust_policy.h"
#include "model/state.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace licet::model {

/// The unique ids of the users and roles that the policy names, by ARN; what Role::trusted_ids
/// holds.
/// @return `invalid` (MalformedPolicyDocument) when an account, user or role does not exist.
Result<std::map<std::string, std::string>> resolve_trustees(const State& state,
                                                            const TrustPolicy& policy);

/// What an identity provider's token says of its bearer, proven. Source: rule CO-10.
struct WebIdentity {
    std::string provider;              ///< kLicenseManagerProvider
    std::string audience;              ///< `aud`
    std::vector<std::string> methods;  ///< `amr`
    std::string subject;               ///< `sub`
};

/// Whether the role's trust policy lets the bearer of a token assume it: some statement allows it
/// and none denies it. A policy that cannot be read trusts nobody. Only a statement that names the
/// provider allows it; one that names everybody can deny it all the same.
bool trusts(const Role& role, const WebIdentity& who);

}  // namespace licet::model
