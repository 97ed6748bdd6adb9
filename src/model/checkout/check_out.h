// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/choose_license.h"
#include "model/checkout/consumption_token.h"
#include "model/event.h"
#include "model/grant/rules.h"

#include <optional>
#include <string>
#include <vector>

namespace licet::model {

struct State;

/// An entitlement as a checkout asks for it, or as it is answered. Source: rule CO-5.
struct EntitlementData {
    std::string name;
    std::string unit;                  ///< one of the 27
    std::optional<std::string> value;  ///< a quantity; answered for a feature: its value
};

/// Units that one call may take of an entitlement.
inline constexpr std::int64_t kUnitsPerCheckout = 1'000'000'000'000;

struct CheckOut {
    LicenseChoice license;
    CheckoutKind kind = CheckoutKind::provisional;  ///< or perpetual
    std::vector<EntitlementData> entitlements;      ///< names are distinct
    RequestKey request;
};

struct Borrow {
    std::string license_arn;
    std::vector<EntitlementData> entitlements;  ///< names are distinct
    RequestKey request;
};

/// What a checkout is answered with, now or when its request is repeated.
struct CheckoutAnswer {
    ConsumptionToken token;
    Id128 license;
    Time issued_at;
    Time expires_at;  ///< of no meaning for a draw-down
    std::vector<EntitlementData> allowed;
};

struct CheckoutDecision {
    CheckoutAnswer answer;
    Events events;  ///< none when the request was answered before
};

/// Takes units of the first license of that choice that has enough. Of the features asked for, such
/// as all tiers of a product, those are answered that the license has.
/// A ClientToken is remembered for a day and as long as its lease; used again, it gets the same
/// answer.
/// @return InvalidParameterValueException for a quantity or unit that does not fit the entitlement;
///         NoEntitlementsAllowedException when there is no such license for the account, or not
///         enough units are left; ValidationException for a ClientToken of another request.
/// Source: rules CO-1 to CO-6, CO-9, GR-33.
Result<CheckoutDecision> check_out(const State& state, const CheckOut& command,
                                   const Context& context);

/// Takes units for offline use, all that is asked for or nothing.
/// @return as check_out(); ResourceNotFoundException for an unknown license;
///         EntitlementNotAllowedException for an entitlement that the license has not;
///         ValidationException when the license is not made for it.
/// Source: rules CO-7, CO-9.
Result<CheckoutDecision> borrow(const State& state, const Borrow& command, const Context& context);

}  // namespace licet::model
