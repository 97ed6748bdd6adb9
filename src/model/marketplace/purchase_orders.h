// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <optional>
#include <string>
#include <vector>

namespace licet::model {

struct State;

/// The purchase order of a charge.
struct GiveOrder {
    std::string charge;
    std::string reference;
    std::optional<std::string> agreement = {};  ///< must be the charge's, if given
    std::optional<std::int64_t> revision = {};  ///< must be the charge's current one, if given
};

/// Enters purchase orders for charges of the caller's agreements.
///
/// @return ResourceNotFoundException for a charge that is unknown, of another agreement or others';
///         ValidationException INVALID_CHARGE_REVISION for a stale revision, DUPLICATE_CHARGES.
/// Source: the service model's UpdatePurchaseOrders. O(charges of the account's agreements).
Result<Events> update_purchase_orders(const State& state, const std::vector<GiveOrder>& orders,
                                      const Context& context);

}  // namespace licet::model
