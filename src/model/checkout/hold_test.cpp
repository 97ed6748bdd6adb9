// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/hold.h"

#include "model/checkout/checkout_world_test.h"

namespace licet::model {
namespace {

constexpr const char* kUnknown = "ResourceNotFoundException";
constexpr const char* kConflict = "ConflictException";
constexpr const char* kNotAllowed = "ValidationException";

TEST(CheckIn, Co4GivesTheUnitsBackEarly) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(2)}), "");
    EXPECT_EQ(world.in(), "");
    EXPECT_EQ(world.used(id), 0);
    EXPECT_EQ(world.out({ask(2)}), "");
}

TEST(CheckIn, Co4OnlyWhereAllowCheckInIsTrue) {
    CheckoutWorld world;
    Entitlement fixed = seats(2, "fixed");
    fixed.allow_check_in = false;
    const Id128 id = world.give({fixed, seats(2), feature("gold")});
    EXPECT_EQ(world.out({ask(1, "fixed"), ask(1)}), "");
    EXPECT_EQ(world.in(), kNotAllowed);
    EXPECT_EQ(world.used(id), 1);
    EXPECT_EQ(world.out({ask(1), ask_feature("gold")}), "");
    EXPECT_EQ(world.in(), "") << "a feature holds no units";
}

TEST(CheckIn, Co4AllowCheckInIsThatOfTheVersionItWasCheckedOutUnder) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(1)}), "");
    world.add_version(
        id, [](LicenseVersion& version) { version.entitlements[0].allow_check_in = false; });
    EXPECT_EQ(world.in(), "");
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.in(), kNotAllowed);
}

TEST(CheckIn, Co4ADrawDownIsNeverGivenBack) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(1)}, kPerpetual), "");
    const std::string token = world.last.token.text();
    EXPECT_EQ(world.in(world.user, token), kNotAllowed);
    world.now += kCheckoutMemory;
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.in(world.user, token), kUnknown) << "it is remembered for a day";
    EXPECT_EQ(world.used(id), 2);
}

TEST(CheckIn, Co8AnUnknownOrForeignTokenIsNotFoundWhateverItsKind) {
    CheckoutWorld world;
    const Id128 id = world.give(
        {seats(9)}, {.borrow = BorrowConfiguration{.allow_early_check_in = true, .minutes = 600}});
    EXPECT_EQ(world.out({ask(1)}, kPerpetual), "");
    std::vector<std::string> tokens{world.last.token.text()};
    EXPECT_EQ(world.lend(world.user, id, {ask(1)}), "");
    tokens.push_back(world.last.token.text());
    for (const std::string& token : tokens) {
        EXPECT_EQ(world.in(world.in_inner, token), kUnknown) << token;
        EXPECT_EQ(world.extend(world.in_inner, token), kUnknown) << token;
        const std::string never = token.substr(0, token.find('-') + 1) + std::string(32, '0');
        EXPECT_EQ(world.in(world.user, never), kUnknown);
        EXPECT_EQ(world.extend(world.user, never), kUnknown);
        EXPECT_EQ(world.extend(world.user, token), kNotAllowed) << token;
    }
    EXPECT_EQ(world.in(world.user, tokens[0], "somebody"), kUnknown);
}

TEST(CheckIn, Co8AnUnknownTokenIsNotFoundAndAReturnedOneAConflict) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(1)}), "");
    const std::string token = world.last.token.text();
    for (const std::string& wrong :
         {std::string{"x"}, std::string{"lease-"}, token + "0", "lease-" + std::string(32, '0'),
          "borrow-" + token.substr(6)}) {
        EXPECT_EQ(world.in(world.user, wrong), kUnknown) << wrong;
    }
    EXPECT_EQ(world.in(world.user, token), "");
    EXPECT_EQ(world.in(world.user, token), kConflict);
    EXPECT_EQ(world.used(id), 0);
    world.now += kCheckoutMemory;
    EXPECT_EQ(world.in(world.user, token), kUnknown) << "it is remembered for a day";
}

TEST(CheckIn, Co8ALapsedLeaseIsBackAlready) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(2)}), "");
    const std::string token = world.last.token.text();
    world.now = world.last.expires_at;
    EXPECT_EQ(world.out({ask(2)}), "");
    EXPECT_EQ(world.in(world.user, token), kConflict);
    EXPECT_EQ(world.used(id), 2) << "a late check-in frees nothing that another holds now";
}

TEST(CheckIn, OthersCheckoutsAreUnknown) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    world.grant(id, world.in_inner, all_checkout_operations());
    EXPECT_EQ(world.out({ask(1)}), "");
    for (const AccountId other : {world.in_inner, world.seller, world.management}) {
        EXPECT_EQ(world.in(other, world.last.token.text()), kUnknown);
        EXPECT_EQ(world.extend(other, world.last.token.text()), kUnknown);
    }
    EXPECT_EQ(world.in(world.user, world.last.token.text(), "somebody"), kUnknown);
    EXPECT_EQ(world.in(world.user, world.last.token.text(), "customer@example.com"), "");
}

TEST(CheckIn, Co7AllowEarlyCheckInDecidesForABorrowedLicense) {
    for (const bool early : {true, false}) {
        CheckoutWorld world;
        Entitlement entitlement = seats(2);
        entitlement.allow_check_in = !early;
        const Id128 id = world.give(
            {entitlement},
            {.borrow = BorrowConfiguration{.allow_early_check_in = early, .minutes = 600}});
        EXPECT_EQ(world.lend(world.user, id, {ask(2)}), "");
        EXPECT_EQ(world.in(), early ? "" : kNotAllowed);
        EXPECT_EQ(world.used(id), early ? 0 : 2);
    }
}

TEST(CheckIn, Co9NeedsTheOperationInForce) {
    CheckoutWorld world;
    const Id128 id = world.issue({seats(2)});
    const GrantId grant = world.grant(id, world.user, all_checkout_operations());
    EXPECT_EQ(world.out({ask(1)}), "");
    world.set(world.user, grant, kDisabled);
    EXPECT_EQ(world.in(), "AccessDeniedException");
    EXPECT_EQ(world.extend(), "AccessDeniedException");
    EXPECT_EQ(world.used(id), 1);
    world.set(world.user, grant, kActive);
    EXPECT_EQ(world.extend(), "");
    EXPECT_EQ(world.in(), "");
}

TEST(Extend, Co4AddsAnotherPeriod) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(2)}), "");
    const Time end = world.last.expires_at;
    world.now += minutes{30};
    EXPECT_EQ(world.extend(), "");
    EXPECT_EQ(world.last.expires_at, end + minutes{60});
    world.now = end + minutes{60} - Milliseconds{1};
    EXPECT_EQ(world.used(id), 2);
    world.now = end + minutes{60};
    EXPECT_EQ(world.used(id), 0);
}

TEST(Extend, Co4ALeaseEndsTwoPeriodsFromNowAtTheLatest) {
    CheckoutWorld world;
    world.give({seats(2)});
    EXPECT_EQ(world.out({ask(2)}), "");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(world.extend(), "");
        EXPECT_EQ(world.last.expires_at, world.now + minutes{120});
    }
}

TEST(Extend, Co4WhatIsOverIsNotFoundAndOtherKindsAreRefused) {
    CheckoutWorld world;
    const auto why = [&] {
        world.act_as(world.user);
        const auto refused =
            extend_consumption(world.state, world.last.token.text(), world.context());
        return refused.ok() ? std::string{} : refused.error().message;
    };
    const Id128 id = world.give(
        {seats(9)}, {.borrow = BorrowConfiguration{.allow_early_check_in = true, .minutes = 600}});
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.in(), "");
    EXPECT_EQ(world.extend(), kUnknown);
    EXPECT_EQ(why(), "the units of this checkout are back already");
    EXPECT_EQ(world.out({ask(1)}), "");
    world.now = world.last.expires_at;
    EXPECT_EQ(world.extend(), kUnknown);
    EXPECT_EQ(why(), "the checkout has lapsed at " + format_iso8601(world.now) +
                         "; its units are back already");
    EXPECT_EQ(world.out({ask(1)}, kPerpetual), "");
    EXPECT_EQ(world.extend(), kNotAllowed);
    EXPECT_EQ(world.lend(world.user, id, {ask(1)}), "");
    EXPECT_EQ(world.extend(), kNotAllowed);
}

TEST(Hold, Li1AMaxCountLoweredBelowTheUseLetsNothingMoreOutAndLeasesRunOut) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    EXPECT_EQ(world.out({ask(2)}), "");
    const std::string first = world.last.token.text();
    EXPECT_EQ(world.out({ask(2)}), "");
    world.add_version(id, [](LicenseVersion& version) { version.entitlements = {seats(3)}; });
    EXPECT_EQ(world.used(id), 4) << "usage says what is out";
    EXPECT_EQ(world.out({ask(1)}), "NoEntitlementsAllowedException");
    EXPECT_EQ(world.extend(), kNotAllowed);
    EXPECT_EQ(world.in(world.user, first), "");
    EXPECT_EQ(world.extend(), "");
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.used(id), 3);
}

TEST(Hold, Li1ADroppedEntitlementIsShownUntilItsLeasesAreOver) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    EXPECT_EQ(world.out({ask(2)}), "");
    world.add_version(id,
                      [](LicenseVersion& version) { version.entitlements = {seats(3, "other")}; });
    ASSERT_EQ(world.usages(id).size(), 2U);
    EXPECT_EQ(world.usages(id)[1].name, "seats");
    EXPECT_EQ(world.usages(id)[1].consumed, 2);
    EXPECT_EQ(world.usages(id)[1].unit, "Count");
    EXPECT_EQ(world.usages(id)[1].max_count, std::nullopt);
    EXPECT_EQ(world.extend(), kNotAllowed);
    EXPECT_EQ(world.in(), "");
    EXPECT_EQ(world.usages(id).size(), 1U);
}

TEST(Hold, Li5ALicenseThatIsNoLongerAvailableKeepsItsLeasesUntilTheyLapse) {
    for (const auto status : {LicenseStatus::DEACTIVATED, LicenseStatus::SUSPENDED,
                              LicenseStatus::DELETED, LicenseStatus::EXPIRED}) {
        CheckoutWorld world;
        const Id128 id = world.give({seats(5)});
        EXPECT_EQ(world.out({ask(2)}), "");
        world.add_version(id, [&](LicenseVersion& version) { version.status = status; });
        EXPECT_EQ(world.extend(), "AccessDeniedException");
        EXPECT_EQ(world.in(), "AccessDeniedException");
        EXPECT_EQ(world.used(id), 2);
        world.now = world.last.expires_at;
        EXPECT_EQ(world.used(id), 0);
    }
}

TEST(Hold, Gr41LeasesOfAnAccountThatLeftRunOut) {
    CheckoutWorld world;
    const auto take_usage = [&] {
        CheckOut command = world.command({ask(1)});
        command.license.product_sku = "prod-a";
        command.license.key_fingerprint = CheckoutWorld::kMarketplaceFingerprint;
        return error_of(world.run(world.user, command));
    };
    world.add_version(world.license,
                      [](LicenseVersion& version) { version.entitlements = {seats(1)}; });
    CreateGrant command = world.create_command(world.organization_principal());
    command.operations.add(AllowedOperation::ExtendConsumptionLicense);
    world.act_as(world.management);
    const GrantId parent = world.settle(create_grant(world.state, command, world.context())).id;
    world.set(world.management, parent, kActive);
    ASSERT_EQ(take_usage(), "");
    ASSERT_EQ(world.extend(), "");
    world.leave(world.user);
    EXPECT_EQ(world.extend(), "AccessDeniedException");
    EXPECT_EQ(take_usage(), "NoEntitlementsAllowedException");
    EXPECT_EQ(world.used(world.license), 1);
    world.now = world.last.expires_at;
    EXPECT_EQ(world.used(world.license), 0);
}

}  // namespace
}  // namespace licet::model
