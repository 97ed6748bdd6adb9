// SPDX-License-Identifier: Apache-2.0
//
// What joining, leaving, closing and the end of an organization mean for grants: rules ME-10,
// ME-25, GR-40 to GR-44, U-9, U-20, U-23.
#include "model/grant/grant_world_test.h"

namespace licet::model {
namespace {

// rule GR-40
TEST(MembershipGrants, ReachAnAccountThatJoinsByInvitation) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId resting = world.create(world.unit_principal(world.outer));
    const AccountId alone = world.open_alone("alone");
    EXPECT_EQ(world.status(parent, alone), "none");
    EXPECT_FALSE(world.entitled(alone));

    world.join(alone);
    EXPECT_EQ(world.status(parent, alone), "ACTIVE");
    EXPECT_TRUE(world.entitled(alone));
    EXPECT_EQ(world.status(resting, alone), "none");
    world.move(alone, world.root(), world.outer);
    EXPECT_EQ(world.status(resting, alone), "DISABLED");  // already accepted
}

// rule GR-40
TEST(MembershipGrants, RestWhileTheParentIsNotActivated) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    const AccountId alone = world.open_alone("alone");
    world.join(alone);
    EXPECT_EQ(world.status(parent, alone), "DISABLED");
    world.set(world.management, parent, kActive);
    EXPECT_TRUE(world.entitled(alone));
}

// rule U-23
TEST(MembershipGrants, LeaveAJoinersOwnSubscriptionInForce) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const AccountId alone = world.open_alone("alone");
    const Id128 own = world.subscribe(alone, "prod-a");
    world.join(alone);
    EXPECT_EQ(world.status(parent, alone), "DISABLED");
    EXPECT_EQ(entitling_grant(world.state, alone, "prod-a", world.now), world.holder_grant(own));
}

// rules GR-41, U-9
TEST(MembershipGrants, AreMadeAnewForAnAccountThatReturns) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId direct = world.create(world.account_principal(world.in_root));
    const GrantId before = world.sub(parent, world.in_root);
    world.act_as(world.in_root);
    world.keep(leave_organization(world.state, world.context()));
    for (const GrantId& gone : {before, direct}) {
        EXPECT_EQ(world.status(gone), "DELETED");
        EXPECT_NE(find_view(world.state, gone)->at.status_reason, "");
    }
    EXPECT_FALSE(world.entitled(world.in_root));

    world.join(world.in_root);
    const GrantId after = world.sub(parent, world.in_root);
    EXPECT_NE(after, before);
    EXPECT_EQ(world.status(after), "ACTIVE");
    EXPECT_EQ(world.status(before), "DELETED");
    EXPECT_EQ(world.status(direct), "DELETED");
    EXPECT_TRUE(world.entitled(world.in_root));
}

// rule GR-43
TEST(MembershipGrants, StayReadableWhenTheOrganizationIsDeleted) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId direct = world.create(world.account_principal(world.in_root));
    for (const AccountId account : {world.in_root, world.in_outer, world.in_inner}) {
        world.leave(account);
    }
    world.keep(delete_organizational_unit(world.state, {world.inner}, world.context()));
    world.keep(delete_organizational_unit(world.state, {world.outer}, world.context()));
    world.keep(delete_organization(world.state, world.context()));
    for (const GrantId& gone : {parent, direct}) {
        EXPECT_EQ(world.status(gone), "DELETED");
        EXPECT_NE(find_view(world.state, gone)->at.status_reason, "");
    }
    EXPECT_TRUE(world.entitled(world.management));  // its own license goes on
    world.act_as(world.management);
    const auto refused = create_grant(
        world.state, world.create_command(world.organization_principal()), world.context());
    EXPECT_EQ(error_of(refused), "ValidationException");

    world.organize();
    const AccountId member = world.make_account("member");
    EXPECT_FALSE(world.entitled(member));
    EXPECT_EQ(restore(save(world.state)).ok(), true);
}

// rule GR-44
TEST(MembershipGrants, StayWithAClosedAccount) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    world.keep(close_account(world.state, {world.in_root}, world.context()));
    world.run_background();
    EXPECT_EQ(world.status(parent, world.in_root), "ACTIVE");
    EXPECT_EQ(world.received(world.in_root).size(), 1U);
    world.leave(world.in_root);
    EXPECT_EQ(world.received(world.in_root).size(), 0U);
}

/// An organization of consolidated billing with one invited member; the management account holds a
/// license.
struct BillingWorld : World {
    std::string organization_id = organize(FeatureSet::CONSOLIDATED_BILLING);
    AccountId member = open_alone("member");
    Id128 license;

    BillingWorld() {
        join(member);
        const Events events = issue_subscription_license(state,
                                                         {.holder = management,
                                                          .product_sku = "prod-a",
                                                          .agreement = "agmt-1",
                                                          .license_name = "l",
                                                          .product_name = "p",
                                                          .valid_from = now,
                                                          .valid_until = {},
                                                          .entitlements = {}},
                                                         now, random);
        take(events);
        license = std::get<LicenseIssued>(events.at(0)).id;
    }
    Result<GrantDecision> grant_to(const std::string& principal) {
        act_as(management);
        return create_grant(
            state,
            {.name = "grant",
             .license_arn = license_arn(find_license(state.license, license)->issuer, license),
             .principal = principal,
             .home_region = "us-east-1",
             .operations = use_operations(),
             .tags = {},
             .request = {}},
            context());
    }
    std::string status(const GrantId& id) const {
        return std::string{name_of(find_view(state, id)->at.status)};
    }
};

// rules ME-10, U-20
TEST(MembershipGrants, ToAnOrganizationOrUnitNeedAllFeatures) {
    BillingWorld world;
    const std::string unit = world.make_unit(world.root(), "unit");
    const std::string arns = "arn:aws:organizations::" + world.management.text();
    EXPECT_EQ(error_of(world.grant_to(arns + ":organization/" + world.organization_id)),
              "ValidationException");
    EXPECT_EQ(error_of(world.grant_to(arns + ":ou/" + world.organization_id + "/" + unit)),
              "ValidationException");
    EXPECT_EQ(error_of(enable_trusted_access(world.state, {std::string{kLicenseManagerService}},
                                             world.context())),
              "ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

// rules ME-10, ME-25
TEST(MembershipGrants, OfConsolidatedBillingWaitToBeAccepted) {
    BillingWorld world;
    auto decided = world.grant_to("arn:aws:iam::" + world.member.text() + ":root");
    ASSERT_TRUE(decided.ok()) << decided.error().message;
    world.take(decided->events);
    world.run_background();
    EXPECT_EQ(world.status(decided->id), "PENDING_ACCEPT");
    world.act_as(world.member);
    const std::string arn = grant_arn(world.management, decided->id);
    auto accepted = accept_grant(world.state, arn, world.context());
    ASSERT_TRUE(accepted.ok()) << accepted.error().message;
    world.take(accepted->events);
    EXPECT_EQ(world.status(decided->id), "DISABLED");
}

// rule ME-10: with all features, and the rest of the set-up, grants are accepted automatically
TEST(MembershipGrants, AreAcceptedAutomaticallyAfterTheChangeToAllFeatures) {
    BillingWorld world;
    world.act_as(world.management);
    const std::string migration =
        migration_in(world.keep(enable_all_features(world.state, world.context())));
    for (const auto& [id, handshake] : world.state.organization.handshakes.all) {
        if (handshake.parent == migration) {
            world.accept(world.member, std::string{id});
            break;
        }
    }
    world.accept(world.management, migration);
    const std::string service{kLicenseManagerService};
    world.keep(enable_trusted_access(world.state, {service}, world.context()));
    world.keep(change_license_settings(world.state, {.link_organizations = true}, world.context()));
    const auto decided = world.grant_to("arn:aws:iam::" + world.member.text() + ":root");
    ASSERT_TRUE(decided.ok()) << decided.error().message;
    world.take(decided->events);
    world.run_background();
    EXPECT_EQ(world.status(decided->id), "DISABLED");
}

}  // namespace
}  // namespace licet::model
