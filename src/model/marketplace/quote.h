// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "model/license/license.h"
#include "model/marketplace/agreement.h"
#include "model/marketplace/amount.h"

#include <optional>
#include <string>
#include <vector>

/// What accepted terms amount to: how long an agreement lasts, what it costs, what it entitles to.
namespace licet::model {

struct AgreementPeriod {
    Time starts;
    std::optional<Time> ends;  ///< none: pay as you go; rule MP-8
};

/// When an agreement that is accepted at `accepted` to these terms starts and ends. The end is the
/// last moment at which it is in force.
/// @return ValidationException EXPIRED_AGREEMENT_PROPOSAL when it would be over already.
/// Source: the service model's ValidityTerm; rules MP-6, MP-8.
Result<AgreementPeriod> period_of(const std::vector<AcceptedTerm>& terms, Time accepted);

/// The same for one that takes the place of `amended`, if any: where the terms say nothing new of
/// how long it lasts, it runs on as it was.
Result<AgreementPeriod> period_of(const std::vector<AcceptedTerm>& terms, const Agreement* amended,
                                  Time accepted);

/// What is to be paid for an agreement to these terms.
/// @param amended the agreement whose place it takes as its amendment, if any: what was paid in
///                advance for that is not charged again, nor installments before `now`.
/// @return ValidationException INVALID_INCREMENTAL_CHARGE when less is to be paid in advance than
///         before; INVALID_REQUESTED_TERM_CONFIGURATION when it is more than can be charged.
/// Source: the service model's ChargeSummary.
Result<std::vector<Charge>> charges_for(const std::vector<AcceptedTerm>& terms,
                                        const Agreement* amended, const AgreementPeriod& period,
                                        Time now, Random& random);

/// Whether the charge is to be paid, or was: an agreement that ended has none after its end.
bool is_owed(const Agreement& agreement, const Charge& charge);

/// The value of a whole agreement, as far as it is known. Nothing when it is more than an amount
/// can say.
std::optional<Amount> value_of(const std::vector<AcceptedTerm>& terms,
                               const AgreementPeriod& period);

/// A dimension behind what is paid on acceptance.
struct ItemizedCharge {
    std::string dimension;
    std::int64_t new_quantity = 0;
    std::int64_t old_quantity = 0;
    std::string charge;            ///< its id
    std::optional<Amount> amount;  ///< what it adds
};

/// The dimensions that `charges`, made by charges_for, are for.
std::vector<ItemizedCharge> itemize(const std::vector<AcceptedTerm>& terms,
                                    const Agreement* amended, const std::vector<Charge>& charges);

/// What the license of such an agreement entitles to: units of each dimension of a contract, else
/// its use. Source: rules CO-1, CO-5.
std::vector<Entitlement> entitlements_of(const std::vector<AcceptedTerm>& terms);

}  // namespace licet::model
