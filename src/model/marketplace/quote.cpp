// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/quote.h"

#include "model/marketplace/choose_terms.h"
#include "model/marketplace/errors.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

using Terms = std::vector<AcceptedTerm>;

constexpr std::size_t kChargeIdLetters = 25;
constexpr auto kDay = std::chrono::days{1};
constexpr auto kMoment = std::chrono::milliseconds{1};

/// What says how long an agreement lasts: a duration, or the end of a day.
struct Length {
    std::optional<std::string> duration;
    std::optional<Time> end;
    bool operator==(const Length&) const = default;
};

Length length_of(const Terms& terms) {
    const auto* validity = find_term<ValidityTerm>(terms);
    if (validity != nullptr && (validity->end || validity->duration)) {
        return {validity->duration, validity->end};
    }
    if (const auto* choice = upfront_choice(terms)) {
        return {choice->duration, std::nullopt};
    }
    if (const auto* fixed = find_term<FixedUpfrontPricingTerm>(terms)) {
        return {fixed->duration, std::nullopt};
    }
    if (const auto* trial = find_term<FreeTrialPricingTerm>(terms)) {
        return {trial->duration, std::nullopt};
    }
    return {};
}

/// The texts of accepted terms were checked when their offer was applied.
Amount amount_of(std::string_view text) {
    const auto amount = Amount::parse(text);
    LICET_CHECK(amount.ok());
    return *amount;
}

Amount price_of(const UpfrontRateCard& card, std::string_view dimension) {
    const auto item = std::find_if(card.rate_card.begin(), card.rate_card.end(),
                                   [&](const RateCardItem& i) { return i.dimension == dimension; });
    LICET_CHECK(item != card.rate_card.end());
    return amount_of(item->price);
}

Result<void> add(Amount& sum, Amount more) {
    LICET_TRY(sum, sum.plus(more));
    return {};
}

/// What is paid when the agreement is accepted.
Result<Amount> upfront(const Terms& terms) {
    Amount sum;
    if (const auto* choice = upfront_choice(terms)) {
        const UpfrontRateCard& card = chosen_rate_card(terms);
        for (const auto& [dimension, quantity] : choice->dimensions) {
            LICET_TRY(const Amount part, price_of(card, dimension).times(quantity));
            LICET_TRY_VOID(add(sum, part));
        }
    }
    const auto* fixed = find_term<FixedUpfrontPricingTerm>(terms);
    if (fixed != nullptr && find_term<PaymentScheduleTerm>(terms) == nullptr) {
        LICET_TRY_VOID(add(sum, amount_of(fixed->price)));
    }
    return sum;
}

/// The billing periods that begin in the agreement's time; none when it has no end.
std::int64_t months_in(const AgreementPeriod& period) {
    std::int64_t months = 0;
    while (period.ends) {
        const auto end = months == 0 ? Result<Time>{period.starts}
                                     : end_of(period.starts, fmt::format("P{}M", months));
        if (!end.ok() || *end >= *period.ends) {
            break;
        }
        ++months;
    }
    return months;
}

Result<Amount> whole_value(const Terms& terms, const AgreementPeriod& period) {
    LICET_TRY(Amount sum, upfront(terms));
    if (const auto* schedule = find_term<PaymentScheduleTerm>(terms)) {
        for (const Installment& installment : schedule->schedule) {
            LICET_TRY_VOID(add(sum, amount_of(installment.amount)));
        }
    }
    if (const auto* recurring = find_term<RecurringPaymentTerm>(terms)) {
        LICET_TRY(const Amount all, amount_of(recurring->price).times(months_in(period)));
        LICET_TRY_VOID(add(sum, all));
    }
    return sum;
}

std::int64_t quantity_of(const UpfrontChoice* choice, std::string_view dimension) {
    if (choice != nullptr) {
        for (const auto& bought : choice->dimensions) {
            if (bought.dimension == dimension) {
                return bought.quantity;
            }
        }
    }
    return 0;
}

Result<Amount> due_on_acceptance(const Terms& terms, const Agreement* amended) {
    LICET_TRY(const Amount due, upfront(terms));
    if (amended == nullptr) {
        return due;
    }
    LICET_TRY(const Amount paid, upfront(amended->terms));
    if (due < paid) {
        return not_valid("INVALID_INCREMENTAL_CHARGE",
                         fmt::format("an amendment cannot lower what is paid in advance from {} "
                                     "to {}",
                                     paid.text(), due.text()));
    }
    return due.minus(paid);
}

Result<std::vector<Charge>> make_charges(const Terms& terms, const Agreement* amended,
                                         const AgreementPeriod& period, Time now, Random& random) {
    std::vector<Charge> charges;
    const auto add_charge = [&](ChargeTiming timing, std::optional<std::string> amount,
                                std::optional<Time> due) {
        charges.push_back({.id = "ch-" + random.text(kLowerAlphanumeric, kChargeIdLetters),
                           .timing = timing,
                           .amount = std::move(amount),
                           .due = due});
    };
    LICET_TRY_VOID(whole_value(terms, period));
    LICET_TRY(const Amount due_now, due_on_acceptance(terms, amended));
    if (!due_now.is_zero()) {
        add_charge(ChargeTiming::ON_ACCEPTANCE, due_now.text(), now);
    }
    if (const auto* schedule = find_term<PaymentScheduleTerm>(terms)) {
        for (const auto& [due, amount] : schedule->schedule) {
            if (amended == nullptr || due >= now) {
                add_charge(ChargeTiming::SCHEDULED, amount, due);
            }
        }
    }
    if (const auto* recurring = find_term<RecurringPaymentTerm>(terms)) {
        add_charge(ChargeTiming::BILLING_PERIOD, recurring->price, {});
    }
    if (find_term<UsageBasedPricingTerm>(terms) != nullptr) {
        add_charge(ChargeTiming::BILLING_PERIOD, {}, {});
    }
    return charges;
}

void add_included(const std::vector<IncludedDimension>& grants, std::vector<Entitlement>& out) {
    for (const auto& grant : grants) {
        out.push_back({.name = grant.dimension,
                       .unit = "Count",
                       .value = {},
                       .max_count = grant.max_quantity,
                       .allow_check_in = true});
    }
}

}  // namespace

Result<AgreementPeriod> period_of(const Terms& terms, Time accepted) {
    AgreementPeriod period{.starts = accepted, .ends = {}};
    const auto* validity = find_term<ValidityTerm>(terms);
    if (validity != nullptr && validity->start) {
        period.starts =
            std::max<Time>(accepted, std::chrono::floor<std::chrono::days>(*validity->start));
    }
    const Length length = length_of(terms);
    if (length.end) {
        period.ends = std::chrono::floor<std::chrono::days>(*length.end) + kDay - kMoment;
    } else if (length.duration) {
        LICET_TRY(period.ends, end_of(period.starts, *length.duration));
    }
    if (period.ends && *period.ends < accepted) {
        return not_valid("EXPIRED_AGREEMENT_PROPOSAL",
                         fmt::format("its agreements ended at {}", format_iso8601(*period.ends)));
    }
    return period;
}

Result<AgreementPeriod> period_of(const Terms& terms, const Agreement* amended, Time accepted) {
    if (amended != nullptr && length_of(terms) == length_of(amended->terms)) {
        return AgreementPeriod{amended->starts_at, amended->ends_at};
    }
    return period_of(terms, accepted);
}

Result<std::vector<Charge>> charges_for(const Terms& terms, const Agreement* amended,
                                        const AgreementPeriod& period, Time now, Random& random) {
    auto charges = make_charges(terms, amended, period, now, random);
    if (!charges.ok() && charges.error().name.empty()) {
        return not_valid("INVALID_REQUESTED_TERM_CONFIGURATION", charges.error().message);
    }
    return charges;
}

bool is_owed(const Agreement& agreement, const Charge& charge) {
    const bool over = agreement.status != AgreementStatus::ACTIVE;
    return !over || !charge.due || !agreement.ends_at || *charge.due <= *agreement.ends_at;
}

std::optional<Amount> value_of(const Terms& terms, const AgreementPeriod& period) {
    const auto value = whole_value(terms, period);
    return value.ok() ? std::optional{*value} : std::nullopt;
}

std::vector<ItemizedCharge> itemize(const Terms& terms, const Agreement* amended,
                                    const std::vector<Charge>& charges) {
    std::vector<ItemizedCharge> items;
    const UpfrontChoice* choice = upfront_choice(terms);
    const auto charge = std::find_if(charges.begin(), charges.end(), [](const Charge& c) {
        return c.timing == ChargeTiming::ON_ACCEPTANCE;
    });
    if (choice == nullptr || charge == charges.end()) {
        return items;
    }
    const UpfrontChoice* before = amended == nullptr ? nullptr : upfront_choice(amended->terms);
    for (const auto& [dimension, quantity] : choice->dimensions) {
        const std::int64_t old = quantity_of(before, dimension);
        const auto added = price_of(chosen_rate_card(terms), dimension)
                               .times(std::max<std::int64_t>(quantity - old, 0));
        items.push_back({dimension, quantity, old, charge->id,
                         added.ok() ? std::optional{*added} : std::nullopt});
    }
    return items;
}

std::vector<Entitlement> entitlements_of(const Terms& terms) {
    std::vector<Entitlement> entitlements;
    if (const auto* choice = upfront_choice(terms)) {
        for (const auto& [dimension, quantity] : choice->dimensions) {
            if (quantity > 0) {
                entitlements.push_back({.name = dimension,
                                        .unit = "Count",
                                        .value = {},
                                        .max_count = quantity,
                                        .allow_check_in = true});
            }
        }
    }
    if (const auto* fixed = find_term<FixedUpfrontPricingTerm>(terms)) {
        add_included(fixed->grants, entitlements);
    }
    if (const auto* trial = find_term<FreeTrialPricingTerm>(terms)) {
        add_included(trial->grants, entitlements);
    }
    if (entitlements.empty() || find_term<UsageBasedPricingTerm>(terms) != nullptr) {
        entitlements.push_back({.name = "AWS::Marketplace::Usage",
                                .unit = "None",
                                .value = "Enabled",
                                .max_count = {}});
    }
    return entitlements;
}

}  // namespace licet::model
