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

/// Whether the role's trust policy lets `who` assume it: some statement allows it and none denies
/// it. A policy that cannot be read trusts nobody.
/// @param external_id as the caller sent it.
bool trusts(const Role& role, const Principal& who, const std::optional<std::string>& external_id);

/// Whether such a statement names `who` itself, or everybody: then no policy of its own has to
/// allow it to assume a role of its own account. A statement that names the account leaves that to
/// the account's policies. Source: IAM User Guide, "Policy evaluation logic", "AWS JSON policy
/// elements: Principal".
bool trusts_by_name(const Role& role, const Principal& who,
                    const std::optional<std::string>& external_id);

/// What an identity provider's token says of its bearer, proven. Source: rule CO-10.
struct WebIdentity {
    std::string provider;              ///< kLicenseManagerProvider
    std::string audience;              ///< `aud`
    std::vector<std::string> methods;  ///< `amr`
    std::string subject;               ///< `sub`
};

/// The same for the bearer of a token. Only a statement that names the provider allows it; one that
/// names everybody can deny it all the same.
bool trusts(const Role& role, const WebIdentity& who);

}  // namespace licet::model
