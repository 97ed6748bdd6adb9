// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/trust_policy.h"
#include "model/state.h"

#include <map>
#include <optional>
#include <string>

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

}  // namespace licet::model
