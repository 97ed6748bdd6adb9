// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "model/organization/policy.h"

#include <cstddef>
#include <string_view>

namespace licet::model {

/// The quotas of a type. Source: rule OR-1; Organizations User Guide, "Quotas and service limits".
struct PolicyLimits {
    std::size_t characters;  ///< of the content, as given
    std::size_t attached;    ///< to one root, OU or account
    std::size_t policies;    ///< of an organization
};
PolicyLimits limits_of(PolicyType type);

/// Checks what a policy says. SCPs are written in IAM's language without principals. RCPs are
/// checked by resource_control.h; they are kept and shown, and restrict nothing here. All others
/// are management policies (policy/management); a BEDROCK_POLICY by its own schema besides.
/// @param management the organization's management account, which must own the guardrails
/// @return ConstraintViolationException (POLICY_CONTENT_LIMIT_EXCEEDED) or
///         MalformedPolicyDocumentException, with the path of the first fault and the reason.
Result<void> check_policy_content(PolicyType type, std::string_view content, AccountId management);

}  // namespace licet::model
