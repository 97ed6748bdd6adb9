// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_world_test.h"

#include "model/grant/consequences.h"

// The rows of tables 4.3 and 4.4, by their numbers.

namespace licet::model {
namespace {

TEST(GrantRow, T1CreateGrantAnswersPendingWorkflowAndVersion1) {
    GrantWorld world;
    const auto decided = create_grant(
        world.state, world.create_command(world.account_principal(world.in_root)), world.context());
    const auto made = world.settle(decided, false);
    EXPECT_EQ(made.status, GrantStatus::PENDING_WORKFLOW);
    EXPECT_EQ(made.version, 1U);
    EXPECT_EQ(world.status(made.id), "PENDING_WORKFLOW");
}

TEST(GrantRow, T2WithoutLinkedAccountsTheGrantWaitsForItsRecipient) {
    ManualWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    EXPECT_EQ(world.status(id), "PENDING_ACCEPT");
    EXPECT_EQ(find_view(world.state, id)->at.version, 1U);
}

TEST(GrantRow, T2WithoutTrustedAccessTheGrantWaitsForItsRecipient) {
    GrantWorld world;
    world.trust(false);
    EXPECT_EQ(world.status(world.create(world.account_principal(world.in_root))), "PENDING_ACCEPT");
}

TEST(GrantRow, T3WithLinkedAccountsTheGrantIsAcceptedByTheServiceLinkedRole) {
    GrantWorld world;
    world.settle(
        create_grant(world.state, world.create_command(world.account_principal(world.in_root)),
                     world.context()),
        false);
    const auto step = grant_background_step(world.state, world.now, world.random);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->service, "license-manager");
    EXPECT_EQ(step->action, "AcceptGrant");
    EXPECT_EQ(step->actor.kind, PrincipalKind::service);
    EXPECT_EQ(step->actor.arn,
              "arn:aws:iam::111111111111:role/aws-service-role/"
              "license-management.marketplace.amazonaws.com/"
              "AWSServiceRoleForMarketplaceLicenseManagement");
    world.take(step->events);
    EXPECT_EQ(world.state.grant.grants.rbegin()->second.version, 1U);
    EXPECT_FALSE(grant_background_step(world.state, world.now, world.random).has_value());
}

TEST(GrantRow, T4AWorkflowFailsWhenTheLicenseIsGoneMeanwhile) {
    GrantWorld world;
    const auto made =
        world.settle(create_grant(world.state, world.create_command(world.organization_principal()),
                                  world.context()),
                     false);
    world.withdraw(world.license);
    world.run_background();
    EXPECT_EQ(world.status(made.id), "FAILED_WORKFLOW");
    EXPECT_NE(find_view(world.state, made.id)->at.status_reason, "");
    EXPECT_EQ(world.status(made.id, world.in_root), "none");
    world.settle(world.try_remove(world.management, made.id));
    EXPECT_EQ(world.status(made.id), "DELETED");
}

TEST(GrantRow, T4AWorkflowFailsWhenTrustedAccessIsWithdrawnMeanwhile) {
    GrantWorld world;
    const auto made =
        world.settle(create_grant(world.state, world.create_command(world.organization_principal()),
                                  world.context()),
                     false);
    world.trust(false);
    world.run_background();
    EXPECT_EQ(world.status(made.id), "FAILED_WORKFLOW");
    EXPECT_EQ(find_view(world.state, made.id)->at.status_reason,
              "Grantor has disabled Trusted Access to AWS License Manager Service in AWS "
              "Organizations");
}

TEST(GrantRow, T5AcceptGrantGivesDisabledAtOnce) {
    ManualWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    const auto accepted = world.settle(world.try_accept(world.in_root, id), false);
    EXPECT_EQ(accepted.status, kDisabled);
    EXPECT_EQ(accepted.version, 2U);
    EXPECT_EQ(world.status(id), "DISABLED");
}

TEST(GrantRow, T6RejectGrantIsTerminal) {
    ManualWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    EXPECT_EQ(world.settle(world.try_reject(world.in_root, id)).status, GrantStatus::REJECTED);
    EXPECT_EQ(world.status(id), "REJECTED");
    const GrantId second = world.create(world.account_principal(world.in_root));
    EXPECT_NE(second, id);
    EXPECT_EQ(world.status(second), "PENDING_ACCEPT");
}

TEST(GrantRow, T7EitherSideActivatesADisabledGrant) {
    for (const bool by_grantee : {true, false}) {
        GrantWorld world;
        const GrantId id = world.create(world.account_principal(world.in_root));
        EXPECT_FALSE(world.entitled(world.in_root));
        const auto set = world.set(by_grantee ? world.in_root : world.management, id, kActive);
        EXPECT_EQ(set.status, kActive);
        EXPECT_EQ(set.version, 2U);
        EXPECT_TRUE(world.entitled(world.in_root));
    }
}

TEST(GrantRow, T7EitherSideActivatesASubGrantUnderADisabledParent) {
    for (const bool by_grantee : {true, false}) {
        GrantWorld world;
        const GrantId parent = world.create(world.organization_principal());
        const GrantId id = world.sub(parent, world.in_root);
        world.set(by_grantee ? world.in_root : world.management, id, kActive);
        EXPECT_EQ(world.status(id), "ACTIVE");
        EXPECT_EQ(find_view(world.state, id)->at.version, 2U);
        EXPECT_EQ(world.status(parent), "DISABLED");
        EXPECT_TRUE(world.entitled(world.in_root));
        EXPECT_FALSE(world.entitled(world.in_outer));
    }
}

TEST(GrantRow, T8TheGranteeAcceptsAndActivatesInOne) {
    ManualWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    EXPECT_EQ(error_of(world.try_set(world.management, id, kActive)), "ValidationException");
    EXPECT_EQ(world.set(world.in_root, id, kActive).status, kActive);
}

TEST(GrantRow, T9EitherSideDeactivates) {
    for (const bool by_grantee : {true, false}) {
        GrantWorld world;
        const GrantId id = world.create(world.account_principal(world.in_root));
        world.set(world.in_root, id, kActive);
        EXPECT_EQ(world.set(by_grantee ? world.in_root : world.management, id, kDisabled).version,
                  3U);
        EXPECT_FALSE(world.entitled(world.in_root));
        world.set(world.in_root, id, kActive);
        EXPECT_TRUE(world.entitled(world.in_root));
    }
}

TEST(GrantRow, T10TheGrantorDeletes) {
    ManualWorld world;
    const auto check = [&](const GrantId& id) {
        EXPECT_EQ(error_of(world.try_remove(world.in_root, id)), "ValidationException");
        const auto answer = world.settle(world.try_remove(world.management, id), false);
        EXPECT_EQ(answer.status, GrantStatus::PENDING_DELETE);
        EXPECT_EQ(world.status(id), "PENDING_DELETE");
        world.run_background();
        EXPECT_EQ(world.status(id), "DELETED");
        EXPECT_FALSE(world.entitled(world.in_root));
    };
    check(world.create(world.account_principal(world.in_root)));
    const GrantId accepted = world.create(world.account_principal(world.in_root));
    world.settle(world.try_accept(world.in_root, accepted));
    check(accepted);
    const GrantId active = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, active, kActive);
    check(active);
}

TEST(GrantRow, T10TheGrantorDeletesOneSubGrant) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId id = world.sub(parent, world.in_root);
    EXPECT_EQ(world.settle(world.try_remove(world.management, id)).status, GrantStatus::DELETED);
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_TRUE(world.entitled(world.in_outer));
    world.set(world.management, parent, kDisabled);
    world.set(world.management, parent, kActive);
    EXPECT_EQ(world.status(id), "DELETED");
}

TEST(GrantRow, T11TheGranteeRejectsAnAcceptedGrant) {
    GrantWorld world;
    const GrantId first = world.create(world.account_principal(world.in_root));
    world.settle(world.try_reject(world.in_root, first));
    EXPECT_EQ(world.status(first), "REJECTED");
    const GrantId second = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, second, kActive);
    world.settle(world.try_reject(world.in_root, second));
    EXPECT_EQ(world.status(second), "REJECTED");
    EXPECT_FALSE(world.entitled(world.in_root));
}

TEST(GrantRow, T11ARejectedSubGrantStaysSoWhateverTheParentDoes) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    const GrantId id = world.sub(parent, world.in_root);
    world.settle(world.try_reject(world.in_root, id));
    world.set(world.management, parent, kActive);
    EXPECT_EQ(world.status(id), "REJECTED");
    EXPECT_EQ(find_view(world.state, id)->at.version, 2U);
    EXPECT_TRUE(world.entitled(world.in_outer));
    EXPECT_FALSE(world.entitled(world.in_root));
}

TEST(GrantRow, T12AnAccountGrantEndsWhenItsAccountLeaves) {
    GrantWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    const GrantId parent = world.create(world.organization_principal());
    const GrantId sub = world.sub(parent, world.in_root);
    world.set(world.in_root, id, kActive);
    world.leave(world.in_root);
    for (const GrantId& gone : {id, sub}) {
        EXPECT_EQ(world.status(gone), "DELETED");
        EXPECT_NE(find_view(world.state, gone)->at.status_reason, "");
    }
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_TRUE(world.received(world.in_root).empty());
}

TEST(GrantRow, T12TheGrantsOfAGrantorThatLeavesEnd) {
    GrantWorld world;
    const Id128 own = world.subscribe(world.in_outer, "prod-b");
    const GrantId id = world.create(world.account_principal(world.in_root), world.in_outer, own);
    world.set(world.in_root, id, kActive);
    EXPECT_TRUE(world.entitled(world.in_root, "prod-b"));
    world.leave(world.in_outer);
    EXPECT_EQ(world.status(id), "DELETED");
    EXPECT_FALSE(world.entitled(world.in_root, "prod-b"));
    EXPECT_TRUE(world.entitled(world.in_outer, "prod-b"));
}

TEST(GrantRow, T13AReplacedGrantIsDisabled) {
    GrantWorld world;
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    const GrantId id = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, id, kActive, kAll);
    EXPECT_EQ(world.status(id), "ACTIVE");
    EXPECT_EQ(world.status(world.holder_grant(own)), "DISABLED");
    EXPECT_EQ(find_view(world.state, world.holder_grant(own))->at.version, 2U);
    EXPECT_EQ(entitling_grant(world.state, world.in_root, "prod-a", world.now), id);
}

TEST(GrantRow, T14RenamingKeepsTheStatus) {
    GrantWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, id, kActive);
    const auto renamed = world.settle(world.try_rename(world.management, id, "other"));
    EXPECT_EQ(renamed.status, kActive);
    EXPECT_EQ(renamed.version, 3U);
    EXPECT_EQ(find_view(world.state, id)->at.name, "other");
    EXPECT_EQ(error_of(world.try_rename(world.in_root, id, "mine")), "ValidationException");
}

TEST(GrantRow, T14NewOperationsMustBeHeldByTheGrantor) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    OperationSet wanted;
    wanted.add(AllowedOperation::CreateToken);
    ChangeGrant command{.grant_arn = world.arn(parent),
                        .name = {},
                        .operations = wanted,
                        .status = {},
                        .status_reason = {},
                        .source_version = {},
                        .activation_override = {},
                        .request = {}};
    world.act_as(world.management);
    EXPECT_EQ(world.settle(change_grant(world.state, command, world.context())).status, kDisabled);
    EXPECT_EQ(find_view(world.state, world.sub(parent, world.in_inner))->at.operations, wanted);
    wanted.add(AllowedOperation::CheckoutBorrowLicense);
    command.operations = wanted;
    EXPECT_EQ(error_of(change_grant(world.state, command, world.context())), "ValidationException");
}

TEST(GrantRow, T15NothingLeavesATerminalStatus) {
    GrantWorld world;
    const GrantId rejected = world.create(world.account_principal(world.in_root));
    world.settle(world.try_reject(world.in_root, rejected));
    const GrantId deleted = world.create(world.account_principal(world.in_root));
    world.settle(world.try_remove(world.management, deleted));
    for (const GrantId& id : {rejected, deleted}) {
        EXPECT_EQ(error_of(world.try_set(world.in_root, id, kActive)), "ValidationException");
        EXPECT_EQ(error_of(world.try_rename(world.management, id, "x")), "ValidationException");
        EXPECT_EQ(error_of(world.try_accept(world.in_root, id)), "ValidationException");
        EXPECT_EQ(error_of(world.try_reject(world.in_root, id)), "ValidationException");
    }
    EXPECT_EQ(error_of(world.try_remove(world.management, deleted)), "ValidationException");
}

TEST(GrantRow, Terraform11ARejectedGrantIsStillItsGrantorsToDelete) {
    GrantWorld world;
    const GrantId rejected = world.create(world.account_principal(world.in_root));
    world.settle(world.try_reject(world.in_root, rejected));
    const GrantId successor = world.create(world.account_principal(world.in_root));
    EXPECT_EQ(error_of(world.try_remove(world.in_root, rejected)), "ValidationException");
    world.settle(world.try_remove(world.management, rejected, "version"));
    EXPECT_EQ(world.status(rejected), "DELETED");
    EXPECT_NE(world.status(successor), "DELETED");

    const GrantId parent = world.create(world.organization_principal());
    const GrantId part = world.sub(parent, world.in_inner);
    world.settle(world.try_reject(world.in_inner, part));
    EXPECT_EQ(error_of(world.try_remove(world.management, part)), "ValidationException");
}

TEST(ParentGrantRow, P1P2DistributionRestsInDisabledWithOneEvent) {
    GrantWorld world;
    const auto made =
        world.settle(create_grant(world.state, world.create_command(world.organization_principal()),
                                  world.context()),
                     false);
    EXPECT_EQ(made.status, GrantStatus::PENDING_WORKFLOW);
    EXPECT_EQ(made.events.size(), 1U);
    EXPECT_EQ(world.status(made.id, world.in_inner), "PENDING_WORKFLOW");
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_EQ(world.status(made.id), "DISABLED");
    for (const AccountId account : {world.in_root, world.in_outer, world.in_inner}) {
        EXPECT_EQ(world.status(made.id, account), "DISABLED");
    }
    EXPECT_EQ(world.status(made.id, world.management), "none");
    EXPECT_TRUE(world.state.grant.distributions.empty());
}

TEST(ParentGrantRow, P3ActivationAppliesToAllSubGrants) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    const auto answer = world.settle(world.try_set(world.management, parent, kActive), false);
    EXPECT_EQ(answer.status, GrantStatus::PENDING_WORKFLOW);
    EXPECT_EQ(answer.version, 2U);
    EXPECT_EQ(error_of(world.try_set(world.management, parent, kDisabled)), "ValidationException");
    world.run_background();
    EXPECT_EQ(world.status(parent), "ACTIVE");
    EXPECT_EQ(find_view(world.state, parent)->at.version, 2U);
    for (const AccountId account : {world.in_root, world.in_outer, world.in_inner}) {
        EXPECT_TRUE(world.entitled(account));
    }
}

TEST(ParentGrantRow, P4DeactivationAppliesToAllSubGrants) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId sub = world.sub(parent, world.in_root);
    world.set(world.in_root, sub, kDisabled);
    world.set(world.in_root, sub, kActive);
    world.set(world.management, parent, kDisabled);
    EXPECT_EQ(world.status(sub), "DISABLED");
    EXPECT_FALSE(world.entitled(world.in_outer));
}

TEST(ParentGrantRow, P4DeactivatingAtRestStillAppliesToSingleActivations) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.in_root, world.sub(parent, world.in_root), kActive);
    EXPECT_EQ(world.set(world.management, parent, kDisabled).version, 2U);
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_EQ(world.set(world.management, parent, kDisabled).version, 2U);
}

TEST(ParentGrantRow, P5DeletionEndsAllSubGrants) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const GrantId sub = world.sub(parent, world.in_root);
    EXPECT_EQ(world.settle(world.try_remove(world.management, parent), false).status,
              GrantStatus::PENDING_DELETE);
    EXPECT_FALSE(world.entitled(world.in_root));
    world.run_background();
    EXPECT_EQ(world.status(parent), "DELETED");
    EXPECT_EQ(world.status(sub), "DELETED");
    EXPECT_TRUE(world.received(world.in_root).empty());
}

TEST(ParentGrantRow, P6ANewMemberInheritsTheParentsStatus) {
    GrantWorld world;
    const GrantId parent = world.create(world.organization_principal());
    EXPECT_EQ(world.status(parent, world.make_account("early")), "DISABLED");
    world.set(world.management, parent, kActive);
    const AccountId late = world.make_account("late");
    EXPECT_EQ(world.status(parent, late), "ACTIVE");
    EXPECT_TRUE(world.entitled(late));
}

TEST(ParentGrantRow, P6P7SubGrantsOfAnUnitFollowTheAccountsPlace) {
    GrantWorld world;
    const GrantId parent = world.create(world.unit_principal(world.outer));
    world.set(world.management, parent, kActive);
    EXPECT_TRUE(world.entitled(world.in_outer));
    EXPECT_TRUE(world.entitled(world.in_inner));
    EXPECT_FALSE(world.entitled(world.in_root));
    world.move(world.in_root, world.root(), world.inner);
    EXPECT_TRUE(world.entitled(world.in_root));
    const GrantId first = world.sub(parent, world.in_root);
    world.move(world.in_root, world.inner, world.outer);
    EXPECT_EQ(world.sub(parent, world.in_root), first);
    world.move(world.in_root, world.outer, world.root());
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_EQ(world.status(first), "DELETED");
    EXPECT_NE(find_view(world.state, first)->at.status_reason, "");
    world.move(world.in_root, world.root(), world.outer);
    EXPECT_TRUE(world.entitled(world.in_root));
    EXPECT_NE(world.sub(parent, world.in_root), first);
    EXPECT_EQ(world.status(first), "DELETED");
}

TEST(ParentGrantRow, P7ARejectedSubGrantStaysSoAndItsSuccessorIsNew) {
    GrantWorld world;
    const GrantId parent = world.create(world.unit_principal(world.outer));
    const GrantId first = world.sub(parent, world.in_outer);
    world.settle(world.try_reject(world.in_outer, first));
    world.move(world.in_outer, world.outer, world.root());
    world.move(world.in_outer, world.root(), world.inner);
    EXPECT_EQ(world.status(first), "REJECTED");
    EXPECT_EQ(world.status(parent, world.in_outer), "DISABLED");
    EXPECT_NE(world.sub(parent, world.in_outer), first);
}

TEST(ParentGrantRow, P7TheLastGenerationStandsForAllLaterOnes) {
    GrantWorld world;
    const GrantId parent = world.create(world.unit_principal(world.outer));
    world.set(world.management, parent, kActive);
    for (int i = 0; i < 260; ++i) {
        world.move(world.in_root, world.root(), world.outer);
        EXPECT_TRUE(world.entitled(world.in_root));
        world.move(world.in_root, world.outer, world.root());
        EXPECT_FALSE(world.entitled(world.in_root));
    }
    world.move(world.in_root, world.root(), world.outer);
    EXPECT_EQ(world.sub(parent, world.in_root).part()->generation, 255);
    world.set(world.in_root, world.sub(parent, world.in_root), kDisabled);
    EXPECT_FALSE(world.entitled(world.in_root));
    world.move(world.in_root, world.outer, world.root());
    world.move(world.in_root, world.root(), world.outer);
    EXPECT_TRUE(world.entitled(world.in_root));
}

}  // namespace
}  // namespace licet::model
