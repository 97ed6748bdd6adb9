// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

/// How members go, and the organization with the last of them. Grants and handshakes follow in the
/// same events.
namespace licet::model {

struct RemoveAccount {
    AccountId account;
};

/// Makes a member account stand alone. Source: rules OR-4, U-28; only the management account may.
/// @return AccountNotFoundException, MasterCannotLeaveOrganizationException,
///         ConstraintViolationException (CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG,
///         WAIT_PERIOD_ACTIVE).
Result<Events> remove_account(const State& state, const RemoveAccount& command,
                              const Context& context);

/// The same of the caller's own account.
Result<Events> leave_organization(const State& state, const Context& context);

/// Ends an organization of which only the management account is left: that stands alone, with its
/// own licenses. Open invitations are canceled. Source: rules 9.2, GR-43; only the management
/// account may.
/// @return OrganizationNotEmptyException.
Result<Events> delete_organization(const State& state, const Context& context);

}  // namespace licet::model
