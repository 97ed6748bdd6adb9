// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

namespace licet::model {

struct State;

/// How long a checkout of a subscription lasts. Source: rules LM-17, CO-4.
inline constexpr std::int64_t kProvisionalMinutes = 60;

/// What AWS Marketplace issues to the acceptor of an agreement.
struct SubscriptionLicense {
    AccountId holder;
    std::string product_sku;
    std::string agreement;
    std::string license_name;
    std::string product_name;
    Time valid_from;
    std::optional<Time> valid_until;
    std::vector<Entitlement> entitlements;
    Consumption consumption = {.provisional_minutes = kProvisionalMinutes};
};

/// The events that give a buyer its license, AVAILABLE, and the grant by which it has it: with all
/// operations, accepted, and ACTIVE unless another grant of the product is in force in the account.
/// The first event is the LicenseIssued.
/// Source: rules ME-20, LI-6, LM-13, LM-15, GR-20.
Events issue_subscription_license(const State& state, const SubscriptionLicense& subscription,
                                  Time now, Random& random);

/// What a renewed, amended or replaced agreement makes of a license.
struct SubscriptionTerms {
    std::string agreement;  ///< the one the license now stems from
    std::string license_name;
    std::string product_name;
    Time valid_from;
    std::optional<Time> valid_until;
    std::vector<Entitlement> entitlements;
};

/// The events that give a license new terms: a new version, AVAILABLE, of the same license, whose
/// ARN and grants stay. Where it comes back into force and an account has another license of the
/// product active by now, its grants are DISABLED.
/// Source: rules MP-7, LI-1, GR-20.
Events renew_subscription_license(const State& state, const Id128& license,
                                  const SubscriptionTerms& terms, Time now);

/// The events that withdraw a license whose agreement ended: a new version with `status` (DELETED,
/// EXPIRED or PENDING_DELETE). Its grants stay, but give nothing. Empty when it has that status.
/// Source: rules ME-37, LI-4, LI-5.
Events withdraw_license(const State& state, const Id128& license, LicenseStatus status, Time now);

}  // namespace licet::model
