// SPDX-License-Identifier: Apache-2.0
#include "decision/decide_product.h"

#include "decision/index_builder.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::decision {
namespace {

using model::GrantId;
using model::kActive;
using model::kDisabled;
using testing::HasSubstr;

/// `prod-a`, a container, is in the catalogue; the management account has subscribed to it.
struct DecideProduct : testing::Test {
    model::GrantWorld world;

    DecideProduct() {
        auto catalogue = model::sample::catalogue();
        catalogue.products[4].product_id = "prod-a";
        apply(world.state, model::CatalogueApplied{std::move(catalogue)});
    }

    ProductDecision decide(AccountId account, std::string_view product = "prod-a") {
        return decide_product(world.state, account, product, world.now);
    }
};

TEST_F(DecideProduct, ResourcesAreNamedAfterTheProduct) {
    EXPECT_EQ(product_resource("prod-a"), "licet:product/prod-a");
}

TEST_F(DecideProduct, TheOwnSubscriptionAllows) {
    const auto decision = decide(world.management);
    EXPECT_TRUE(decision.allowed());
    EXPECT_EQ(decision.reason, Reason::granted);
    EXPECT_EQ(decision.entitlement.grant, world.holder_grant(world.license));
}

TEST_F(DecideProduct, AnUnknownProductIsAReasonOfItsOwn) {
    const auto decision = decide(world.management, "prod-unknown");
    EXPECT_FALSE(decision.allowed());
    EXPECT_EQ(reason_text(decision.reason), "product_unknown");
    EXPECT_EQ(decision.missing->what, "There is no product `prod-unknown`");
    EXPECT_FALSE(decision.entitlement.grant);
}

TEST_F(DecideProduct, AnAccountThatIsNoneOrClosedMayNothing) {
    EXPECT_EQ(decide(AccountId{5}).reason, Reason::account_closed);
    world.act_as(world.management);
    world.keep(model::close_account(world.state, {world.in_root}, world.context()));
    const auto decision = decide(world.in_root, "prod-unknown");
    EXPECT_EQ(decision.reason, Reason::account_closed) << "looked at before the product";
    EXPECT_THAT(decision.missing->what, HasSubstr("is closed or suspended"));
}

// rule CO-12
TEST_F(DecideProduct, AContainerIsRefusedWhileTheGrantIsDisabledAndAllowedOnceItIsActive) {
    const GrantId parent = world.create(world.organization_principal());
    const GrantId grant = world.sub(parent, world.in_inner);
    auto decision = decide(world.in_inner);
    EXPECT_EQ(decision.reason, Reason::grant_not_activated);
    EXPECT_EQ(decision.entitlement.grant, grant);
    EXPECT_THAT(decision.missing->fix, HasSubstr("CreateGrantVersion with status ACTIVE"));

    world.set(world.in_inner, grant, kActive);
    EXPECT_EQ(decide(world.in_inner).reason, Reason::granted);
    EXPECT_EQ(decide(world.in_outer).reason, Reason::grant_not_activated);
    world.set(world.in_inner, grant, kDisabled);
    EXPECT_EQ(decide(world.in_inner).reason, Reason::grant_not_activated);
}

// rules LI-5, ME-30
TEST_F(DecideProduct, EachWayToLackARightHasTheReasonOfAModelCall) {
    EXPECT_EQ(decide(world.in_root).reason, Reason::no_entitlement);
    EXPECT_THAT(decide(world.in_root).missing->fix, HasSubstr("CreateAgreementRequest"));
    const GrantId grant = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, grant, kActive);
    EXPECT_TRUE(decide(world.in_root).allowed());
    world.withdraw(world.license);
    EXPECT_EQ(decide(world.in_root).reason, Reason::license_not_available);
    EXPECT_EQ(decide(world.management).reason, Reason::license_not_available);
}

TEST_F(DecideProduct, APendingGrantMustBeAccepted) {
    world.link(false);
    world.create(world.account_principal(world.in_root));
    const auto decision = decide(world.in_root);
    EXPECT_EQ(decision.reason, Reason::grant_not_accepted);
    EXPECT_THAT(decision.missing->fix, HasSubstr("AcceptGrant"));
}

/// About the product of a model the answer is that of a call of the model, which the compiled index
/// gives, whatever happens to license and grants.
TEST_F(DecideProduct, AgreesWithModelCalls) {
    auto catalogue = model::sample::catalogue();
    catalogue.products[2].product_id = "prod-a";
    for (auto& model : catalogue.models) {
        if (model.product_id == model::sample::kCommandProduct) {
            model.product_id = "prod-a";
        }
    }
    apply(world.state, model::CatalogueApplied{std::move(catalogue)});
    const GrantId parent = world.create(world.organization_principal());
    const std::vector<AccountId> accounts{world.management, world.in_root, world.in_outer,
                                          world.in_inner, AccountId{5}};
    const SealingKey key{std::array<std::uint8_t, 32>{3}};
    std::map<Reason, int> seen;
    SeededRandom random{7};
    for (int step = 0; step < 100; ++step) {
        const AccountId account = accounts[1 + random.below(3)];
        const bool usable = decide(world.management).allowed();
        if (!usable || random.below(8) == 0) {
            world.withdraw(world.license, usable ? model::LicenseStatus::SUSPENDED
                                                 : model::LicenseStatus::AVAILABLE);
        } else {
            world.set(account, world.sub(parent, account),
                      random.below(2) == 0 ? kActive : kDisabled);
        }
        IndexBuilder builder{key};
        builder.rebuild(world.state);
        const auto index = builder.publish(world.state, 1);
        for (const AccountId each : accounts) {
            const auto call =
                decision::decide(*index, {each, model::sample::kCommand, "us-east-1", world.now});
            const auto decision = decide(each);
            EXPECT_EQ(decision.reason, call.reason());
            EXPECT_EQ(decision.allowed(), call.allowed());
            EXPECT_EQ(decision.entitlement.grant, call.entitlement().grant);
            ++seen[decision.reason];
        }
    }
    for (const auto reason : {Reason::granted, Reason::grant_not_activated,
                              Reason::license_not_available, Reason::account_closed}) {
        EXPECT_GT(seen[reason], 0) << reason_text(reason);
    }
}

}  // namespace
}  // namespace licet::decision
