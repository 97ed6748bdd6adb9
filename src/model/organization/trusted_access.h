// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Trusted access of AWS services. Only the management account of an organization with all features
/// may change it. Source: rules OR-5, OR-6.
namespace licet::model {

struct EnableTrustedAccess {
    std::string service;  ///< service principal
};

struct DisableTrustedAccess {
    std::string service;
};

/// Nothing happens when it is on already.
/// @return ConstraintViolationException (ORGANIZATION_NOT_IN_ALL_FEATURES_MODE),
///         InvalidInputException (UNRECOGNIZED_SERVICE_PRINCIPAL).
Result<Events> enable_trusted_access(const State& state, const EnableTrustedAccess& command,
                                     const Context& context);

/// Nothing happens when it is off already.
/// @return as above, or ConstraintViolationException
///         (DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE).
Result<Events> disable_trusted_access(const State& state, const DisableTrustedAccess& command,
                                      const Context& context);

/// @return ConstraintViolationException (ORGANIZATION_NOT_IN_ALL_FEATURES_MODE).
Result<void> require_all_features(const Organization& organization);

/// How many accounts are delegated administrators of a service.
std::size_t count_delegated(const Organization& organization, std::string_view service);

}  // namespace licet::model
