// SPDX-License-Identifier: Apache-2.0
#include "model/organization/invitation.h"

#include "model/organization/world_test.h"

#include <chrono>

namespace licet::model {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

struct InvitationTest : ::testing::Test {
    World world;
    const std::string organization = world.organize();
    const AccountId alone = world.open_alone("alone");

    Result<Events> try_invite(PartyType type, const std::string& target) {
        world.act_as(world.management);
        return invite_account(world.state, {type, target, "", {}}, world.context());
    }
    std::string refusal(PartyType type, const std::string& target) {
        return error_of(try_invite(type, target));
    }
    std::string refusal(AccountId account) { return refusal(PartyType::ACCOUNT, account.text()); }
    std::string invite_email(const std::string& email) {
        const Events events = world.keep(try_invite(PartyType::EMAIL, email));
        return std::get<HandshakesRequested>(events.back()).handshakes.begin()->first;
    }
    std::string accept(AccountId account, const std::string& id) {
        world.act_as(account);
        auto decided = accept_handshake(world.state, {id}, world.context());
        if (decided.ok()) {
            world.take(*decided);
        }
        return error_of(decided);
    }
    std::string decline(AccountId account, const std::string& id) {
        world.act_as(account);
        auto decided = decline_handshake(world.state, {id}, world.context());
        if (decided.ok()) {
            world.take(*decided);
        }
        return error_of(decided);
    }
    std::string cancel(AccountId account, const std::string& id) {
        world.act_as(account);
        auto decided = cancel_handshake(world.state, {id}, world.context());
        if (decided.ok()) {
            world.take(*decided);
        }
        return error_of(decided);
    }
    const Account& account(AccountId id) const {
        return *find_account(world.state.organization, id);
    }
};

// rule 9.2 (Handshake)
TEST_F(InvitationTest, AcceptedMakesAMemberUnderTheRoot) {
    world.act_as(world.management);
    const Events events = world.keep(invite_account(
        world.state, {PartyType::ACCOUNT, alone.text(), "please", {{"k", "v"}}}, world.context()));
    const auto& [id, handshake] = *std::get<HandshakesRequested>(events.back()).handshakes.begin();
    EXPECT_EQ(world.state_of(id), HandshakeState::OPEN);
    EXPECT_EQ(handshake.notes, "please");
    EXPECT_EQ(handshake.expires_at, world.now + days{15});
    EXPECT_TRUE(account(alone).organization.empty());

    world.now += days{1};
    EXPECT_EQ(accept(alone, id), "");
    EXPECT_EQ(world.state_of(id), HandshakeState::ACCEPTED);
    EXPECT_EQ(account(alone).organization, organization);
    EXPECT_EQ(account(alone).parent, world.root());
    EXPECT_EQ(account(alone).joined_method, JoinedMethod::INVITED);
    EXPECT_EQ(account(alone).joined_at, world.now);
    EXPECT_EQ(account(alone).tags, (Tags{{"k", "v"}}));
}

TEST_F(InvitationTest, MayNameAnEmailAddressInAnyCase) {
    const std::string id = invite_email("ALONE@example.com");
    EXPECT_EQ(refusal(alone), "DuplicateHandshakeException");
    EXPECT_EQ(accept(alone, id), "");
    EXPECT_EQ(account(alone).organization, organization);
}

TEST_F(InvitationTest, ToAnEmailAddressWaitsForItsAccount) {
    const std::string id = invite_email("later@example.com");
    EXPECT_EQ(accept(alone, id), "HandshakeNotFoundException");
    EXPECT_EQ(accept(world.open_alone("later"), id), "");
}

// Anybody who can make an organization can make accounts, with any address.
struct StrangersTest : InvitationTest {
    const AccountId stranger = world.open_alone("stranger");

    /// An account with that address, which the stranger's organization made and let go.
    AccountId make_and_release(const std::string& name) {
        world.act_as(stranger);
        if (account(stranger).organization.empty()) {
            world.keep(create_organization(world.state, {}, world.context()));
        }
        const AccountId made = world.make_account(name);
        world.keep(remove_account(world.state, {made}, world.context()));
        return made;
    }
};

// rule 9.2 (Handshake)
TEST_F(StrangersTest, CannotTakeAnInvitationByMakingAnAccountWithItsAddress) {
    const std::string id = invite_email("partner@example.com");
    const AccountId made = make_and_release("partner");
    EXPECT_EQ(accept(made, id), "HandshakeNotFoundException");
    EXPECT_EQ(decline(made, id), "HandshakeNotFoundException");
    EXPECT_EQ(world.state_of(id), HandshakeState::OPEN);
    EXPECT_EQ(accept(world.open_alone("partner"), id), "");  // whom the address was meant for
    EXPECT_TRUE(account(made).organization.empty());
}

TEST_F(StrangersTest, CannotTakeAnInvitationByHavingItsAddressBefore) {
    const AccountId made = make_and_release("partner");
    const std::string id = invite_email("Partner@example.com");
    EXPECT_EQ(accept(made, id), "HandshakeNotFoundException");
    const std::string by_id = world.invite(made);  // another one: nobody has the address
    EXPECT_EQ(accept(made, by_id), "");
    const AccountId partner = world.open_alone("partner");
    world.state.organization.rebuild_indexes();
    EXPECT_EQ(refusal(PartyType::EMAIL, "partner@example.com"), "DuplicateHandshakeException");
    EXPECT_EQ(refusal(partner), "DuplicateHandshakeException");
    EXPECT_EQ(accept(partner, id), "");
}

TEST_F(StrangersTest, MayHaveAnAddressThatIsInvited) {
    world.act_as(stranger);
    world.keep(create_organization(world.state, {}, world.context()));
    world.make_account("partner");  // a member there, which does not matter to anybody else
    EXPECT_EQ(refusal(PartyType::EMAIL, "partner@example.com"), "");
}

TEST_F(InvitationTest, ByAddressReachesAnAccountThatTheOrganizationMadeItself) {
    world.act_as(world.management);
    const AccountId made = world.make_account("made");
    world.keep(remove_account(world.state, {made}, world.context()));
    EXPECT_EQ(accept(made, invite_email("made@example.com")), "");
    world.act_as(world.management);
    world.keep(remove_account(world.state, {made}, world.context()));
    EXPECT_EQ(accept(made, invite_email("made@example.com")), "");  // though it was INVITED since
}

TEST_F(InvitationTest, NeedsATargetThatCanJoin) {
    EXPECT_EQ(refusal(PartyType::ORGANIZATION, organization),
              "InvalidInputException/INVALID_PARTY_TYPE_TARGET");
    EXPECT_EQ(refusal(PartyType::ACCOUNT, "alone@example.com"),
              "InvalidInputException/INVALID_PARTY_TYPE_TARGET");
    EXPECT_EQ(refusal(PartyType::ACCOUNT, "222222222222"),
              "InvalidInputException/INVALID_PARTY_TYPE_TARGET");
    EXPECT_EQ(refusal(PartyType::EMAIL, alone.text()),
              "InvalidInputException/INVALID_EMAIL_ADDRESS_TARGET");
    EXPECT_EQ(refusal(world.management),
              "HandshakeConstraintViolationException/ALREADY_IN_AN_ORGANIZATION");
    EXPECT_EQ(refusal(PartyType::EMAIL, "root@example.com"),
              "HandshakeConstraintViolationException/ALREADY_IN_AN_ORGANIZATION");
    world.take({AccountStateChanged{alone, AccountState::CLOSED}});
    EXPECT_EQ(refusal(alone), "InvalidInputException/TARGET_NOT_SUPPORTED");
}

TEST_F(InvitationTest, IsForTheManagementAccountToSend) {
    world.act_as(alone);
    const InviteAccount command{PartyType::ACCOUNT, alone.text(), "", {}};
    EXPECT_EQ(error_of(invite_account(world.state, command, world.context())),
              "AWSOrganizationsNotInUseException");
    world.act_as(world.management);
    const AccountId member = world.make_account("member");
    world.act_as(member);
    EXPECT_EQ(error_of(invite_account(world.state, command, world.context())),
              "AccessDeniedException");
}

TEST_F(InvitationTest, ChecksItsTags) {
    world.act_as(world.management);
    const InviteAccount command{PartyType::ACCOUNT, alone.text(), "", {{"k", "1"}, {"k", "2"}}};
    EXPECT_EQ(error_of(invite_account(world.state, command, world.context())),
              "InvalidInputException/DUPLICATE_TAG_KEY");
}

TEST_F(InvitationTest, IsSentOnceAtATime) {
    const std::string id = world.invite(alone);
    EXPECT_EQ(refusal(alone), "DuplicateHandshakeException");
    EXPECT_EQ(refusal(PartyType::EMAIL, "Alone@example.com"), "DuplicateHandshakeException");
    EXPECT_EQ(cancel(world.management, id), "");
    const std::string second = world.invite(alone);
    EXPECT_EQ(decline(alone, second), "");
    world.invite(alone);
    world.now += days{15};
    world.invite(alone);
}

// rule OR-1: open invitations count
TEST_F(InvitationTest, CountsTowardsTheLimitOfAccountsWhileItIsOpen) {
    world.set({.accounts_max = Integer<1, 1'000'000>{2}});
    const AccountId other = world.open_alone("other");
    const std::string id = world.invite(alone);
    EXPECT_EQ(refusal(other),
              "HandshakeConstraintViolationException/ACCOUNT_NUMBER_LIMIT_EXCEEDED");
    world.act_as(world.management);
    world.keep(
        create_account(world.state, {"c", "c@example.com", std::nullopt, {}}, world.context()));
    world.run_background();
    EXPECT_EQ(world.state.organization.creations.begin()->second.failure_reason,
              "ACCOUNT_LIMIT_EXCEEDED");
    EXPECT_EQ(decline(alone, id), "");
    const std::string second = world.invite(other);
    world.now += days{15};  // it expires, and so makes room
    EXPECT_EQ(world.state_of(second), HandshakeState::EXPIRED);
    EXPECT_EQ(accept(alone, world.invite(alone)), "");
    EXPECT_EQ(refusal(other),
              "HandshakeConstraintViolationException/ACCOUNT_NUMBER_LIMIT_EXCEEDED");
}

TEST_F(InvitationTest, CannotBeAcceptedIntoAFullOrganization) {
    const std::string id = world.invite(alone);
    world.set({.accounts_max = Integer<1, 1'000'000>{1}});
    EXPECT_EQ(accept(alone, id),
              "HandshakeConstraintViolationException/ACCOUNT_NUMBER_LIMIT_EXCEEDED");
    EXPECT_EQ(world.state_of(id), HandshakeState::OPEN);
}

// rule OR-1
TEST_F(InvitationTest, IsLimitedInNumberWithinADay) {
    world.set({.invitations_per_day = Integer<0, 100'000>{2}});
    cancel(world.management, world.invite(alone));
    world.now += milliseconds{1};
    cancel(world.management, world.invite(alone));
    EXPECT_EQ(refusal(alone),
              "HandshakeConstraintViolationException/HANDSHAKE_RATE_LIMIT_EXCEEDED");
    world.now += days{1} - milliseconds{2};
    EXPECT_EQ(refusal(alone),
              "HandshakeConstraintViolationException/HANDSHAKE_RATE_LIMIT_EXCEEDED");
    world.now += milliseconds{1};  // a day after the first
    world.invite(alone);
}

TEST_F(InvitationTest, ExpiresAtTheInstant) {
    world.set({.invitation_days = Integer<1, 90>{3}});
    const std::string id = world.invite(alone);
    world.now += days{3} - milliseconds{1};
    EXPECT_EQ(world.state_of(id), HandshakeState::OPEN);
    world.now += milliseconds{1};
    EXPECT_EQ(world.state_of(id), HandshakeState::EXPIRED);
    for (const auto& refused :
         {accept(alone, id), decline(alone, id), cancel(world.management, id)}) {
        EXPECT_EQ(refused, "InvalidHandshakeTransitionException");
    }
}

TEST_F(InvitationTest, IsAcceptedAndDeclinedByItsRecipientAndCanceledByItsSenderOnly) {
    const std::string id = world.invite(alone);
    const AccountId other = world.open_alone("other");
    EXPECT_EQ(accept(world.management, id), "AccessDeniedException");
    EXPECT_EQ(decline(world.management, id), "AccessDeniedException");
    EXPECT_EQ(cancel(alone, id), "AccessDeniedException");
    for (const auto& refused : {accept(other, id), decline(other, id), cancel(other, id)}) {
        EXPECT_EQ(refused, "HandshakeNotFoundException");
    }
    EXPECT_EQ(accept(alone, "h-unknown0"), "HandshakeNotFoundException");
    EXPECT_EQ(decline(alone, id), "");
}

TEST_F(InvitationTest, EndsOnce) {
    const std::string declined = world.invite(alone);
    EXPECT_EQ(decline(alone, declined), "");
    EXPECT_EQ(decline(alone, declined), "HandshakeAlreadyInStateException");
    EXPECT_EQ(accept(alone, declined), "InvalidHandshakeTransitionException");
    EXPECT_EQ(cancel(world.management, declined), "InvalidHandshakeTransitionException");
    const std::string canceled = world.invite(alone);
    EXPECT_EQ(cancel(world.management, canceled), "");
    EXPECT_EQ(cancel(world.management, canceled), "HandshakeAlreadyInStateException");
    EXPECT_EQ(accept(alone, canceled), "InvalidHandshakeTransitionException");
    const std::string accepted = world.invite(alone);
    EXPECT_EQ(accept(alone, accepted), "");
    EXPECT_EQ(accept(alone, accepted), "HandshakeAlreadyInStateException");
    EXPECT_EQ(cancel(world.management, accepted), "InvalidHandshakeTransitionException");
}

TEST_F(InvitationTest, OfASecondOrganizationCannotBeAcceptedByAMember) {
    const AccountId rival = world.open_alone("rival");
    world.act_as(rival);
    world.keep(create_organization(world.state, {}, world.context()));
    const Events events = world.keep(
        invite_account(world.state, {PartyType::ACCOUNT, alone.text(), "", {}}, world.context()));
    const std::string theirs =
        std::get<HandshakesRequested>(events.back()).handshakes.begin()->first;
    EXPECT_EQ(accept(alone, world.invite(alone)), "");  // two senders are no duplicates
    EXPECT_EQ(accept(alone, theirs),
              "HandshakeConstraintViolationException/ALREADY_IN_AN_ORGANIZATION");
    world.act_as(alone);
    world.keep(leave_organization(world.state, world.context()));
    EXPECT_EQ(accept(alone, theirs), "");
    EXPECT_NE(account(alone).organization, organization);
}

TEST_F(InvitationTest, IsForgottenThirtyDaysAfterItsEnd) {
    const std::string first = world.invite(alone);
    EXPECT_EQ(decline(alone, first), "");
    world.now += days{30} - milliseconds{1};
    EXPECT_EQ(decline(alone, first), "HandshakeAlreadyInStateException");
    world.now += milliseconds{1};
    EXPECT_EQ(decline(alone, first), "HandshakeNotFoundException");
    EXPECT_EQ(world.state.organization.handshakes.all.count(first), 1U);
    world.invite(alone);  // the next one drops it
    EXPECT_EQ(world.state.organization.handshakes.all.count(first), 0U);
    EXPECT_EQ(world.state.organization.handshakes.all.size(), 1U);
}

TEST_F(InvitationTest, DropsTwoThatAreForgotten) {
    for (int i = 0; i < 5; ++i) {
        cancel(world.management, world.invite(alone));
    }
    world.now += days{30};
    const auto kept = [&] { return world.state.organization.handshakes.all.size(); };
    const std::string next = world.invite(alone);
    EXPECT_EQ(kept(), 4U);
    cancel(world.management, next);
    world.invite(alone);
    EXPECT_EQ(kept(), 3U);
}

// rule OR-12
TEST_F(InvitationTest, WaitsUntilTheOrganizationIsFinalized) {
    world.set({.finalizing_seconds = Integer<0, 86'400>{60}});
    EXPECT_EQ(refusal(alone), "FinalizingOrganizationException");
    EXPECT_EQ(error_of(create_account(world.state, {"c", "c@example.com", std::nullopt, {}},
                                      world.context())),
              "FinalizingOrganizationException");
    world.now += std::chrono::seconds{60};
    world.invite(alone);
}

}  // namespace
}  // namespace licet::model
