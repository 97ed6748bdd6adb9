// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/decision.h"

namespace licet::model {

/// CreateGrantVersion: what is not given stays.
struct ChangeGrant {
    std::string grant_arn;
    std::optional<std::string> name;
    std::optional<OperationSet> operations;
    std::optional<GrantStatus> status;
    std::string status_reason;
    std::optional<std::string> source_version;
    std::optional<ActivationOverride> activation_override;
    std::optional<RequestKey> request;
};

/// Activates, deactivates or renames a grant, or sets its operations.
///
/// An account's grant or sub-grant has its final status at once; an organization or OU grant
/// answers PENDING_WORKFLOW and the background applies the status to all its sub-grants. What
/// changes nothing succeeds without a new version, so that retries are harmless.
///
/// @return InvalidParameterValueException: a status other than ACTIVE and DISABLED;
///         ValidationException: the caller's relation or the grant's state forbids it, another
///         grant of the product is active, a stale SourceVersion, a misplaced override, wrong
///         region; ResourceNotFoundException: no such grant for the caller.
/// Source: rules GR-11, GR-20 to GR-25, GR-30, GR-31, GR-34, T7 to T9, T13 to T15, P3, P4.
Result<GrantDecision> change_grant(const State& state, const ChangeGrant& command,
                                   const Context& context);

}  // namespace licet::model
