// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <string>

/// Delegated administrators of AWS services. Only the management account may name them. Source:
/// rule OR-5.
namespace licet::model {

struct RegisterDelegatedAdministrator {
    AccountId account;
    std::string service;  ///< service principal
};

struct DeregisterDelegatedAdministrator {
    AccountId account;
    std::string service;
};

/// @return AccountNotFoundException, AccountAlreadyRegisteredException, InvalidInputException
///         (UNRECOGNIZED_SERVICE_PRINCIPAL), ConstraintViolationException
///         (ORGANIZATION_NOT_IN_ALL_FEATURES_MODE, SERVICE_ACCESS_NOT_ENABLED,
///         CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR,
///         CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR,
///         MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED).
Result<Events> register_delegated_administrator(const State& state,
                                                const RegisterDelegatedAdministrator& command,
                                                const Context& context);

/// @return AccountNotFoundException, AccountNotRegisteredException, InvalidInputException
///         (UNRECOGNIZED_SERVICE_PRINCIPAL).
Result<Events> deregister_delegated_administrator(const State& state,
                                                  const DeregisterDelegatedAdministrator& command,
                                                  const Context& context);

}  // namespace licet::model
