// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/marketplace/term.h"

#include <string>
#include <vector>

namespace licet::model {

/// A term that a buyer wants to accept, and what it chooses of it.
struct RequestedTerm {
    std::string id;
    TermChoice choice;
};

/// The terms of an agreement to what is offered, in the order of the offer.
///
/// All terms are mandatory but renewalTerm and freeTrialPricingTerm. A free trial is taken instead
/// of the other pricing terms. A renewalTerm without a choice is not used.
/// @return ValidationException with reason INVALID_REQUESTED_TERM_ID for one that is not offered,
///         INVALID_REQUESTED_TERMS for one that is named twice, MISSING_MANDATORY_TERMS,
///         INCOMPATIBLE_TERMS, MISSING_REQUESTED_TERM_CONFIGURATION,
///         INVALID_REQUESTED_TERM_CONFIGURATION.
/// Source: rules MP-3, MP-11.
Result<std::vector<AcceptedTerm>> choose_terms(const std::vector<Term>& offered,
                                               const std::vector<RequestedTerm>& requested);

/// The terms of an amended agreement: the requested ones take the place of those of their kind.
/// @param accepted of the agreement that is amended.
/// @param offered  by the offer that amends it; null: the choices for its own terms change.
/// @return as choose_terms; without an offer no term is mandatory.
/// Source: rules MP-3, MP-6.
Result<std::vector<AcceptedTerm>> amend_terms(const std::vector<AcceptedTerm>& accepted,
                                              const std::vector<Term>* offered,
                                              const std::vector<RequestedTerm>& requested);

/// The details of the first accepted term of that kind, or null.
template <typename Kind>
const Kind* find_term(const std::vector<AcceptedTerm>& terms) {
    for (const AcceptedTerm& accepted : terms) {
        if (const auto* details = std::get_if<Kind>(&accepted.term.details)) {
            return details;
        }
    }
    return nullptr;
}

/// What was chosen of the configurableUpfrontPricingTerm; null without one.
const UpfrontChoice* upfront_choice(const std::vector<AcceptedTerm>& terms);

/// The rate card that was chosen of it. Requires that upfront_choice gives one.
const UpfrontRateCard& chosen_rate_card(const std::vector<AcceptedTerm>& terms);

/// Whether the terms have the agreement renewed at its end.
bool renews_itself(const std::vector<AcceptedTerm>& terms);

}  // namespace licet::model
