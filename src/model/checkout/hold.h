// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/consumption_token.h"
#include "model/event.h"

#include <optional>
#include <string>

/// What happens to units that are checked out: they come back early, or later. Only the account
/// that took them may do either; of others' checkouts nobody learns anything.
namespace licet::model {

struct State;

struct CheckIn {
    std::string token;
    std::optional<std::string> beneficiary;  ///< of the license; when given it must be right
};

/// Gives the units back before the lease ends.
/// @return ResourceNotFoundException for a token that is unknown, no longer remembered or another
///         account's; ConflictException when the units are back already, by a check-in or because
///         the lease has lapsed; ValidationException for a draw-down and where the license's terms
///         at the checkout allow no check-in;
///         AccessDeniedException without the operation CheckInLicense.
/// Source: rules CO-4, CO-7, CO-8, CO-9.
Result<Events> check_in(const State& state, const CheckIn& command, const Context& context);

struct ExtensionDecision {
    Time expires_at;
    Events events;  ///< none when the license's validity allows no later end
};

/// Adds another period to a provisional lease, so that it ends two periods from now at the latest.
/// @return ResourceNotFoundException for an unknown token, as CheckIn's, and for a lease that is
/// over;
///         ValidationException for other kinds of checkout, and when the license no longer gives
///         the units; AccessDeniedException without the operation ExtendConsumptionLicense.
/// Source: rules CO-4, CO-9.
Result<ExtensionDecision> extend_consumption(const State& state, const std::string& token,
                                             const Context& context);

}  // namespace licet::model
