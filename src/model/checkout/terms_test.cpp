// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/terms.h"

#include "model/checkout/checkout_world_test.h"

namespace licet::model {
namespace {

Time at(std::string_view text) {
    return *parse_iso8601(text);
}

/// When a license that is valid from `begin` was renewed last at `now`; `-` for never.
std::string renewed(RenewType type, std::string_view begin, std::string_view now) {
    LicenseVersion version;
    version.valid_from = at(begin);
    version.consumption.renew_type = type;
    const auto last = last_renewal(version, at(now));
    return last ? format_iso8601(*last) : "-";
}

TEST(Terms, Lm4WeeksCountFromTheBeginOfTheValidity) {
    const auto weekly = [](std::string_view now) {
        return renewed(RenewType::Weekly, "2026-01-07T10:30:00Z", now);
    };
    EXPECT_EQ(weekly("2026-01-07T10:29:59Z"), "-");
    EXPECT_EQ(weekly("2026-01-07T10:30:00Z"), "2026-01-07T10:30:00Z");
    EXPECT_EQ(weekly("2026-01-14T10:29:59Z"), "2026-01-07T10:30:00Z");
    EXPECT_EQ(weekly("2026-01-14T10:30:00Z"), "2026-01-14T10:30:00Z");
    EXPECT_EQ(weekly("2027-01-06T10:30:00Z"), "2027-01-06T10:30:00Z");
}

TEST(Terms, Lm4MonthsCountFromTheBeginOfTheValidityAndShortOnesRenewOnTheirLastDay) {
    const auto monthly = [](std::string_view now) {
        return renewed(RenewType::Monthly, "2027-12-31T23:00:00Z", now);
    };
    EXPECT_EQ(monthly("2027-12-31T22:59:59Z"), "-");
    EXPECT_EQ(monthly("2028-01-31T22:59:59Z"), "2027-12-31T23:00:00Z");
    EXPECT_EQ(monthly("2028-01-31T23:00:00Z"), "2028-01-31T23:00:00Z");
    EXPECT_EQ(monthly("2028-02-29T22:59:59Z"), "2028-01-31T23:00:00Z");
    EXPECT_EQ(monthly("2028-02-29T23:00:00Z"), "2028-02-29T23:00:00Z");
    EXPECT_EQ(monthly("2028-03-31T22:00:00Z"), "2028-02-29T23:00:00Z");
    EXPECT_EQ(monthly("2028-05-01T00:00:00Z"), "2028-04-30T23:00:00Z");
    EXPECT_EQ(monthly("2029-03-01T00:00:00Z"), "2029-02-28T23:00:00Z");
}

TEST(Terms, Lm4WithoutARenewTypeCountsNeverBeginAnew) {
    EXPECT_EQ(renewed(RenewType::None, "2026-01-07T10:30:00Z", "2036-01-07T10:30:00Z"), "-");
}

TEST(Terms, Lm4KnowsTheUnitsOfTheService) {
    for (const char* unit : {"Count", "None", "Percent", "Terabits/Second", "Count/Second"}) {
        EXPECT_TRUE(is_entitlement_unit(unit)) << unit;
    }
    for (const char* unit : {"", "count", "Seats", "Bytes/Minute"}) {
        EXPECT_FALSE(is_entitlement_unit(unit)) << unit;
    }
}

TEST(Terms, ALeaseEndsOnAWholeSecond) {
    LicenseVersion version;
    const Time now = at("2026-01-07T10:30:00.001Z");
    EXPECT_EQ(lease_end(version, now, 60), at("2026-01-07T11:30:01Z"));
    version.valid_until = at("2026-01-07T11:00:00.5Z");
    EXPECT_EQ(lease_end(version, now, 60), *version.valid_until);
}

TEST(Terms, Co11UsageCoversAllAccountsAndAllKinds) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(9), feature("gold"), seats(4, "unused")},
                                {.borrow = BorrowConfiguration{.minutes = 600}});
    world.grant(id, world.in_inner, all_checkout_operations());
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.out(world.in_inner, {ask(2)}, kPerpetual), "");
    EXPECT_EQ(world.lend(world.user, id, {ask(3)}), "");
    const auto usages = world.usages(id);
    ASSERT_EQ(usages.size(), 3U);
    EXPECT_EQ(usages[0].consumed, 6);
    EXPECT_EQ(usages[0].max_count, 9);
    EXPECT_EQ(usages[1].unit, "None");
    EXPECT_EQ(usages[2].consumed, 0);
}

}  // namespace
}  // namespace licet::model
