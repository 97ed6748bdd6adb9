// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/decision.h"

namespace licet::model {

struct DeleteGrant {
    std::string grant_arn;
    std::string version;  ///< the current version, or no number at all; rule GR-32
    std::string status_reason;
};

/// Revokes a grant for good, with all its sub-grants and the grants that pass it on. A stored grant
/// answers PENDING_DELETE and the background ends it; a single sub-grant is DELETED at once.
///
/// @return ValidationException when the caller is not the grantor, the state forbids it, or the
///         version is not current; ResourceNotFoundException: no such grant for the caller.
/// Source: rules ME-33, GR-7, GR-32, T10, T15, P5.
Result<GrantDecision> delete_grant(const State& state, const DeleteGrant& command,
                                   const Context& context);

}  // namespace licet::model
