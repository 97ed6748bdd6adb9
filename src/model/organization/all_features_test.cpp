// SPDX-License-Identifier: Apache-2.0
#include "model/organization/all_features.h"

#include "model/organization/world_test.h"

#include <chrono>

namespace licet::model {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

struct AllFeaturesTest : ::testing::Test {
    World world;
    const std::string organization = world.organize(FeatureSet::CONSOLIDATED_BILLING);
    const AccountId first = world.open_alone("first");
    const AccountId second = world.open_alone("second");

    void join_both() {
        world.join(first);
        world.join(second);
    }
    std::string begin() {
        world.act_as(world.management);
        return migration_in(world.keep(enable_all_features(world.state, world.context())));
    }
    std::string refusal() {
        world.act_as(world.management);
        return error_of(enable_all_features(world.state, world.context()));
    }
    std::string approval_of(AccountId account, const std::string& migration) const {
        for (const auto& [id, handshake] : world.state.organization.handshakes.all) {
            if (handshake.parent == migration && handshake.account == account) {
                return id;
            }
        }
        return "";
    }
    using Answer = Result<Events> (*)(const State&, const AnswerHandshake&, const Context&);
    std::string answer(Answer how, AccountId account, const std::string& id) {
        world.act_as(account);
        auto decided = how(world.state, {id}, world.context());
        if (decided.ok()) {
            world.take(*decided);
        }
        return error_of(decided);
    }
    FeatureSet features() const { return world.organization().features; }
};

// rule 9.2 (Organization)
TEST_F(AllFeaturesTest, ComeWhenAllInvitedMembersAndThenTheManagementAccountAccept) {
    join_both();
    const AccountId created = world.make_account("created");
    const std::string migration = begin();
    const std::string ones = approval_of(first, migration);
    const std::string others = approval_of(second, migration);
    EXPECT_EQ(approval_of(created, migration), "");
    EXPECT_EQ(approval_of(world.management, migration), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::REQUESTED);
    EXPECT_EQ(world.state_of(ones), HandshakeState::OPEN);
    EXPECT_EQ(answer(accept_handshake, world.management, migration),
              "InvalidHandshakeTransitionException");

    EXPECT_EQ(answer(accept_handshake, first, ones), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::REQUESTED);
    EXPECT_EQ(answer(accept_handshake, second, others), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::OPEN);
    EXPECT_EQ(features(), FeatureSet::CONSOLIDATED_BILLING);
    EXPECT_EQ(answer(accept_handshake, world.management, migration), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::ACCEPTED);
    EXPECT_EQ(features(), FeatureSet::ALL);
    EXPECT_EQ(refusal(),
              "HandshakeConstraintViolationException/ORGANIZATION_ALREADY_HAS_ALL_FEATURES");
}

TEST_F(AllFeaturesTest, CanBeFinishedAtOnceWithoutInvitedMembers) {
    world.make_account("created");
    const std::string migration = begin();
    EXPECT_EQ(world.state_of(migration), HandshakeState::OPEN);
    EXPECT_EQ(answer(accept_handshake, world.management, migration), "");
    EXPECT_EQ(features(), FeatureSet::ALL);
}

TEST_F(AllFeaturesTest, AreBegunOnceAtATime) {
    join_both();
    begin();
    EXPECT_EQ(refusal(),
              "HandshakeConstraintViolationException/"
              "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION");
}

TEST_F(AllFeaturesTest, AreForTheManagementAccountOnly) {
    world.join(first);
    world.act_as(first);
    EXPECT_EQ(error_of(enable_all_features(world.state, world.context())), "AccessDeniedException");
    const std::string migration = begin();
    EXPECT_EQ(answer(accept_handshake, first, migration), "HandshakeNotFoundException");
    EXPECT_EQ(answer(accept_handshake, world.management, approval_of(first, migration)),
              "AccessDeniedException");
}

TEST_F(AllFeaturesTest, CancelInvitationsAndAllowNoNewOnesMeanwhile) {
    world.join(first);
    const std::string invitation = world.invite(second);
    const std::string migration = begin();
    EXPECT_EQ(world.state_of(invitation), HandshakeState::CANCELED);
    const InviteAccount again{PartyType::ACCOUNT, second.text(), "", {}};
    EXPECT_EQ(error_of(invite_account(world.state, again, world.context())),
              "HandshakeConstraintViolationException/"
              "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES");
    EXPECT_EQ(answer(cancel_handshake, world.management, migration), "");
    const std::string later = world.invite(second);
    EXPECT_EQ(world.state.organization.handshakes.all.at(later).features,
              FeatureSet::CONSOLIDATED_BILLING);
}

TEST_F(AllFeaturesTest, WaitForAMemberThatDeclinedUntilItGoes) {
    join_both();
    const std::string migration = begin();
    EXPECT_EQ(answer(decline_handshake, first, approval_of(first, migration)), "");
    EXPECT_EQ(answer(accept_handshake, second, approval_of(second, migration)), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::REQUESTED);
    world.now += days{45};  // longer than an ended handshake is shown
    EXPECT_EQ(world.state_of(migration), HandshakeState::REQUESTED);
    world.act_as(world.management);
    world.keep(remove_account(world.state, {first}, world.context()));
    EXPECT_EQ(world.state_of(migration), HandshakeState::OPEN);
}

TEST_F(AllFeaturesTest, DoNotWaitForAMemberThatLeft) {
    join_both();
    const std::string migration = begin();
    const std::string approval = approval_of(first, migration);
    EXPECT_EQ(answer(accept_handshake, second, approval_of(second, migration)), "");
    world.act_as(first);
    world.keep(leave_organization(world.state, world.context()));
    EXPECT_EQ(world.state_of(approval), HandshakeState::CANCELED);
    EXPECT_EQ(world.state_of(migration), HandshakeState::OPEN);
    EXPECT_EQ(answer(accept_handshake, first, approval), "InvalidHandshakeTransitionException");
}

TEST_F(AllFeaturesTest, StartOverAfterAMemberDeclined) {
    world.join(first);
    const std::string migration = begin();
    EXPECT_EQ(answer(decline_handshake, first, approval_of(first, migration)), "");
    EXPECT_EQ(answer(cancel_handshake, world.management, migration), "");
    EXPECT_EQ(world.state_of(approval_of(first, migration)), HandshakeState::DECLINED);
    const std::string again = begin();
    EXPECT_EQ(answer(accept_handshake, first, approval_of(first, again)), "");
    EXPECT_EQ(world.state_of(again), HandshakeState::OPEN);
}

TEST_F(AllFeaturesTest, AreCanceledAsAWhole) {
    join_both();
    const std::string migration = begin();
    const std::string ones = approval_of(first, migration);
    const std::string others = approval_of(second, migration);
    EXPECT_EQ(answer(accept_handshake, first, ones), "");
    EXPECT_EQ(answer(cancel_handshake, world.management, others),
              "InvalidHandshakeTransitionException");
    EXPECT_EQ(answer(decline_handshake, world.management, migration),
              "InvalidHandshakeTransitionException");
    EXPECT_EQ(answer(cancel_handshake, world.management, migration), "");
    EXPECT_EQ(world.state_of(migration), HandshakeState::CANCELED);
    EXPECT_EQ(world.state_of(ones), HandshakeState::ACCEPTED);
    EXPECT_EQ(world.state_of(others), HandshakeState::CANCELED);
    EXPECT_EQ(features(), FeatureSet::CONSOLIDATED_BILLING);
}

TEST_F(AllFeaturesTest, ExpireAsAWholeAfterNinetyDays) {
    world.join(first);
    const std::string migration = begin();
    const std::string approval = approval_of(first, migration);
    world.now += days{90} - milliseconds{1};
    EXPECT_EQ(world.state_of(migration), HandshakeState::REQUESTED);
    world.now += milliseconds{1};
    EXPECT_EQ(world.state_of(migration), HandshakeState::EXPIRED);
    EXPECT_EQ(world.state_of(approval), HandshakeState::EXPIRED);
    EXPECT_EQ(answer(accept_handshake, first, approval), "InvalidHandshakeTransitionException");
    world.invite(second);
    const std::string again = begin();
    EXPECT_EQ(answer(accept_handshake, first, approval_of(first, again)), "");
    EXPECT_EQ(world.state_of(again), HandshakeState::OPEN);
}

TEST_F(AllFeaturesTest, AskALimitedNumberOfMembers) {
    Account member = *find_account(world.state.organization, world.management);
    for (std::uint64_t i = 0; i <= kApprovalsMax; ++i) {
        member.email = std::to_string(i) + "@example.org";
        world.take({AccountOpened{AccountId{200'000'000'000 + i}, member}});
    }
    EXPECT_EQ(refusal(),
              "ConstraintViolationException/"
              "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED");
    world.act_as(world.management);
    world.keep(remove_account(world.state, {AccountId{200'000'000'000}}, world.context()));
    EXPECT_EQ(world.state_of(begin()), HandshakeState::REQUESTED);
}

}  // namespace
}  // namespace licet::model
