// SPDX-License-Identifier: Apache-2.0
#include "model/license/quotas.h"
#include "model/marketplace/agreement.h"
#include "model/marketplace/amount.h"
#include "model/marketplace/offer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

constexpr std::size_t kIdSize = 13;
constexpr std::size_t kTermIdMax = 256;
constexpr std::size_t kNameMax = 64;
constexpr std::size_t kDimensionMax = 255;
constexpr std::int64_t kQuantityMax = 1'000'000'000;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool all_of(std::string_view text, bool (*holds)(char)) {
    return std::all_of(text.begin(), text.end(), holds);
}

bool is_offer_id(std::string_view text) {
    constexpr std::string_view kPrefix = "offer-";
    return text.starts_with(kPrefix) && text.size() == kPrefix.size() + kIdSize &&
           all_of(text.substr(kPrefix.size()),
                  [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

/// Letters, digits and dashes: what any id of AWS Marketplace may be made of.
bool is_id(std::string_view text, std::size_t size_max) {
    return !text.empty() && text.size() <= size_max &&
           all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

bool is_term_id(std::string_view text) {
    return !text.empty() && text.size() <= kTermIdMax && all_of(text, [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view{"+=;,.@-_"}.find(c) != std::string_view::npos;
    });
}

bool is_text(std::string_view text, std::size_t size_max = kOfferTextMax) {
    return !text.empty() && text.size() <= size_max;
}

Error fault(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

/// Durations mean something only from a day on; any day shows whether one can be read.
Result<void> check_duration(std::string_view text) {
    LICET_TRY_VOID(end_of(Time{}, text));
    return {};
}

Result<void> check_dimension(std::string_view dimension, std::string_view unit,
                             std::set<std::string_view>& seen) {
    if (!is_text(dimension, kDimensionMax) || !seen.insert(dimension).second) {
        return fault(fmt::format("dimension `{}` is empty, too long or listed twice",
                                 dimension.substr(0, kDimensionMax)));
    }
    if (!is_text(unit, kDimensionMax)) {
        return fault(fmt::format("dimension `{}` needs a unit", dimension));
    }
    return {};
}

Result<void> check_rate_card(const std::vector<RateCardItem>& card) {
    if (card.empty() || card.size() > kDimensionsMax) {
        return fault(fmt::format("a rate card has 1 to {} dimensions", kDimensionsMax));
    }
    std::set<std::string_view> seen;
    for (const auto& item : card) {
        LICET_TRY_VOID(check_dimension(item.dimension, item.unit, seen));
        LICET_TRY_VOID(Amount::parse(item.price));
        if (item.description.size() > kOfferTextMax) {
            return fault(fmt::format("the description of `{}` is too long", item.dimension));
        }
    }
    return {};
}

Result<void> check_included(const std::vector<IncludedDimension>& grants) {
    if (grants.size() > kDimensionsMax) {
        return fault(fmt::format("a term includes at most {} dimensions", kDimensionsMax));
    }
    std::set<std::string_view> seen;
    for (const auto& item : grants) {
        LICET_TRY_VOID(check_dimension(item.dimension, item.unit, seen));
        if (item.max_quantity && (*item.max_quantity < 1 || *item.max_quantity > kQuantityMax)) {
            return fault(
                fmt::format("the quantity of `{}` must be 1 to {}", item.dimension, kQuantityMax));
        }
        if (is_quota_key(item.dimension)) {
            LICET_TRY_VOID(read_entitlement_quota(item.dimension, item.max_quantity));
        }
    }
    return {};
}

struct CheckTerm {
    Result<void> operator()(const UsageBasedPricingTerm& term) {
        return check_rate_card(term.rate_card);
    }
    Result<void> operator()(const ConfigurableUpfrontPricingTerm& term) {
        if (term.rate_cards.empty() || term.rate_cards.size() > kTermsMax) {
            return fault(fmt::format("needs 1 to {} rate cards", kTermsMax));
        }
        std::set<std::string_view> durations;
        for (const auto& card : term.rate_cards) {
            LICET_TRY_VOID(check_duration(card.duration));
            if (!durations.insert(card.duration).second) {
                return fault(fmt::format("there are two rate cards for `{}`", card.duration));
            }
            LICET_TRY_VOID(check_rate_card(card.rate_card));
            for (const auto& item : card.rate_card) {
                if (is_quota_key(item.dimension)) {  // buyers choose how much
                    LICET_TRY_VOID(read_entitlement_quota(item.dimension, kQuantityMax));
                }
            }
        }
        return {};
    }
    Result<void> operator()(const FixedUpfrontPricingTerm& term) {
        LICET_TRY_VOID(Amount::parse(term.price));
        return check_trial(term);
    }
    Result<void> operator()(const FreeTrialPricingTerm& term) { return check_trial(term); }
    Result<void> operator()(const ByolPricingTerm&) { return {}; }
    Result<void> operator()(const RecurringPaymentTerm& term) {
        LICET_TRY_VOID(Amount::parse(term.price));
        return {};
    }
    Result<void> operator()(const PaymentScheduleTerm& term) {
        if (term.schedule.empty() || term.schedule.size() > kInstallmentsMax) {
            return fault(fmt::format("needs 1 to {} installments", kInstallmentsMax));
        }
        for (const auto& installment : term.schedule) {
            LICET_TRY_VOID(Amount::parse(installment.amount));
        }
        return {};
    }
    Result<void> operator()(const VariablePaymentTerm& term) {
        LICET_TRY_VOID(Amount::parse(term.max_total));
        return {};
    }
    Result<void> operator()(const LegalTerm& term) {
        if (term.documents.empty() || term.documents.size() > kTermsMax) {
            return fault(fmt::format("needs 1 to {} documents", kTermsMax));
        }
        for (const auto& document : term.documents) {
            if (!document.url.starts_with("https://") || !is_text(document.url)) {
                return fault(fmt::format("document `{}` must be an https URL",
                                         document.url.substr(0, kDimensionMax)));
            }
            if (document.version && !is_text(*document.version, kNameMax)) {
                return fault("the version of a document is empty or too long");
            }
        }
        return {};
    }
    Result<void> operator()(const SupportTerm& term) {
        return is_text(term.refund_policy) ? Result<void>{}
                                           : fault("the refund policy is missing or too long");
    }
    Result<void> operator()(const ValidityTerm& term) {
        if (term.duration && term.end) {
            return fault("a duration and an end exclude each other");
        }
        if (term.duration) {
            LICET_TRY_VOID(check_duration(*term.duration));
        }
        return term.start && term.end && *term.end < *term.start ? fault("ends before it starts")
                                                                 : Result<void>{};
    }
    Result<void> operator()(const RenewalTerm&) { return {}; }

    Result<void> check_trial(const auto& term) {
        if (term.duration) {
            LICET_TRY_VOID(check_duration(*term.duration));
        }
        return check_included(term.grants);
    }
};

/// Which kinds of terms an offer has, at most one term of each.
class Kinds {
public:
    bool add(const Term& term) { return kinds_.insert(term.details.index()).second; }

    template <typename Kind>
    bool has() const {
        return kinds_.contains(TermDetails{Kind{}}.index());
    }

private:
    std::set<std::size_t> kinds_;
};

Result<void> check_together(const Kinds& kinds, bool renewable) {
    const bool upfront =
        kinds.has<ConfigurableUpfrontPricingTerm>() || kinds.has<FixedUpfrontPricingTerm>();
    const bool paid = upfront || kinds.has<UsageBasedPricingTerm>() ||
                      kinds.has<RecurringPaymentTerm>() || kinds.has<VariablePaymentTerm>();
    if (!paid && !kinds.has<ByolPricingTerm>() && !kinds.has<FreeTrialPricingTerm>()) {
        return fault("has no pricing term");
    }
    if (kinds.has<ByolPricingTerm>() && (paid || kinds.has<FreeTrialPricingTerm>())) {
        return fault("byolPricingTerm excludes every other pricing term");
    }
    if (kinds.has<ConfigurableUpfrontPricingTerm>() && kinds.has<FixedUpfrontPricingTerm>()) {
        return fault("the two kinds of upfront pricing terms exclude each other");
    }
    if (kinds.has<PaymentScheduleTerm>() && !kinds.has<FixedUpfrontPricingTerm>()) {
        return fault("paymentScheduleTerm needs a fixedUpfrontPricingTerm that says what is paid");
    }
    if (!kinds.has<LegalTerm>()) {
        return fault("has no legalTerm");
    }
    if (kinds.has<RenewalTerm>() && !renewable) {
        return fault("renewalTerm needs a term that says how long an agreement lasts");
    }
    return {};
}

bool ends_on_a_day(const Term& term) {
    const auto* validity = std::get_if<ValidityTerm>(&term.details);
    return validity != nullptr && validity->end;
}

bool says_how_long(const Term& term) {
    if (const auto* validity = std::get_if<ValidityTerm>(&term.details)) {
        return validity->duration.has_value();
    }
    if (const auto* fixed = std::get_if<FixedUpfrontPricingTerm>(&term.details)) {
        return fixed->duration.has_value();
    }
    return std::holds_alternative<ConfigurableUpfrontPricingTerm>(term.details);
}

Result<void> check_terms(const std::vector<Term>& terms) {
    if (terms.empty() || terms.size() > kTermsMax) {
        return fault(fmt::format("needs 1 to {} terms", kTermsMax));
    }
    Kinds kinds;
    std::set<std::string_view> ids;
    for (const Term& term : terms) {
        if (!is_term_id(term.id) || !ids.insert(term.id).second) {
            return fault(fmt::format("term `{}`: its id is ill-formed or used twice",
                                     term.id.substr(0, kTermIdMax)));
        }
        if (auto sound = std::visit(CheckTerm{}, term.details); !sound.ok()) {
            return fault(fmt::format("term `{}`: {}", term.id, sound.error().message));
        }
        if (!kinds.add(term)) {
            return fault(fmt::format("term `{}`: there is another of its kind", term.id));
        }
    }
    // An agreement can be renewed when it lasts for a duration, so that the next lasts as long.
    return check_together(kinds, std::any_of(terms.begin(), terms.end(), says_how_long) &&
                                     std::none_of(terms.begin(), terms.end(), ends_on_a_day));
}

Result<void> check_head(const Offer& offer) {
    if (!is_text(offer.product_id, kNameMax)) {
        return fault("needs a product");
    }
    if (!is_text(offer.name, kDimensionMax) || offer.description.size() > kOfferTextMax ||
        offer.seller_name.size() > kDimensionMax) {
        return fault("its name is missing, or a text is too long");
    }
    if (!offer.seller) {
        return fault("needs a seller's account");
    }
    const std::set<AccountId> buyers{offer.buyers.begin(), offer.buyers.end()};
    if (offer.buyers.empty() || offer.buyers.size() > kBuyersMax ||
        buyers.size() != offer.buyers.size() || buyers.contains(AccountId{})) {
        return fault(fmt::format("needs 1 to {} different buyers", kBuyersMax));
    }
    if ((!offer.seller_profile_id.empty() && !is_id(offer.seller_profile_id, kDimensionMax)) ||
        (!offer.offer_set_id.empty() && !is_id(offer.offer_set_id, kNameMax)) ||
        (!offer.replaces_agreement.empty() && !is_id(offer.replaces_agreement, kNameMax))) {
        return fault(
            "the id of the seller's profile, the offer set or the agreement is ill-formed");
    }
    if (offer.currency.size() != 3 ||
        !all_of(offer.currency, [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return fault(fmt::format("`{}` is no currency, such as USD", offer.currency.substr(0, 8)));
    }
    if (offer.available_from && offer.expires_at && *offer.expires_at < *offer.available_from) {
        return fault("expires before it is available");
    }
    return {};
}

}  // namespace

Result<void> validate(const Offer& offer) {
    if (!is_offer_id(offer.offer_id)) {
        return fault(
            fmt::format("offer `{}`: ill-formed id: it is `offer-` and {} lower-case "
                        "letters and digits",
                        offer.offer_id.substr(0, kNameMax), kIdSize));
    }
    auto sound = check_head(offer);
    if (sound.ok()) {
        sound = check_terms(offer.terms);
    }
    return sound.ok() ? Result<void>{}
                      : fault(fmt::format("offer `{}`: {}", offer.offer_id, sound.error().message));
}

}  // namespace licet::model
