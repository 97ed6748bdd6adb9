// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/quota.h"
#include "model/license/license.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// Quotas that a license sets: its entitlements with the names of quotas. They are of model calls,
/// and nothing of them is checked out. Source: issue 5, section 4.
namespace licet::model {

/// The quota of an entitlement, of no license yet. Requires is_quota_key(name). All who use the
/// license share it.
/// @return ValidationException, naming it, for what read_quota() refuses, a count without a limit,
///         and one that is for each
Result<Quota> read_entitlement_quota(std::string_view name,
                                     const std::optional<std::int64_t>& max_count);

/// The same for an entitlement that a seller gives: counted in Count, without Overage.
Result<void> check_quota(const Entitlement& entitlement);

/// Those of a version. Null: it sets none.
Quotas quotas_of(const Id128& license, const LicenseVersion& version);

}  // namespace licet::model
