// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/decision.h"

namespace licet::model {

/// How often a license is passed on from hand to hand at most.
inline constexpr std::size_t kHandsPerLicense = 8;

struct CreateGrant {
    std::string name;
    std::string license_arn;
    std::string principal;
    std::string home_region;
    OperationSet operations;
    Tags tags;  ///< valid, as far as AWS has rules for them
    std::optional<RequestKey> request;
};

/// Makes a grant of a license to an account, an OU or the organization. It answers
/// PENDING_WORKFLOW; the background brings it to its resting status.
///
/// @return ValidationException: wrong region, a license that is not usable, a bad principal,
///         operations the grantor lacks, a scope that scope_of() refuses, a second grant to the
///         same principal, distribution not set up; AccessDeniedException: no right to grant;
///         ResourceNotFoundException: the license; ResourceLimitExceededException:
///         kGrantsPerLicense or kHandsPerLicense reached.
/// Source: rules GR-1 to GR-7, LM-19, ME-40, T1, P1.
Result<GrantDecision> create_grant(const State& state, const CreateGrant& command,
                                   const Context& context);

}  // namespace licet::model
