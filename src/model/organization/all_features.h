// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <chrono>
#include <string>
#include <string_view>

/// The change of an organization from consolidated billing to all features: the organization asks
/// each invited member (APPROVE_ALL_FEATURES), and when all have accepted, its management account
/// accepts the ENABLE_ALL_FEATURES. Source: rule 9.2 and the guide of Organizations, "Enabling all
/// features".
namespace licet::model {

/// How long the members have; then all of it expires and may be begun anew.
inline constexpr std::chrono::days kAllFeaturesOpen{90};

/// Members asked at once, as in AWS: "standard migration" is for up to so many accounts.
inline constexpr std::size_t kApprovalsMax = 5'000;

/// Begins the change. Open invitations are canceled, for they tell of consolidated billing. The
/// ENABLE_ALL_FEATURES is OPEN at once when there is nobody to ask. Only the management account
/// may.
/// @return HandshakeConstraintViolationException (ORGANIZATION_ALREADY_HAS_ALL_FEATURES,
///         ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION), ConstraintViolationException
///         (ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED).
Result<Events> enable_all_features(const State& state, const Context& context);

/// The ENABLE_ALL_FEATURES that these events of enable_all_features() request.
std::string migration_in(const Events& events);

/// Adds that this APPROVE_ALL_FEATURES no longer keeps its ENABLE_ALL_FEATURES waiting: when it was
/// the last, that becomes OPEN.
void approve(const Handshakes& state, const std::string& approval, Time now, Events& events);

/// Adds what it means for a change under way that a member goes: it need not be asked any more,
/// even if it has declined.
void withdraw_approval(const Handshakes& state, std::string_view organization, AccountId account,
                       Time now, Events& events);

/// Adds that the ENABLE_ALL_FEATURES and all that still is open under it are canceled.
void cancel_migration(const Handshakes& state, const std::string& id, Time now, Events& events);

/// Adds that everything that the organization still asks is canceled.
void cancel_all_handshakes(const Handshakes& state, std::string_view organization, Time now,
                           Events& events);

}  // namespace licet::model
