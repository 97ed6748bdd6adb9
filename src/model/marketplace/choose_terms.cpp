// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/choose_terms.h"

#include "model/marketplace/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace licet::model {
namespace {

constexpr std::int64_t kQuantityMax = 1'000'000'000;

Error bad_choice(const Term& term, std::string what) {
    return not_valid("INVALID_REQUESTED_TERM_CONFIGURATION",
                     fmt::format("term `{}`: {}", term.id, std::move(what)));
}

template <typename Kind>
bool is(const Term& term) {
    return std::holds_alternative<Kind>(term.details);
}

/// Whether the term says what is paid; a free trial is taken instead of all of these.
bool is_price(const Term& term) {
    return is<UsageBasedPricingTerm>(term) || is<ConfigurableUpfrontPricingTerm>(term) ||
           is<FixedUpfrontPricingTerm>(term) || is<ByolPricingTerm>(term) ||
           is<RecurringPaymentTerm>(term) || is<PaymentScheduleTerm>(term) ||
           is<VariablePaymentTerm>(term);
}

const UpfrontRateCard* find_card(const ConfigurableUpfrontPricingTerm& term,
                                 std::string_view duration) {
    const auto found =
        std::find_if(term.rate_cards.begin(), term.rate_cards.end(),
                     [&](const UpfrontRateCard& card) { return card.duration == duration; });
    return found == term.rate_cards.end() ? nullptr : &*found;
}

Result<void> check_dimensions(const Term& term, const UpfrontRateCard& card,
                              const UpfrontChoice& choice) {
    std::set<std::string_view> seen;
    std::size_t chosen = 0;
    for (const auto& bought : choice.dimensions) {
        const std::string& dimension = bought.dimension;
        const bool known =
            std::any_of(card.rate_card.begin(), card.rate_card.end(),
                        [&](const RateCardItem& item) { return item.dimension == dimension; });
        if (!known || !seen.insert(dimension).second) {
            return bad_choice(term, fmt::format("dimension `{}` is not in the rate card of `{}`, "
                                                "or named twice",
                                                dimension.substr(0, 255), card.duration));
        }
        const std::int64_t most = card.quantities ? kQuantityMax : 1;
        if (bought.quantity < 0 || bought.quantity > most) {
            return bad_choice(term,
                              fmt::format("the quantity of `{}` must be 0 to {}", dimension, most));
        }
        chosen += bought.quantity > 0 ? 1 : 0;
    }
    if (chosen == 0) {
        return bad_choice(term, "no dimension has a quantity");
    }
    if (chosen > 1 && !card.multiple_dimensions) {
        return bad_choice(term, "only one of the dimensions can be chosen");
    }
    return {};
}

Result<void> check_upfront(const Term& term, const TermChoice& choice) {
    const auto& details = std::get<ConfigurableUpfrontPricingTerm>(term.details);
    if (!choice.upfront) {
        return not_valid("MISSING_REQUESTED_TERM_CONFIGURATION",
                         fmt::format("term `{}` needs a "
                                     "configurableUpfrontPricingTermConfiguration with a duration "
                                     "and quantities",
                                     term.id));
    }
    const UpfrontRateCard* card = find_card(details, choice.upfront->duration);
    if (card == nullptr) {
        return bad_choice(term, fmt::format("there is no rate card for `{}`",
                                            choice.upfront->duration.substr(0, 64)));
    }
    return check_dimensions(term, *card, *choice.upfront);
}

/// Whether the choice is one for the term. Sets what a choice that is left out stands for.
Result<void> check_choice(const Term& term, TermChoice& choice) {
    if ((choice.upfront && !is<ConfigurableUpfrontPricingTerm>(term)) ||
        (choice.auto_renew && !is<RenewalTerm>(term)) ||
        (choice.payment && !is<VariablePaymentTerm>(term))) {
        return bad_choice(term, "this configuration is for a term of another kind");
    }
    if (is<ConfigurableUpfrontPricingTerm>(term)) {
        return check_upfront(term, choice);
    }
    if (is<RenewalTerm>(term)) {
        choice.auto_renew = choice.auto_renew.value_or(false);
    }
    if (is<VariablePaymentTerm>(term)) {
        choice.payment = choice.payment.value_or(PaymentChoice{});
        if (choice.payment->approval == PaymentApproval::AUTO_APPROVE_ON_EXPIRATION &&
            !choice.payment->expiration) {
            return bad_choice(term, "automatic approval needs an expirationDuration");
        }
    }
    return {};
}

Result<void> check_together(const std::vector<Term>& offered,
                            const std::vector<AcceptedTerm>& chosen) {
    const bool trial = find_term<FreeTrialPricingTerm>(chosen) != nullptr;
    for (const Term& term : offered) {
        const bool taken = std::any_of(chosen.begin(), chosen.end(),
                                       [&](const AcceptedTerm& c) { return c.term.id == term.id; });
        if (taken && trial && is_price(term)) {
            return not_valid(
                "INCOMPATIBLE_TERMS",
                fmt::format("term `{}` is not for a free trial: accept one of the two", term.id));
        }
        const bool optional =
            is<RenewalTerm>(term) || is<FreeTrialPricingTerm>(term) || (trial && is_price(term));
        if (!taken && !optional) {
            return not_valid("MISSING_MANDATORY_TERMS",
                             fmt::format("term `{}` must be accepted, too", term.id));
        }
    }
    if (!trial && std::none_of(chosen.begin(), chosen.end(), [](const AcceptedTerm& accepted) {
            return is_price(accepted.term);
        })) {
        return not_valid("MISSING_MANDATORY_TERMS", "a pricing term must be accepted, too");
    }
    return {};
}

/// The requested terms, in the order of `offered`.
Result<std::vector<AcceptedTerm>> take_terms(const std::vector<Term>& offered,
                                             const std::vector<RequestedTerm>& requested) {
    std::map<std::string_view, TermChoice> wanted;
    for (const RequestedTerm& request : requested) {
        if (!wanted.emplace(request.id, request.choice).second) {
            return not_valid("INVALID_REQUESTED_TERMS",
                             fmt::format("term `{}` is requested twice", request.id));
        }
    }
    std::vector<AcceptedTerm> chosen;
    for (const Term& term : offered) {
        if (const auto found = wanted.find(term.id); found != wanted.end()) {
            LICET_TRY_VOID(check_choice(term, found->second));
            chosen.push_back({term, found->second});
            wanted.erase(found);
        }
    }
    if (!wanted.empty()) {
        return not_valid("INVALID_REQUESTED_TERM_ID",
                         fmt::format("term `{}` is not among those that can be accepted",
                                     wanted.begin()->first));
    }
    return chosen;
}

}  // namespace

Result<std::vector<AcceptedTerm>> choose_terms(const std::vector<Term>& offered,
                                               const std::vector<RequestedTerm>& requested) {
    LICET_TRY(auto chosen, take_terms(offered, requested));
    LICET_TRY_VOID(check_together(offered, chosen));
    return chosen;
}

Result<std::vector<AcceptedTerm>> amend_terms(const std::vector<AcceptedTerm>& accepted,
                                              const std::vector<Term>* offered,
                                              const std::vector<RequestedTerm>& requested) {
    std::vector<Term> own;
    for (const AcceptedTerm& term : accepted) {
        own.push_back(term.term);
    }
    LICET_TRY(auto changes,
              offered == nullptr ? take_terms(own, requested) : choose_terms(*offered, requested));
    std::vector<AcceptedTerm> amended = accepted;
    for (AcceptedTerm& change : changes) {
        const auto same = std::find_if(amended.begin(), amended.end(), [&](const AcceptedTerm& a) {
            return a.term.details.index() == change.term.details.index();
        });
        if (same == amended.end()) {
            amended.push_back(std::move(change));
        } else {
            *same = std::move(change);
        }
    }
    return amended;
}

const UpfrontChoice* upfront_choice(const std::vector<AcceptedTerm>& terms) {
    for (const AcceptedTerm& accepted : terms) {
        if (accepted.choice.upfront) {
            return &*accepted.choice.upfront;
        }
    }
    return nullptr;
}

const UpfrontRateCard& chosen_rate_card(const std::vector<AcceptedTerm>& terms) {
    const auto* term = find_term<ConfigurableUpfrontPricingTerm>(terms);
    const auto* choice = upfront_choice(terms);
    LICET_CHECK(term != nullptr && choice != nullptr);
    const UpfrontRateCard* card = find_card(*term, choice->duration);
    LICET_CHECK(card != nullptr);
    return *card;
}

bool renews_itself(const std::vector<AcceptedTerm>& terms) {
    return std::any_of(terms.begin(), terms.end(), [](const AcceptedTerm& accepted) {
        return accepted.choice.auto_renew.value_or(false);
    });
}

}  // namespace licet::model
