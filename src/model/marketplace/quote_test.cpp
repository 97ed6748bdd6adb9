// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/quote.h"

#include "model/marketplace/marketplace_world_test.h"

namespace licet::model {
namespace {

using W = MarketplaceWorld;

const Time kNow = *parse_iso8601("2026-01-31T12:00:00Z");

Time at(std::string_view text) {
    return *parse_iso8601(text);
}

std::vector<AcceptedTerm> terms(std::vector<Term> given) {
    std::vector<AcceptedTerm> accepted;
    for (Term& term : given) {
        accepted.push_back({std::move(term), {}});
    }
    return accepted;
}

std::vector<AcceptedTerm> contract(std::int64_t seats, std::int64_t hours,
                                   const std::string& duration = "P1Y") {
    auto accepted = terms({W::upfront(), W::legal()});
    accepted[0].choice.upfront = UpfrontChoice{duration, {{"Seats", seats}, {"Hours", hours}}};
    return accepted;
}

std::vector<Charge> charges(const std::vector<AcceptedTerm>& of, const Agreement* amended = nullptr,
                            const AgreementPeriod& period = {kNow, {}}) {
    SeededRandom random{1};
    const auto made = charges_for(of, amended, period, kNow, random);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : std::vector<Charge>{};
}

TEST(Quote, AnAgreementLastsAsItsTermsSay) {
    const auto ends = [](std::vector<Term> given) {
        return period_of(terms(std::move(given)), kNow)->ends;
    };
    const Term fixed{"f", FixedUpfrontPricingTerm{.price = "1", .duration = "P2M", .grants = {}}};
    EXPECT_EQ(ends({W::usage()}), std::nullopt);  // rule MP-8
    EXPECT_EQ(ends({W::usage(), {"v", ValidityTerm{.duration = "P1M"}}}),
              at("2026-02-28T12:00:00Z"));
    EXPECT_EQ(ends({W::usage(), {"v", ValidityTerm{.end = at("2026-03-05T08:00:00Z")}}}),
              at("2026-03-05T23:59:59.999Z"));
    EXPECT_EQ(ends({fixed}), at("2026-03-31T12:00:00Z"));
    EXPECT_EQ(ends({fixed, {"v", ValidityTerm{.duration = "P1D"}}}), at("2026-02-01T12:00:00Z"));
    EXPECT_EQ(period_of(contract(1, 0, "P1M"), kNow)->ends, at("2026-02-28T12:00:00Z"));
}

TEST(Quote, AnAgreementStartsOnTheDayItsTermsSay) {
    const auto starts = [](Time start) {
        return period_of(terms({{"v", ValidityTerm{.start = start}}}), kNow)->starts;
    };
    EXPECT_EQ(starts(at("2026-03-05T08:00:00Z")), at("2026-03-05T00:00:00Z"));
    EXPECT_EQ(starts(at("2026-01-01T08:00:00Z")), kNow);
}

TEST(Quote, NothingIsAgreedForThePast) {
    const auto over =
        period_of(terms({{"v", ValidityTerm{.end = at("2026-01-30T00:00:00Z")}}}), kNow);
    EXPECT_EQ(reason_of(over), "EXPIRED_AGREEMENT_PROPOSAL");
    EXPECT_TRUE(
        period_of(terms({{"v", ValidityTerm{.end = at("2026-01-31T00:00:00Z")}}}), kNow).ok());
}

TEST(Quote, ChargesAreWhatIsPaidAndWhen) {
    const auto made = charges(contract(3, 2));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].amount, "302");
    EXPECT_EQ(made[0].timing, ChargeTiming::ON_ACCEPTANCE);
    EXPECT_EQ(made[0].due, kNow);
    EXPECT_EQ(made[0].id.substr(0, 3), "ch-");

    const auto monthly = charges(terms({{"r", RecurringPaymentTerm{"9.90"}}, W::usage()}));
    ASSERT_EQ(monthly.size(), 2U);
    EXPECT_EQ(monthly[0].timing, ChargeTiming::BILLING_PERIOD);
    EXPECT_EQ(monthly[0].amount, "9.90");
    EXPECT_EQ(monthly[1].amount, std::nullopt);

    const Term fixed{"f", FixedUpfrontPricingTerm{.price = "100", .grants = {}}};
    const Term schedule{"s", PaymentScheduleTerm{{{kNow, "40"}, {kNow + kDay, "60"}}}};
    EXPECT_EQ(charges(terms({fixed})).at(0).amount, "100");
    const auto by_date = charges(terms({fixed, schedule}));
    ASSERT_EQ(by_date.size(), 2U);
    EXPECT_EQ(by_date[1].timing, ChargeTiming::SCHEDULED);
    EXPECT_EQ(by_date[1].due, kNow + kDay);
    EXPECT_TRUE(charges(terms({{"b", ByolPricingTerm{}}})).empty());
}

TEST(Quote, TheValueIsAllThatIsKnown) {
    const auto value = [](const std::vector<AcceptedTerm>& of, std::optional<Time> ends) {
        return value_of(of, {kNow, ends})->text();
    };
    EXPECT_EQ(value(contract(3, 2), {}), "302");
    EXPECT_EQ(value(terms({W::usage()}), {}), "0");
    const auto monthly = terms({{"r", RecurringPaymentTerm{"10"}}});
    EXPECT_EQ(value(monthly, {}), "0");
    EXPECT_EQ(value(monthly, *end_of(kNow, "P1Y")), "120");
    EXPECT_EQ(value(monthly, *end_of(kNow, "P40D")), "20");
    EXPECT_EQ(
        value_of(terms({{"r", RecurringPaymentTerm{"50000000000"}}}), {kNow, *end_of(kNow, "P1Y")}),
        std::nullopt);
}

TEST(Quote, AnAmendmentCostsTheDifference) {
    Agreement before{.acceptor = {},
                     .product_id = {},
                     .offer_id = {},
                     .accepted_at = {},
                     .starts_at = kNow,
                     .ends_at = {},
                     .license = {}};
    before.terms = contract(3, 2);
    const auto more = contract(5, 2);
    const auto made = charges(more, &before);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].amount, "200");
    const auto items = itemize(more, &before, made);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].dimension, "Seats");
    EXPECT_EQ(items[0].old_quantity, 3);
    EXPECT_EQ(items[0].new_quantity, 5);
    EXPECT_EQ(items[0].charge, made[0].id);
    EXPECT_EQ(items[0].amount->text(), "200");
    EXPECT_TRUE(items[1].amount->is_zero());
    EXPECT_TRUE(charges(before.terms, &before).empty());
    SeededRandom random{1};
    EXPECT_EQ(reason_of(charges_for(contract(2, 2), &before, {kNow, {}}, kNow, random)),
              "INVALID_INCREMENTAL_CHARGE");
}

// rules CO-1, CO-5
TEST(Quote, EntitlesToWhatIsIncluded) {
    const auto usage = entitlements_of({});
    ASSERT_EQ(usage.size(), 1U);
    EXPECT_EQ(usage[0].name, "AWS::Marketplace::Usage");
    EXPECT_EQ(usage[0].unit, "None");

    const auto bought = entitlements_of(contract(3, 0));
    ASSERT_EQ(bought.size(), 1U);
    EXPECT_EQ(bought[0].max_count, 3);
    EXPECT_TRUE(bought[0].allow_check_in);

    const auto included = entitlements_of(terms(
        {{"f", FixedUpfrontPricingTerm{.price = "1",
                                       .grants = {{"Seats", "Seats", "Users", 7},
                                                  {"Calls", "Calls", "Calls", std::nullopt}}}}}));
    ASSERT_EQ(included.size(), 2U);
    EXPECT_EQ(included[0].max_count, 7);
    EXPECT_EQ(included[1].max_count, std::nullopt);
}

}  // namespace
}  // namespace licet::model
