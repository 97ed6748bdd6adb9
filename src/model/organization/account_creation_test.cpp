// SPDX-License-Identifier: Apache-2.0
#include "model/organization/account_creation.h"

#include "model/organization/limits.h"
#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using ::testing::MatchesRegex;

struct CreateAccountTest : testing::Test {
    World world;

    CreateAccountTest() { world.organize(); }

    std::string request(const std::string& email) {
        const Events events = world.keep(
            create_account(world.state, {"name", email, std::nullopt, {}}, world.context()));
        return std::get<AccountCreationRequested>(events.at(0)).id;
    }
    const AccountCreation& creation(const std::string& id) {
        return world.state.organization.creations.find(id)->second;
    }
};

TEST_F(CreateAccountTest, IsInProgressUntilTheBackgroundWorkIsDone) {
    const std::string id = request("a@example.com");
    EXPECT_THAT(id, MatchesRegex("car-[a-z0-9]{32}"));
    EXPECT_EQ(creation(id).state, CreateAccountState::IN_PROGRESS);
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_EQ(creation(id).state, CreateAccountState::SUCCEEDED);
    EXPECT_EQ(creation(id).completed_at, world.now);
    const Account* account = find_account(world.state.organization, creation(id).account.value());
    ASSERT_NE(account, nullptr);
    EXPECT_EQ(account->name, "name");
    EXPECT_EQ(account->email, "a@example.com");
    EXPECT_EQ(account->parent, world.root());
    EXPECT_EQ(account->joined_method, JoinedMethod::CREATED);
    EXPECT_EQ(account->state, AccountState::ACTIVE);
}

TEST_F(CreateAccountTest, LetsTheManagementAccountInByARole) {
    const AccountId account = world.make_account("a");
    const auto& roles = world.state.identity.roles;
    const auto role = roles.find({account, "OrganizationAccountAccessRole"});
    ASSERT_NE(role, roles.end());
    EXPECT_THAT(role->second.id, MatchesRegex("AROA[A-Z2-7]{17}"));
    EXPECT_EQ(role->second.trust_policy,
              R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
              R"({"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}]})");
    EXPECT_THAT(role->second.attached,
                testing::ElementsAre("arn:aws:iam::aws:policy/AdministratorAccess"));
    const Events events = world.keep(
        create_account(world.state, {"b", "b@example.com", "Admin", {}}, world.context()));
    world.run_background();
    const auto& id = std::get<AccountCreationRequested>(events.at(0)).id;
    EXPECT_EQ(roles.count({creation(id).account.value(), "Admin"}), 1U);
}

TEST_F(CreateAccountTest, FailsForAnAddressInUseWhateverItsCase) {
    const std::string first = request("a@example.com");
    world.now += Milliseconds{1};
    const std::string second = request("A@EXAMPLE.com");
    const std::string third = request("Root@example.com");
    EXPECT_EQ(world.run_background(), 3);
    EXPECT_EQ(creation(first).state, CreateAccountState::SUCCEEDED);
    for (const auto& id : {second, third}) {
        EXPECT_EQ(creation(id).state, CreateAccountState::FAILED);
        EXPECT_EQ(creation(id).failure_reason, "EMAIL_ALREADY_EXISTS");
        EXPECT_FALSE(creation(id).account);
    }
    EXPECT_EQ(accounts_under(world.state.organization, world.root()).size(), 2U);
}

TEST_F(CreateAccountTest, ServesTheOldestRequestFirst) {
    for (int i = 0; i < 5; ++i) {
        const std::string first = request("same" + std::to_string(i) + "@example.com");
        world.now += Milliseconds{1};
        const std::string second = request("same" + std::to_string(i) + "@example.com");
        world.run_background();
        EXPECT_EQ(creation(first).state, CreateAccountState::SUCCEEDED);
        EXPECT_EQ(creation(second).state, CreateAccountState::FAILED);
    }
}

// rule OR-1
TEST_F(CreateAccountTest, FailsWhenTheOrganizationIsFull) {
    const AccountId member = world.make_account("first");
    world.set({.accounts_max = Integer<1, 1'000'000>{2}});
    const std::string id = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(id).failure_reason, "ACCOUNT_LIMIT_EXCEEDED");
    world.keep(remove_account(world.state, {member}, world.context()));
    const std::string again = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(again).state, CreateAccountState::SUCCEEDED);
}

// rule OR-1: who removes what it made cannot make accounts for ever
TEST_F(CreateAccountTest, FailsWhenTheOrganizationMadeAsManyAsItMayHave) {
    world.set({.accounts_max = Integer<1, 1'000'000>{2}});
    for (const auto* name : {"first", "second"}) {
        const AccountId made = world.make_account(name);
        ASSERT_NE(made, AccountId{}) << name;
        world.keep(remove_account(world.state, {made}, world.context()));
    }
    const std::string id = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(id).failure_reason, "ACCOUNT_LIMIT_EXCEEDED");
    world.state.organization.rebuild_indexes();
    const std::string again = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(again).failure_reason, "ACCOUNT_LIMIT_EXCEEDED");
    world.set({.accounts_max = Integer<1, 1'000'000>{3}});
    EXPECT_NE(world.make_account("third"), AccountId{});
}

TEST_F(CreateAccountTest, FailsWhenTheInstallationHasAsManyMadeAccountsAsItMayHave) {
    auto& made = world.state.organization.maker_of;
    for (std::uint64_t number = made.size(); number < kMadeAccountsMax; ++number) {
        made.emplace_hint(made.end(), AccountId{number}, "o-other");
    }
    const std::string id = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(id).failure_reason, "ACCOUNT_LIMIT_EXCEEDED");
    made.erase(made.begin());
    const std::string again = request("a@example.com");
    world.run_background();
    EXPECT_EQ(creation(again).state, CreateAccountState::SUCCEEDED);
}

TEST_F(CreateAccountTest, RefusesReservedRoleNamesAndBadTags) {
    const auto refusal = [&](CreateAccount command) {
        return error_of(create_account(world.state, command, world.context()));
    };
    EXPECT_EQ(refusal({"a", "a@example.com", "awsservicerolefoRX", {}}),
              "InvalidInputException/INVALID_ROLE_NAME");
    EXPECT_EQ(refusal({"a", "a@example.com", "AWSServiceRoleForX", {}}),
              "InvalidInputException/INVALID_ROLE_NAME");
    EXPECT_EQ(refusal({"a", "a@example.com", "", {}}), "InvalidInputException/INVALID_ROLE_NAME");
    EXPECT_EQ(refusal({"a", "a@example.com", std::nullopt, {{"aws:k", "v"}}}),
              "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    world.act_as(world.make_account("member"));
    EXPECT_EQ(refusal({"a", "a@example.com", std::nullopt, {}}), "AccessDeniedException");
}

TEST_F(CreateAccountTest, TagsTheAccount) {
    const Events events = world.keep(create_account(
        world.state, {"a", "a@example.com", std::nullopt, {{"team", "x"}}}, world.context()));
    world.run_background();
    const auto& id = std::get<AccountCreationRequested>(events.at(0)).id;
    EXPECT_EQ(find_account(world.state.organization, creation(id).account.value())->tags,
              (Tags{{"team", "x"}}));
}

}  // namespace
}  // namespace licet::model
