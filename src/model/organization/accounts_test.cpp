// SPDX-License-Identifier: Apache-2.0
#include "model/organization/accounts.h"

#include "model/organization/delegation.h"
#include "model/organization/trusted_access.h"
#include "model/organization/world_test.h"

namespace licet::model {
namespace {

TEST(Accounts, OpenAloneWithAnUnusedIdAndAddress) {
    World world;
    const auto open = [&](std::optional<AccountId> id, const std::string& email) {
        return open_account(world.state, {id, "name", email}, world.context());
    };
    const Events events = world.keep(open(std::nullopt, "a@example.com"));
    const AccountId id = std::get<AccountOpened>(events.at(0)).account;
    EXPECT_GE(id.number, 100'000'000'000U);
    EXPECT_TRUE(find_account(world.state.organization, id)->organization.empty());
    EXPECT_TRUE(ancestors(world.state.organization, id).empty());
    EXPECT_EQ(open(world.management, "b@example.com").error().kind, ErrorKind::conflict);
    EXPECT_EQ(open(kMarketplaceAccount, "b@example.com").error().kind, ErrorKind::conflict);
    EXPECT_EQ(open(std::nullopt, "A@Example.COM").error().kind, ErrorKind::conflict);
    EXPECT_EQ(open(std::nullopt, "nobody").error().kind, ErrorKind::invalid);
}

TEST(Accounts, OpenWithAnAddressThatAStrangersOrganizationUses) {
    World world;
    world.organize();
    world.make_account("ours");
    const AccountId stranger = world.open_alone("stranger");
    world.act_as(stranger);
    world.keep(create_organization(world.state, {}, world.context()));
    const AccountId made = world.make_account("partner");
    world.act_as(world.management);
    const auto open = [&](const std::string& email) {
        return open_account(world.state, {std::nullopt, "name", email}, world.context());
    };
    EXPECT_EQ(open("ours@example.com").error().kind, ErrorKind::conflict);
    const Events events = world.keep(open("Partner@example.com"));
    const AccountId opened = std::get<AccountOpened>(events.at(0)).account;
    auto& all = world.state.organization;
    EXPECT_EQ(all.account_by_email.at("partner@example.com"), opened);
    all.rebuild_indexes();
    EXPECT_EQ(all.account_by_email.at("partner@example.com"), opened);
    EXPECT_EQ(find_account(all, made)->email, "partner@example.com");
    EXPECT_EQ(open("partner@example.com").error().kind, ErrorKind::conflict);
}

TEST(Accounts, KnowAnEmailAddress) {
    for (const auto* good : {"a@b.c", "first.last+tag@mail.example.com", "a@b..c"}) {
        EXPECT_TRUE(is_email(good)) << good;
    }
    for (const auto* bad :
         {"", "@b.c", "a@b", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a@b.c\n", "@"}) {
        EXPECT_FALSE(is_email(bad)) << bad;
    }
}

struct MoveTest : testing::Test {
    World world;
    std::string root, unit, inner;
    AccountId account;

    MoveTest() {
        world.organize();
        root = world.root();
        unit = world.make_unit(root, "unit");
        inner = world.make_unit(unit, "inner");
        account = world.make_account("a");
    }
    Result<Events> move(const std::string& from, const std::string& to) {
        return move_account(world.state, {account, from, to}, world.context());
    }
};

TEST_F(MoveTest, ChangesThePlacement) {
    const auto& all = world.state.organization;
    const std::string id = all.organizations.begin()->first;
    EXPECT_EQ(placement_of(all, account), (Placement{id, {root, id}}));
    world.keep(move(root, inner));
    EXPECT_EQ(placement_of(all, account), (Placement{id, {inner, unit, root, id}}));
    EXPECT_EQ(placement_of(all, account), placement_under(all, inner));
    EXPECT_EQ(accounts_under(all, unit), (std::vector{account}));
    EXPECT_EQ(accounts_under(all, inner), (std::vector{account}));
    EXPECT_EQ(accounts_under(all, root), accounts_under(all, id));
    world.keep(move(inner, root));
    EXPECT_TRUE(accounts_under(all, unit).empty());
}

// rule OR-3
TEST_F(MoveTest, NamesWhatIsWrong) {
    EXPECT_EQ(error_of(move("r-none", unit)), "SourceParentNotFoundException");
    EXPECT_EQ(error_of(move(root, "ou-none-12345678")), "DestinationParentNotFoundException");
    EXPECT_EQ(error_of(move(root, root)), "DuplicateAccountException");
    EXPECT_EQ(error_of(move(unit, root)), "DuplicateAccountException");
    EXPECT_EQ(error_of(move(unit, inner)), "AccountNotFoundException");
    EXPECT_EQ(error_of(move_account(world.state, {AccountId{5}, root, unit}, world.context())),
              "AccountNotFoundException");
    world.act_as(account);
    EXPECT_EQ(error_of(move(root, unit)), "AccessDeniedException");
}

TEST_F(MoveTest, AppliesToTheManagementAccountToo) {
    world.keep(move_account(world.state, {world.management, root, unit}, world.context()));
    EXPECT_EQ(find_account(world.state.organization, world.management)->parent, unit);
}

TEST(Accounts, CloseInTwoStepsAndStayMembers) {
    World world;
    const std::string id = world.organize();
    const AccountId account = world.make_account("a");
    const auto close = [&](AccountId which) {
        return close_account(world.state, {which}, world.context());
    };
    world.keep(close(account));
    EXPECT_EQ(find_account(world.state.organization, account)->state,
              AccountState::PENDING_CLOSURE);
    EXPECT_EQ(error_of(close(account)), "ConflictException");
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_EQ(find_account(world.state.organization, account)->state, AccountState::CLOSED);
    EXPECT_EQ(find_account(world.state.organization, account)->organization, id);
    EXPECT_EQ(accounts_under(world.state.organization, id).size(), 2U);
    EXPECT_EQ(error_of(close(account)), "AccountAlreadyClosedException");
    EXPECT_EQ(error_of(close(world.management)),
              "ConstraintViolationException/CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
    EXPECT_EQ(error_of(close(AccountId{5})), "AccountNotFoundException");
}

TEST(Accounts, CloseOnlyWithAllFeatures) {
    World world;
    world.organize(FeatureSet::CONSOLIDATED_BILLING);
    const AccountId account = world.make_account("a");
    EXPECT_EQ(error_of(close_account(world.state, {account}, world.context())),
              "ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

TEST(Accounts, ActAsTheServiceLinkedRoleWhileClosing) {
    World world;
    world.organize();
    world.keep(close_account(world.state, {world.make_account("a")}, world.context()));
    const auto step = next_background_step(world.state, world.now, world.random);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->service, "organizations");
    EXPECT_EQ(step->action, "CloseAccountResult");
    EXPECT_EQ(step->actor.kind, PrincipalKind::service);
    EXPECT_EQ(step->actor.arn,
              "arn:aws:iam::111111111111:role/aws-service-role/organizations.amazonaws.com/"
              "AWSServiceRoleForOrganizations");
}

}  // namespace
}  // namespace licet::model
