// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/principal_policies.h"
#include "model/organization/organization.h"

#include <string>
#include <vector>

namespace licet::model {

/// The service control policies attached to one node.
struct ControlLevel {
    std::string target;                   ///< root id, OU id or account id
    std::vector<NamedDocument> policies;  ///< named by their ARNs
};

/// What is attached to a root, OU or account of the organization; requires that it has enabled
/// SERVICE_CONTROL_POLICY.
ControlLevel control_level(const Organizations& state, const OrganizationView& organization,
                           std::string target);

/// The levels that must each allow what the account does, from the root down to the account.
/// Empty when none restricts it: it stands alone, is the management account, or the organization
/// has not enabled SERVICE_CONTROL_POLICY. Source: rules OR-9, OR-10.
std::vector<ControlLevel> control_levels(const Organizations& state, AccountId account);

}  // namespace licet::model
