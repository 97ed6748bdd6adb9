// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/check_out.h"

#include "model/checkout/checkout_world_test.h"

namespace licet::model {
namespace {

constexpr const char* kNone = "NoEntitlementsAllowedException";
constexpr const char* kBad = "InvalidParameterValueException";

TEST(CheckOut, Co1AFeatureAnswersItsValueAndIsNotCounted) {
    CheckoutWorld world;
    const Id128 id = world.give({feature("gold")});
    EXPECT_EQ(world.out({ask_feature("gold")}), "");
    ASSERT_EQ(world.last.allowed.size(), 1U);
    EXPECT_EQ(world.last.allowed[0].value, "Enabled");
    EXPECT_EQ(world.last.allowed[0].unit, "None");
    EXPECT_EQ(world.used(id), 0);
}

TEST(CheckOut, Co1ACountAnswersTheUnitsTaken) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    EXPECT_EQ(world.out({ask(3)}), "");
    EXPECT_EQ(world.last.allowed.at(0).value, "3");
    EXPECT_EQ(world.last.license, id);
    EXPECT_EQ(world.used(id), 3);
}

TEST(CheckOut, Co2MaxCountIsNeverPassed) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    EXPECT_EQ(world.out({ask(3)}), "");
    EXPECT_EQ(world.out({ask(3)}), kNone);
    EXPECT_EQ(world.out({ask(2)}), "");
    EXPECT_EQ(world.out({ask(1)}), kNone);
    EXPECT_EQ(world.used(id), 5);
}

TEST(CheckOut, Co2WithOverageUsagePassesMaxCountAndShowsIt) {
    CheckoutWorld world;
    Entitlement entitlement = seats(2);
    entitlement.overage = true;
    const Id128 id = world.give({entitlement});
    EXPECT_EQ(world.out({ask(3)}), "");
    EXPECT_EQ(world.out({ask(4)}), "");
    EXPECT_EQ(world.used(id), 7);
    EXPECT_EQ(world.usages(id)[0].max_count, 2);
}

TEST(CheckOut, AQuotaOfModelCallsIsNotCheckedOut) {
    CheckoutWorld world;
    const std::string name = "licet:quota:requests-per-day";
    const Id128 id = world.give({seats(5, name), seats(5)});
    EXPECT_EQ(world.out({ask(1), ask(1, name)}), kBad);
    EXPECT_EQ(world.lend(world.user, id, {ask(1, name)}), kBad);
    EXPECT_EQ(world.used(id), 0);
}

TEST(CheckOut, Co2SumsNeverOverflowWhateverTheOverage) {
    CheckoutWorld world;
    Entitlement entitlement = seats(1);
    entitlement.overage = true;
    const Id128 id = world.give({entitlement});
    EXPECT_EQ(world.out({ask(kUnitsPerCheckout)}), "");
    EXPECT_EQ(world.out({ask(kUnitsPerCheckout + 1)}), kBad);
    EXPECT_EQ(world.used(id), kUnitsPerCheckout);
}

TEST(CheckOut, Co3TheLicenseIsChosenBySkuFingerprintAndBeneficiary) {
    CheckoutWorld world;
    world.give({seats(5)});
    CheckOut command = world.command({ask(1)});
    command.license.product_sku = "other";
    EXPECT_EQ(error_of(world.run(world.user, command)), kNone);
    command = world.command({ask(1)});
    for (const char* wrong : {"", "aws:", "aws:999999999999:Tools:issuer-fingerprint", "nonsense",
                              "aws:294406891311:AWS/Marketplace:issuer-fingerprint"}) {
        command.license.key_fingerprint = wrong;
        EXPECT_EQ(error_of(world.run(world.user, command)), kNone) << wrong;
    }
    command.license.key_fingerprint = "aws:" + world.seller.text() + ":Other:issuer-fingerprint";
    EXPECT_EQ(error_of(world.run(world.user, command)), kNone) << "another name of the issuer";
    command = world.command({ask(1)});
    command.license.beneficiary = "somebody@example.com";
    EXPECT_EQ(error_of(world.run(world.user, command)), kNone);
    command.license.beneficiary = "customer@example.com";
    EXPECT_EQ(error_of(world.run(world.user, command)), "");
}

TEST(CheckOut, Co3TheIssuerMustNameTheBeneficiaryOfItsOwnLicense) {
    CheckoutWorld world;
    const Id128 first = world.issue({seats(1)}, {}, "first");
    const Id128 second = world.issue({seats(1)}, {}, "second");
    EXPECT_EQ(world.out(world.seller, {ask(1)}), kBad);
    CheckOut command = world.command({ask(1)});
    command.license.beneficiary = "second";
    EXPECT_EQ(error_of(world.run(world.seller, command)), "");
    EXPECT_EQ(world.last.license, second);
    EXPECT_EQ(world.used(first), 0);
    command.license.beneficiary = "third";
    command.request.key = Id128{};
    EXPECT_EQ(error_of(world.run(world.seller, command)), kNone);
}

TEST(CheckOut, Co3OfSeveralLicensesOneWithUnitsLeftIsTaken) {
    CheckoutWorld world;
    const Id128 first = world.issue({seats(1)}, {}, "both");
    const Id128 second = world.issue({seats(1)}, {}, "both");
    const auto take_one = [&] {
        CheckOut command = world.command({ask(1)});
        command.license.beneficiary = "both";
        return error_of(world.run(world.seller, command));
    };
    EXPECT_EQ(take_one(), "");
    EXPECT_EQ(take_one(), "");
    EXPECT_EQ(take_one(), kNone);
    EXPECT_EQ(world.used(first), 1);
    EXPECT_EQ(world.used(second), 1);
}

TEST(CheckOut, Co4AProvisionalCheckoutIsALeaseOfSixtyMinutesUnlessTheLicenseSaysOtherwise) {
    CheckoutWorld world;
    world.give({seats(5)});
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.last.issued_at, world.now);
    EXPECT_EQ(world.last.expires_at, world.now + minutes{60});
    CheckoutWorld other;
    other.give({seats(5)}, {.provisional_minutes = 7});
    EXPECT_EQ(other.out({ask(1)}), "");
    EXPECT_EQ(other.last.expires_at, other.now + minutes{7});
}

TEST(CheckOut, Co4ALeaseLapsesByItselfExactlyAtItsEnd) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    EXPECT_EQ(world.out({ask(2)}), "");
    world.now = world.last.expires_at - Milliseconds{1};
    EXPECT_EQ(world.used(id), 2);
    EXPECT_EQ(world.out({ask(1)}), kNone);
    world.now = world.last.expires_at;
    EXPECT_EQ(world.used(id), 0);
    EXPECT_EQ(world.out({ask(2)}), "");
}

TEST(CheckOut, Co4ALeaseIsNotOutlastedByTheLicense) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    const Time end = world.now + minutes{10};
    world.add_version(id, [&](LicenseVersion& version) { version.valid_until = end; });
    EXPECT_EQ(world.out({ask(2)}), "");
    EXPECT_EQ(world.last.expires_at, end);
    const auto extended = extend_consumption(world.state, world.last.token.text(), world.context());
    ASSERT_TRUE(extended.ok());
    EXPECT_EQ(extended->expires_at, end);
    EXPECT_TRUE(extended->events.empty());
}

TEST(CheckOut, Co4ADrawDownCountsForEver) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    EXPECT_EQ(world.out({ask(3)}, kPerpetual), "");
    EXPECT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.used(id), 4);
    world.now += hours{24 * 365};
    EXPECT_EQ(world.used(id), 3);
    EXPECT_EQ(world.out({ask(3)}), kNone);
    EXPECT_EQ(world.out({ask(2)}, kPerpetual), "");
    EXPECT_EQ(world.used(id), 5);
}

TEST(CheckOut, Co4ADrawDownIsVoidOnceTheUnitsAreRenewed) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)}, {.renew_type = RenewType::Weekly});
    const Time begin = world.now;
    EXPECT_EQ(world.out({ask(5)}, kPerpetual), "");
    world.now = begin + hours{24 * 7} - Milliseconds{1};
    EXPECT_EQ(world.out({ask(1)}, kPerpetual), kNone);
    world.now = begin + hours{24 * 7};
    EXPECT_EQ(world.used(id), 0);
    EXPECT_EQ(world.out({ask(4)}, kPerpetual), "");
    EXPECT_EQ(world.out({ask(2)}, kPerpetual), kNone);
    EXPECT_EQ(world.used(id), 4);
}

TEST(CheckOut, Co4ALeaseOutlivesTheRenewal) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)}, {.renew_type = RenewType::Weekly});
    world.now += hours{24 * 7} - minutes{30};
    EXPECT_EQ(world.out({ask(2)}), "");
    EXPECT_EQ(world.out({ask(3)}, kPerpetual), "");
    world.now += minutes{40};
    EXPECT_EQ(world.used(id), 2);
}

TEST(CheckOut, Co5ACountAskedForWithoutItsUnitIsRefused) {
    CheckoutWorld world;
    world.give({seats(5), feature("gold")});
    EXPECT_EQ(world.out({{"seats", "None", std::nullopt}}), kBad);
    EXPECT_EQ(world.out({{"seats", "Gigabytes", "1"}}), kBad);
    EXPECT_EQ(world.out({{"gold", "Count", "1"}}), kBad) << "and a feature with one";
}

TEST(CheckOut, Co5AnUnlimitedCountMayBeAskedForWithQuantityZero) {
    CheckoutWorld world;
    Entitlement unlimited = seats(1, "requests");
    unlimited.max_count.reset();
    const Id128 id = world.give({unlimited, seats(5)});
    EXPECT_EQ(world.out({ask(0, "requests")}), "");
    EXPECT_EQ(world.last.allowed.at(0).value, "0");
    EXPECT_EQ(world.out({ask(1'000, "requests")}), "");
    EXPECT_EQ(world.used(id), 1'000);
    EXPECT_EQ(world.out({ask(0)}), kBad) << "a limited one may not";
}

TEST(CheckOut, Co5AllTiersMayBeAskedForAndThoseHeldAreAnswered) {
    CheckoutWorld world;
    world.give({feature("intermediate"), feature("support", "24/7")});
    EXPECT_EQ(world.out({ask_feature("basic"), ask_feature("intermediate"), ask_feature("premium"),
                         ask_feature("support")}),
              "");
    ASSERT_EQ(world.last.allowed.size(), 2U);
    EXPECT_EQ(world.last.allowed[0].name, "intermediate");
    EXPECT_EQ(world.last.allowed[1].value, "24/7");
    EXPECT_EQ(world.out({ask_feature("basic"), ask_feature("premium")}), kNone);
}

TEST(CheckOut, Co5SeveralCountsAreTakenTogetherOrNotAtAll) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5, "a"), seats(1, "b"), feature("gold")});
    EXPECT_EQ(world.out({ask(2, "a"), ask(1, "b"), ask_feature("gold")}), "");
    EXPECT_EQ(world.last.allowed.size(), 3U);
    EXPECT_EQ(world.out({ask(2, "a"), ask(1, "b")}), kNone);
    EXPECT_EQ(world.out({ask(2, "a"), ask(1, "unknown")}), kNone);
    EXPECT_EQ(world.usages(id)[0].consumed, 2);
    EXPECT_EQ(world.usages(id)[1].consumed, 1);
    world.now += hours{1};
    EXPECT_EQ(world.usages(id)[0].consumed, 0);
    EXPECT_EQ(world.usages(id)[1].consumed, 0);
}

TEST(CheckOut, RefusesQuantitiesThatAreNone) {
    CheckoutWorld world;
    world.give({seats(5)});
    for (const char* wrong : {"", "-1", "1.5", "one", "1 ", " 1", "0x1", "99999999999999999999"}) {
        EXPECT_EQ(world.out({{"seats", "Count", wrong}}), kBad) << wrong;
    }
    EXPECT_EQ(world.out({{"seats", "Count", std::nullopt}}), kBad);
    EXPECT_EQ(world.out({ask(1), ask(1)}), kBad) << "a name twice";
}

TEST(CheckOut, Co6ExhaustedUnitsAndNoLicenseCannotBeToldApart) {
    CheckoutWorld world;
    world.give({seats(1)});
    EXPECT_EQ(world.out({ask(1)}), "");
    const auto exhausted = world.run(world.user, world.command({ask(1)}));
    const auto stranger = world.run(world.in_inner, world.command({ask(1)}));
    ASSERT_FALSE(exhausted.ok());
    ASSERT_FALSE(stranger.ok());
    EXPECT_EQ(exhausted.error().name, kNone);
    EXPECT_EQ(stranger.error().name, kNone);
    EXPECT_EQ(exhausted.error().message, stranger.error().message);
}

TEST(CheckOut, Co9NeedsAnActiveGrantWithTheOperation) {
    CheckoutWorld world;
    const Id128 id = world.issue({seats(5)});
    EXPECT_EQ(world.out({ask(1)}), kNone) << "no grant";
    OperationSet others = all_checkout_operations();
    others.bits = static_cast<std::uint16_t>(
        others.bits & ~(1U << static_cast<unsigned>(AllowedOperation::CheckoutLicense)));
    const GrantId grant = world.grant(id, world.user, others);
    EXPECT_EQ(world.out({ask(1)}), kNone) << "not the operation";
    world.set(world.user, grant, kDisabled);
    world.grant(id, world.in_inner, all_checkout_operations());
    EXPECT_EQ(world.out({ask(1)}), kNone) << "another's grant";
    EXPECT_EQ(world.out(world.in_inner, {ask(1)}), "");
}

TEST(CheckOut, Co9ADisabledGrantGivesNothing) {
    CheckoutWorld world;
    const Id128 id = world.issue({seats(5)});
    const GrantId grant = world.grant(id, world.user, all_checkout_operations());
    EXPECT_EQ(world.out({ask(1)}), "");
    world.set(world.user, grant, kDisabled);
    EXPECT_EQ(world.out({ask(1)}), kNone);
    world.set(world.user, grant, kActive);
    EXPECT_EQ(world.out({ask(1)}), "");
}

TEST(CheckOut, Co9APassedOnGrantGivesAsLongAsItsSourceDoes) {
    CheckoutWorld world;
    const Id128 id = world.issue({seats(5)});
    const GrantId source = world.grant(id, world.user, all_checkout_operations());
    world.grant(id, world.in_inner, all_checkout_operations(), source);
    EXPECT_EQ(world.out(world.in_inner, {ask(1)}), "");
    world.set(world.user, source, kDisabled);
    EXPECT_EQ(world.out(world.in_inner, {ask(1)}), kNone);
}

TEST(CheckOut, Co9OnlyAnAvailableLicenseInsideItsValidityIsCheckedOut) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(9)});
    const auto with = [&](auto change) {
        world.add_version(id, change);
        return world.out({ask(1)});
    };
    for (const auto status : {LicenseStatus::DEACTIVATED, LicenseStatus::SUSPENDED,
                              LicenseStatus::PENDING_AVAILABLE, LicenseStatus::DELETED}) {
        EXPECT_EQ(with([&](LicenseVersion& version) { version.status = status; }), kNone);
    }
    const auto available = [](LicenseVersion& version) {
        version.status = LicenseStatus::AVAILABLE;
    };
    EXPECT_EQ(with(available), "");
    EXPECT_EQ(with([&](LicenseVersion& version) { version.valid_from = world.now + hours{1}; }),
              kNone);
    EXPECT_EQ(with([&](LicenseVersion& version) { version.valid_from = world.now; }), "");
    world.add_version(id, [&](LicenseVersion& version) { version.valid_until = world.now; });
    world.now += Milliseconds{1};
    EXPECT_EQ(world.out({ask(1)}), kNone);
}

TEST(CheckOut, Co9TheBuyerOfASubscriptionUsesItsHolderGrantAndMembersTheirSubGrants) {
    CheckoutWorld world;
    const auto usage = [&](AccountId as) {
        CheckOut command = world.command({ask_feature("AWS::Marketplace::Usage")});
        world.act_as(as);
        command.request.key = request_key(as, "CheckoutLicense", std::to_string(world.tokens));
        command.license.product_sku = "prod-a";
        command.license.key_fingerprint = CheckoutWorld::kMarketplaceFingerprint;
        return error_of(world.run(as, command));
    };
    world.add_version(world.license, [](LicenseVersion& version) {
        version.entitlements = {feature("AWS::Marketplace::Usage")};
    });
    EXPECT_EQ(usage(world.management), "");
    EXPECT_EQ(usage(world.user), kNone);
    const GrantId parent = world.create(world.organization_principal());
    EXPECT_EQ(usage(world.user), kNone) << "still DISABLED; rule CO-12";
    world.set(world.management, parent, kActive);
    EXPECT_EQ(usage(world.user), "");
    EXPECT_EQ(usage(world.in_inner), "");
    world.leave(world.user);
    EXPECT_EQ(usage(world.user), kNone);
}

TEST(CheckOut, Gr33ARepeatedTokenGetsTheSameAnswerAndTakesNothing) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5), feature("gold")});
    const CheckOut command = world.command({ask(2), ask_feature("gold"), ask_feature("silver")});
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    const CheckoutAnswer first = world.last;
    world.now += minutes{5};
    const auto again = world.run(world.user, command);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->events.empty());
    EXPECT_EQ(again->answer.token.text(), first.token.text());
    EXPECT_EQ(again->answer.expires_at, first.expires_at);
    ASSERT_EQ(again->answer.allowed.size(), 2U);
    EXPECT_EQ(again->answer.allowed[0].value, "2");
    EXPECT_EQ(again->answer.allowed[1].value, "Enabled");
    EXPECT_EQ(world.used(id), 2);
    CheckOut other = command;
    other.request.input = 2;
    EXPECT_EQ(error_of(world.run(world.user, other)), "ValidationException");
}

TEST(CheckOut, Gr33TheAnswerIsThatOfTheVersionItWasGivenUnder) {
    CheckoutWorld world;
    const Id128 id = world.give({feature("tier", "gold")});
    const CheckOut command = world.command({ask_feature("tier")});
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    world.add_version(id, [](LicenseVersion& version) { version.entitlements = {seats(1)}; });
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    EXPECT_EQ(world.last.allowed.at(0).value, "gold");
}

TEST(CheckOut, Gr33ATokenIsForgottenADayAfterAndThenNew) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(5)});
    const CheckOut command = world.command({ask(2)}, kPerpetual);
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    world.now += kCheckoutMemory - Milliseconds{1};
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    EXPECT_EQ(world.used(id), 2);
    world.now += Milliseconds{1};
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    EXPECT_EQ(world.used(id), 4);
}

TEST(Borrow, Co7NeedsABorrowConfigurationAndTakesAllOrNothing) {
    CheckoutWorld world;
    const Id128 plain = world.give({seats(5)});
    EXPECT_EQ(world.lend(world.user, plain, {ask(1)}), "ValidationException");
    CheckoutWorld other;
    const Id128 id =
        other.give({seats(5), feature("gold")}, {.borrow = BorrowConfiguration{.minutes = 600}});
    EXPECT_EQ(other.lend(other.user, id, {ask(2), ask_feature("gold")}), "");
    EXPECT_EQ(other.last.expires_at, other.now + minutes{600});
    EXPECT_EQ(other.used(id), 2);
    EXPECT_EQ(other.lend(other.user, id, {ask(1), ask_feature("silver")}),
              "EntitlementNotAllowedException");
    EXPECT_EQ(other.lend(other.user, id, {ask(4), ask_feature("gold")}), kNone);
    EXPECT_EQ(other.used(id), 2);
    other.now += minutes{600};
    EXPECT_EQ(other.used(id), 0);
}

TEST(Borrow, Co9NeedsItsOwnOperation) {
    CheckoutWorld world;
    const Id128 id = world.issue({seats(5)}, {.borrow = BorrowConfiguration{.minutes = 600}});
    EXPECT_EQ(world.lend(world.user, id, {ask(1)}), "ResourceNotFoundException");
    OperationSet others = all_checkout_operations();
    others.bits = static_cast<std::uint16_t>(
        others.bits & ~(1U << static_cast<unsigned>(AllowedOperation::CheckoutBorrowLicense)));
    world.grant(id, world.user, others);
    EXPECT_EQ(world.lend(world.user, id, {ask(1)}), kNone);
    world.grant(id, world.in_inner, all_checkout_operations());
    EXPECT_EQ(world.lend(world.in_inner, id, {ask(1)}), "");
}

}  // namespace
}  // namespace licet::model
