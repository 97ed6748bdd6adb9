// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/shapes.h"
#include "model/checkout/check_out.h"
#include "model/checkout/terms.h"

/// What the operations that check licenses out and in say alike. Source: rules CO-1 to CO-8; the
/// service model license-manager 2018-08-01.
namespace licet::api::license_manager {

inline constexpr std::int64_t kEntitlementsPerCheckout = 100;
inline constexpr std::int64_t kCheckoutMetadata = 10;

using EntitlementName = Text<1, 255>;
using EntitlementUnit = Text<1, 32, model::is_entitlement_unit>;
using NodeId = Text<1, 255>;
using Beneficiary = Text<1, 255>;
using ConsumptionToken = Text<1, 255>;

struct EntitlementData {
    EntitlementName Name;
    std::optional<Text<0, 255>> Value;
    EntitlementUnit Unit;
};
BOOST_DESCRIBE_STRUCT(EntitlementData, (), (Name, Value, Unit))

using EntitlementDataList = List<EntitlementData, 1, kEntitlementsPerCheckout>;

std::vector<model::EntitlementData> entitlements_in(const EntitlementDataList& asked);
std::vector<EntitlementData> show_entitlements(const std::vector<model::EntitlementData>& allowed);

/// Commits the decision's events, unless it repeats an answer, and names the license in the record.
/// @return the license's ARN.
std::string commit(Call& call, model::CheckoutDecision& decision);

}  // namespace licet::api::license_manager
