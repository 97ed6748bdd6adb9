// SPDX-License-Identifier: Apache-2.0
#include "model/grant/returning.h"

#include "model/grant/grant_world_test.h"

// Rule GR-20 when grants come into force without being activated. Source: decision 0007.

namespace licet::model {
namespace {

constexpr auto kReason = "another license of the product is active in this account";

struct ReturningTest : testing::Test {
    GrantWorld world;

    std::string reason(const GrantId& id) const {
        return find_view(world.state, id)->at.status_reason;
    }
    std::size_t in_force(AccountId account, const std::string& product = "prod-a") const {
        return grants_in_force(world.state, account, product, world.now).size();
    }
};

TEST_F(ReturningTest, Li5GrantsOfALicenseThatComesBackAreInForceAgain) {
    const GrantId id = world.create(world.organization_principal());
    world.set(world.management, id, kActive);
    for (const auto status : {LicenseStatus::SUSPENDED, LicenseStatus::DEACTIVATED}) {
        world.withdraw(world.license, status);
        EXPECT_FALSE(world.entitled(world.in_inner));
        world.renew(world.license);
        EXPECT_TRUE(world.entitled(world.in_inner));
    }
}

TEST_F(ReturningTest, Gr20AGrantOfALicenseThatComesBackYieldsToTheOneActiveByThen) {
    const GrantId id = world.create(GrantWorld::account_principal(world.in_outer));
    world.set(world.in_outer, id, kActive);
    world.withdraw(world.license, LicenseStatus::SUSPENDED);
    const Id128 own = world.subscribe(world.in_outer, "prod-a");
    EXPECT_EQ(world.status(world.holder_grant(own)), "ACTIVE");
    world.renew(world.license);
    EXPECT_EQ(world.status(id), "DISABLED");
    EXPECT_EQ(reason(id), kReason);
    EXPECT_EQ(world.status(world.holder_grant(own)), "ACTIVE");
    EXPECT_EQ(in_force(world.in_outer), 1U);
    EXPECT_TRUE(world.entitled(world.management));
}

TEST_F(ReturningTest, Gr20OnlyTheSubGrantsOfAccountsWithAnotherActiveYield) {
    const GrantId id = world.create(world.organization_principal());
    world.set(world.management, id, kActive);
    world.withdraw(world.license, LicenseStatus::EXPIRED);
    world.subscribe(world.in_outer, "prod-a");
    world.renew(world.license);
    EXPECT_EQ(world.status(id), "ACTIVE");
    EXPECT_EQ(world.status(id, world.in_outer), "DISABLED");
    EXPECT_EQ(reason(world.sub(id, world.in_outer)), kReason);
    EXPECT_EQ(world.status(id, world.in_inner), "ACTIVE");
    EXPECT_EQ(in_force(world.in_outer), 1U);
}

TEST_F(ReturningTest, Gr20AnExpiredLicenseThatIsRenewedYields) {
    world.renew(world.license, world.now + Milliseconds{10});
    const GrantId id = world.create(GrantWorld::account_principal(world.in_outer));
    world.set(world.in_outer, id, kActive);
    world.now += Milliseconds{10};
    EXPECT_TRUE(world.entitled(world.in_outer)) << "the last moment belongs to it";
    world.now += Milliseconds{1};
    EXPECT_FALSE(world.entitled(world.in_outer));
    EXPECT_EQ(status_at(*find_license(world.state.license, world.license), world.now),
              LicenseStatus::EXPIRED);
    world.subscribe(world.in_outer, "prod-a");
    world.renew(world.license);
    EXPECT_EQ(world.status(id), "DISABLED");
    EXPECT_EQ(in_force(world.in_outer), 1U);
}

TEST_F(ReturningTest, Mp7ARenewalInForceChangesNoGrant) {
    const GrantId id = world.create(world.organization_principal());
    world.set(world.management, id, kActive);
    const Events events = renew_subscription_license(world.state, world.license,
                                                     {.agreement = "agmt-2",
                                                      .license_name = "renewed",
                                                      .product_name = "Model",
                                                      .valid_from = world.now,
                                                      .valid_until = {},
                                                      .entitlements = {}},
                                                     world.now);
    EXPECT_EQ(events.size(), 1U);
    world.take(events);
    const License& license = *find_license(world.state.license, world.license);
    EXPECT_EQ(license.agreement, "agmt-2");
    EXPECT_EQ(license.versions.size(), 2U);
    EXPECT_EQ(license.versions[0].license_name, "model prod-a");
    EXPECT_TRUE(world.entitled(world.in_inner));
}

TEST_F(ReturningTest, Gr20TwoLicensesOfAProductMayFollowEachOther) {
    world.renew(world.license, world.now + Milliseconds{10});
    const Events later = issue_subscription_license(world.state,
                                                    {.holder = world.management,
                                                     .product_sku = "prod-a",
                                                     .agreement = "agmt-3",
                                                     .license_name = "later",
                                                     .product_name = "Model",
                                                     .valid_from = world.now + Milliseconds{11},
                                                     .valid_until = {},
                                                     .entitlements = {}},
                                                    world.now, world.random);
    world.take(later);
    const Id128 next = std::get<LicenseIssued>(later[0]).id;
    EXPECT_EQ(world.status(world.holder_grant(next)), "ACTIVE");
    EXPECT_EQ(in_force(world.management), 1U);

    world.renew(world.license);  // for ever: now they would overlap
    EXPECT_EQ(world.status(world.holder_grant(world.license)), "ACTIVE") << "it is in force";
    EXPECT_EQ(world.status(world.holder_grant(next)), "DISABLED");
    world.now += Milliseconds{11};
    EXPECT_EQ(in_force(world.management), 1U);
}

TEST_F(ReturningTest, Gr20ALicenseThatBeginsLaterTakesItsPlaceInAdvance) {
    world.withdraw(world.license, LicenseStatus::DELETED);
    const Events later = issue_subscription_license(world.state,
                                                    {.holder = world.management,
                                                     .product_sku = "prod-a",
                                                     .agreement = "agmt-3",
                                                     .license_name = "later",
                                                     .product_name = "Model",
                                                     .valid_from = world.now + Milliseconds{5},
                                                     .valid_until = {},
                                                     .entitlements = {}},
                                                    world.now, world.random);
    world.take(later);
    const Id128 now = world.subscribe(world.management, "prod-a");
    EXPECT_EQ(world.status(world.holder_grant(now)), "DISABLED");
    EXPECT_EQ(error_of(world.try_set(world.management, world.holder_grant(now), kActive)),
              "ValidationException");
    world.set(world.management, world.holder_grant(now), kActive, kAll);
    EXPECT_EQ(in_force(world.management), 1U);
    world.now += Milliseconds{5};
    EXPECT_EQ(in_force(world.management), 1U);
}

/// Two licenses of one product from one seller.
struct SellersReturningTest : ReturningTest {
    const AccountId seller = world.in_root;
    const Id128 one = world.issue(seller, "tool");
    const Id128 two = world.issue(seller, "tool");
    const std::string product = product_of(*find_license(world.state.license, one));

    GrantId give(AccountId grantor, AccountId grantee, const Id128& license) {
        const GrantId id =
            world.create_with_right(GrantWorld::account_principal(grantee), grantor, license);
        world.accept_and_activate(grantee, id);
        return id;
    }
    GrantId offer(AccountId grantor, AccountId grantee, const Id128& license) {
        const GrantId id =
            world.create_with_right(GrantWorld::account_principal(grantee), grantor, license);
        world.settle(world.try_accept(grantee, id));
        return id;
    }
};

TEST_F(SellersReturningTest, Gr20TwoLicensesOfASellersProductExcludeEachOther) {
    give(seller, world.in_outer, one);
    const GrantId other = offer(seller, world.in_outer, two);
    const auto refused = world.try_set(world.in_outer, other, kActive);
    EXPECT_EQ(error_of(refused), "ValidationException");
    EXPECT_NE(refused.error().message.find("already active"), std::string::npos);
    EXPECT_EQ(refused.error().message.find("Override"), std::string::npos)
        << "GR-21: a seller's license has no override";
}

TEST_F(SellersReturningTest, Gr20ProductsOfTwoSellersAreTwoWhateverTheirSkus) {
    const Id128 foreign = world.issue(world.in_inner, "tool");
    give(seller, world.in_outer, one);
    give(world.in_inner, world.in_outer, foreign);
    EXPECT_EQ(in_force(world.in_outer, product), 1U);
    EXPECT_EQ(in_force(world.in_outer, world.in_inner.text() + ":tool"), 1U);
    EXPECT_EQ(in_force(world.in_outer, "tool"), 0U);
}

TEST_F(SellersReturningTest, NoSellersLicenseEntitlesToAProductOfTheMarketplace) {
    const Id128 fake = world.issue(seller, "prod-a");
    give(seller, world.in_outer, fake);
    EXPECT_FALSE(world.entitled(world.in_outer, "prod-a"));
}

TEST_F(SellersReturningTest, Gr20ASuspendedLicenseThatComesBackYields) {
    const GrantId first = give(seller, world.in_outer, one);
    world.revise(one, LicenseStatus::SUSPENDED);
    EXPECT_EQ(in_force(world.in_outer, product), 0U);
    give(seller, world.in_outer, two);
    world.revise(one, LicenseStatus::AVAILABLE);
    EXPECT_EQ(world.status(first), "DISABLED");
    EXPECT_EQ(reason(first), kReason);
    EXPECT_EQ(in_force(world.in_outer, product), 1U);
}

TEST_F(SellersReturningTest, Gr7Gr20WhatComesBackWithItsSourceYields) {
    const GrantId source = give(seller, world.in_outer, one);
    const GrantId passed = give(world.in_outer, world.in_inner, one);
    world.set(world.in_outer, source, kDisabled);
    const GrantId other = give(seller, world.in_inner, two);
    world.set(world.in_outer, source, kActive);
    EXPECT_EQ(world.status(passed), "DISABLED");
    EXPECT_EQ(reason(passed), kReason);
    EXPECT_EQ(world.status(other), "ACTIVE");
    EXPECT_EQ(in_force(world.in_inner, product), 1U);
}

TEST_F(SellersReturningTest, Gr7Gr20SubGrantsThatComeBackWithTheirSourceYieldOneByOne) {
    const GrantId source = give(seller, world.management, one);
    const GrantId parent = world.create(world.organization_principal(), world.management, one);
    world.set(world.management, parent, kActive);
    world.set(world.management, source, kDisabled);
    give(seller, world.in_inner, two);
    world.set(world.management, source, kActive);
    EXPECT_EQ(world.status(parent, world.in_inner), "DISABLED");
    EXPECT_EQ(world.status(parent, world.in_outer), "ACTIVE");
    EXPECT_EQ(in_force(world.in_inner, product), 1U);
}

TEST_F(SellersReturningTest, Gr7Gr20OfTwoGrantsThatComeBackTogetherOneStays) {
    const GrantId source = give(seller, world.management, one);
    const GrantId unit = world.create(world.unit_principal(world.inner), world.management, one);
    world.set(world.management, unit, kActive);
    const GrantId single = give(world.management, world.in_outer, one);
    world.set(world.management, source, kDisabled);
    world.move(world.in_outer, world.outer, world.inner);
    EXPECT_EQ(in_force(world.in_outer, product), 0U);
    world.set(world.management, source, kActive);
    EXPECT_EQ(in_force(world.in_outer, product), 1U);
    EXPECT_EQ((world.status(single) == "ACTIVE") + (world.status(unit, world.in_outer) == "ACTIVE"),
              1);
}

TEST_F(SellersReturningTest, Gr7Gr20WhatLostItsSourceTakesNoPlace) {
    const GrantId to_manager = give(seller, world.management, one);
    const GrantId unit = world.create(world.unit_principal(world.inner), world.management, one);
    world.set(world.management, unit, kActive);
    const GrantId source = give(seller, world.in_outer, one);
    world.act_as(world.management);
    const AccountId customer = world.make_account("customer");
    const GrantId passed = give(world.in_outer, customer, one);
    world.revise(one, LicenseStatus::SUSPENDED);
    world.move(customer, world.root(), world.inner);
    give(seller, world.in_outer, two);
    world.revise(one, LicenseStatus::AVAILABLE);
    EXPECT_EQ(world.status(to_manager), "ACTIVE");
    EXPECT_EQ(world.status(source), "DISABLED");
    EXPECT_EQ(world.status(passed), "ACTIVE") << "without effect: its source yielded";
    EXPECT_EQ(world.status(unit, customer), "ACTIVE");
    EXPECT_EQ(in_force(customer, product), 1U);
}

TEST_F(SellersReturningTest, Gr7Gr20AParentsActivationWinsOverWhatItsSubGrantsPassOn) {
    give(seller, world.management, one);
    const GrantId parent =
        world.create_with_right(world.organization_principal(), world.management, one);
    world.set(world.management, parent, kActive);
    world.set(world.in_inner, world.sub(parent, world.in_inner), kDisabled);
    const GrantId passed = give(world.in_outer, world.in_inner, one);
    world.set(world.management, parent, kDisabled);
    world.set(world.management, parent, kActive);
    EXPECT_EQ(world.status(parent, world.in_inner), "ACTIVE");
    EXPECT_EQ(world.status(passed), "DISABLED");
    EXPECT_EQ(in_force(world.in_inner, product), 1U);
}

}  // namespace
}  // namespace licet::model
