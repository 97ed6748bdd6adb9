// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/decision.h"

#include <string_view>

namespace licet::model {

/// Accepts a grant to the caller's account: PENDING_ACCEPT becomes DISABLED, at once.
/// @return ValidationException when the caller may not accept it, or it is accepted already;
///         ResourceNotFoundException: no such grant for the caller. Source: rules GR-10, T5.
Result<GrantDecision> accept_grant(const State& state, std::string_view grant_arn,
                                   const Context& context);

/// Refuses a grant to the caller's account for good, accepted or not.
/// @return ValidationException when the caller is not its grantee or its state forbids it;
///         ResourceNotFoundException: no such grant for the caller.
/// Source: rules ME-34, T6, T11, T15.
Result<GrantDecision> reject_grant(const State& state, std::string_view grant_arn,
                                   const Context& context);

}  // namespace licet::model
