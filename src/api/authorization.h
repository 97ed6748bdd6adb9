// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"
#include "decision/facts.h"
#include "engine/record.h"

namespace licet::api {

/// Whether the policies let the caller of a request have what the operation needs for it. Asked
/// before anything that the request names is looked up, so that a refusal tells nobody whether it
/// exists.
/// @param facts of the same revision as the state in `call`
/// @param origin the request's; its actor is the caller of `call`
/// @return the service's error for it: AuthorizationException of License Manager, AccessDenied of
///         IAM and STS, AccessDeniedException. Source: design 5; domain.md 4.5.
Result<void> authorize(const Operation& operation, const decision::Facts& facts,
                       const PermissionCall& call, const engine::Origin& origin,
                       const void* request, Time now);

/// Runs a read or a write on the engine's thread, if the caller is allowed it.
/// @return as authorize(), or as the operation
Result<void> run_authorized(const Operation& operation, Call& call, const engine::Origin& origin,
                            const void* request, void* response);

/// Whether the caller may make a look-up or ask for a decision, by the index that answers it.
/// @return as authorize()
Result<void> authorize_question(const Operation& operation, const decision::Facts& index,
                                const engine::Origin& origin, const void* request, Time now);

}  // namespace licet::api
