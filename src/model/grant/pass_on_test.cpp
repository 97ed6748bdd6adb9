// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_world_test.h"

// The rules on passing a seller's license on, by their numbers.

namespace licet::model {
namespace {

/// `in_root` sells; the others are its customers.
struct PassOnTest : testing::Test {
    GrantWorld world;
    const AccountId seller = world.in_root;
    const Id128 license = world.issue(seller, "tool");
    const std::string product = product_of(*find_license(world.state.license, license));

    Result<GrantDecision> attempt(AccountId grantor, AccountId grantee,
                                  OperationSet operations = use_operations()) {
        world.act_as(grantor);
        CreateGrant command = world.create_command(GrantWorld::account_principal(grantee));
        command.license_arn = world.license_text(license);
        command.operations = operations;
        return create_grant(world.state, command, world.context());
    }
    /// An ACTIVE grant that can be passed on.
    GrantId give(AccountId grantor, AccountId grantee) {
        const GrantId id =
            world.create_with_right(GrantWorld::account_principal(grantee), grantor, license);
        world.accept_and_activate(grantee, id);
        return id;
    }
    bool entitled(AccountId account) const { return world.entitled(account, product); }
};

TEST_F(PassOnTest, Li6TheRecipientOfASellersLicenseAcceptsAndActivatesIt) {
    const GrantId id = world.create(GrantWorld::account_principal(world.in_outer), seller, license);
    EXPECT_EQ(world.status(id), "PENDING_ACCEPT");
    EXPECT_EQ(error_of(world.try_set(seller, id, kActive)), "ValidationException");
    world.settle(world.try_accept(world.in_outer, id));
    EXPECT_EQ(world.status(id), "DISABLED");
    EXPECT_EQ(error_of(world.try_set(seller, id, kActive)), "ValidationException");
    world.set(world.in_outer, id, kActive);
    EXPECT_TRUE(entitled(world.in_outer));
    world.set(seller, id, kDisabled);
    EXPECT_FALSE(entitled(world.in_outer));
}

TEST_F(PassOnTest, Li6TheSellerItselfReceivesNothing) {
    EXPECT_TRUE(world.received(seller).empty());
    EXPECT_FALSE(entitled(seller));
    EXPECT_TRUE(license_for(world.state, seller, world.license_text(license), world.now).ok());
}

TEST_F(PassOnTest, Me40ASellersLicenseStaysInItsOrganization) {
    const AccountId alone = world.open_alone("alone");
    EXPECT_EQ(error_of(attempt(seller, alone)), "ValidationException");
    world.act_as(seller);
    CreateGrant command = world.create_command(world.organization_principal());
    command.license_arn = world.license_text(license);
    EXPECT_EQ(error_of(create_grant(world.state, command, world.context())),
              "AccessDeniedException")
        << "only administrators grant to the organization";
}

TEST_F(PassOnTest, Gr6OnlyAnActiveGrantWithTheRightIsPassedOn) {
    const GrantId plain =
        world.create(GrantWorld::account_principal(world.in_outer), seller, license);
    world.accept_and_activate(world.in_outer, plain);
    EXPECT_EQ(error_of(attempt(world.in_outer, world.in_inner)), "AccessDeniedException");
    const GrantId right =
        world.create_with_right(GrantWorld::account_principal(world.management), seller, license);
    EXPECT_EQ(error_of(attempt(world.management, world.in_inner)), "AccessDeniedException")
        << "not accepted";
    world.settle(world.try_accept(world.management, right));
    EXPECT_EQ(error_of(attempt(world.management, world.in_inner)), "AccessDeniedException")
        << "not active";
    world.set(world.management, right, kActive);
    const auto passed = attempt(world.management, world.in_inner);
    ASSERT_TRUE(passed.ok());
    world.settle(passed);
    EXPECT_EQ(parent_arn_of(world.state, *find_view(world.state, passed->id)), world.arn(right));
}

TEST_F(PassOnTest, Gr6Gr7APassedOnGrantNeverExceedsItsSource) {
    const GrantId source = give(seller, world.in_outer);
    OperationSet more = use_operations();
    more.add(AllowedOperation::CreateToken);
    EXPECT_EQ(error_of(attempt(world.in_outer, world.in_inner, more)), "ValidationException");
    const GrantId passed = give(world.in_outer, world.in_inner);
    EXPECT_TRUE(
        find_view(world.state, passed)->at.operations.has(AllowedOperation::CheckoutLicense));
    OperationSet less;
    less.add(AllowedOperation::CreateGrant);
    world.act_as(seller);
    world.settle(change_grant(world.state,
                              {.grant_arn = world.arn(source),
                               .name = {},
                               .operations = less,
                               .status = {},
                               .status_reason = {},
                               .source_version = {},
                               .activation_override = {},
                               .request = {}},
                              world.context()));
    EXPECT_FALSE(
        find_view(world.state, passed)->at.operations.has(AllowedOperation::CheckoutLicense));
}

TEST_F(PassOnTest, Gr6ALicenseDoesNotComeBackToWhereItCameFrom) {
    give(seller, world.in_outer);
    EXPECT_EQ(error_of(attempt(world.in_outer, seller)), "ValidationException");
    give(world.in_outer, world.in_inner);
    EXPECT_EQ(error_of(attempt(world.in_inner, world.in_outer)), "ValidationException");
    EXPECT_EQ(error_of(attempt(world.in_inner, seller)), "ValidationException");
    EXPECT_EQ(error_of(attempt(world.in_inner, world.in_inner)), "ValidationException");
}

TEST_F(PassOnTest, Gr6ALicenseGoesThroughALimitedNumberOfHands) {
    AccountId holder = seller;
    for (std::size_t hand = 0; hand <= kHandsPerLicense; ++hand) {
        world.act_as(world.management);
        const AccountId next = world.make_account("hand-" + std::to_string(hand));
        give(holder, next);
        holder = next;
    }
    EXPECT_EQ(error_of(attempt(holder, world.in_outer)), "ResourceLimitExceededException");
}

TEST_F(PassOnTest, Gr7APassedOnGrantWorksOnlyWhileItsSourcesAreActive) {
    const GrantId first = give(seller, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    const GrantId third = give(world.in_inner, world.management);
    EXPECT_TRUE(entitled(world.management));
    world.set(world.in_outer, first, kDisabled);
    EXPECT_FALSE(entitled(world.in_inner));
    EXPECT_FALSE(entitled(world.management));
    EXPECT_EQ(world.status(third), "ACTIVE");
    world.set(world.in_inner, second, kDisabled);
    EXPECT_EQ(error_of(world.try_set(world.in_inner, second, kActive)), "ValidationException")
        << "its source is not active";
    world.set(world.in_outer, first, kActive);
    EXPECT_FALSE(entitled(world.management));
    world.set(world.in_inner, second, kActive);
    EXPECT_TRUE(entitled(world.management));
}

TEST_F(PassOnTest, Gr7DeletingTheSourceEndsTheSubtree) {
    const GrantId first = give(seller, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    const GrantId third = give(world.in_inner, world.management);
    world.act_as(seller);
    world.settle(world.try_remove(seller, first), false);
    EXPECT_FALSE(entitled(world.management)) << "before the workflow, too";
    world.run_background();
    EXPECT_EQ(world.status(second), "DELETED");
    EXPECT_EQ(world.status(third), "DELETED");
}

TEST_F(PassOnTest, Gr7TheSubtreeEndsEvenIfTheRightWasTakenBackBefore) {
    const GrantId first = give(seller, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    world.act_as(seller);
    world.settle(change_grant(world.state,
                              {.grant_arn = world.arn(first),
                               .name = {},
                               .operations = use_operations(),
                               .status = {},
                               .status_reason = {},
                               .source_version = {},
                               .activation_override = {},
                               .request = {}},
                              world.context()));
    world.settle(world.try_remove(seller, first));
    EXPECT_EQ(world.status(second), "DELETED");
}

TEST_F(PassOnTest, Gr7RejectingTheSourceEndsTheSubtree) {
    const GrantId first = give(seller, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    world.settle(world.try_reject(world.in_outer, first));
    EXPECT_EQ(world.status(first), "REJECTED");
    EXPECT_EQ(world.status(second), "DELETED");
}

TEST_F(PassOnTest, Gr7U9TheSubtreeOfAnAccountThatLeavesEnds) {
    const GrantId first = give(seller, world.in_outer);
    const GrantId second = give(world.in_outer, world.in_inner);
    const GrantId third = give(world.in_inner, world.management);
    world.leave(world.in_inner);
    EXPECT_EQ(world.status(first), "ACTIVE");
    EXPECT_EQ(world.status(second), "DELETED");
    EXPECT_EQ(world.status(third), "DELETED");
    world.leave(seller);
    EXPECT_EQ(world.status(first), "DELETED");
}

TEST_F(PassOnTest, Gr6AnAdministratorDistributesWhatItReceived) {
    const GrantId source = give(seller, world.management);
    const GrantId parent = world.create(world.organization_principal(), world.management, license);
    EXPECT_EQ(parent_arn_of(world.state, *find_view(world.state, parent)), world.arn(source));
    world.set(world.management, parent, kActive);
    EXPECT_TRUE(entitled(world.in_inner));
    EXPECT_EQ(world.status(parent, seller), "none") << "the seller has its license by itself";
    world.set(world.management, source, kDisabled);
    EXPECT_FALSE(entitled(world.in_inner));
    EXPECT_EQ(world.status(parent, world.in_inner), "ACTIVE");
    world.set(world.management, source, kActive);
    EXPECT_TRUE(entitled(world.in_inner));
    world.settle(world.try_remove(seller, source));
    EXPECT_EQ(world.status(parent, world.in_inner), "DELETED");
}

TEST_F(PassOnTest, Gr6Gr7ASubGrantIsPassedOnAndEndsWithItsAccountsPlace) {
    give(seller, world.management);
    const GrantId parent =
        world.create_with_right(world.unit_principal(world.inner), world.management, license);
    world.set(world.management, parent, kActive);
    const GrantId passed = give(world.in_inner, world.in_outer);
    const GrantId source = world.sub(parent, world.in_inner);
    EXPECT_EQ(parent_arn_of(world.state, *find_view(world.state, passed)), world.arn(source));
    EXPECT_TRUE(entitled(world.in_outer));
    world.set(world.in_inner, source, kDisabled);
    EXPECT_FALSE(entitled(world.in_outer));
    world.set(world.in_inner, source, kActive);
    EXPECT_TRUE(entitled(world.in_outer));
    world.set(world.management, parent, kDisabled);
    EXPECT_FALSE(entitled(world.in_outer));
    world.set(world.management, parent, kActive);
    EXPECT_TRUE(entitled(world.in_outer));
    world.move(world.in_inner, world.inner, world.root());
    EXPECT_EQ(world.status(passed), "DELETED");
}

TEST_F(PassOnTest, Gr7ARejectedOrDeletedSubGrantEndsWhatItPassedOn) {
    give(seller, world.management);
    const GrantId parent =
        world.create_with_right(world.organization_principal(), world.management, license);
    world.set(world.management, parent, kActive);
    world.act_as(world.management);
    const AccountId other = world.make_account("other");
    world.set(other, world.sub(parent, other), kDisabled);
    const GrantId first = give(world.in_outer, other);
    world.settle(world.try_reject(world.in_outer, world.sub(parent, world.in_outer)));
    EXPECT_EQ(world.status(first), "DELETED");
    const GrantId second = give(world.in_inner, other);
    world.settle(world.try_remove(world.management, world.sub(parent, world.in_inner)));
    EXPECT_EQ(world.status(second), "DELETED");
}

}  // namespace
}  // namespace licet::model
