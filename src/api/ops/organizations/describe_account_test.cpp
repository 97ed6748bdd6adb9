// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DescribeAccountTest = OrganizationsTest;

TEST_F(DescribeAccountTest, ReturnsEveryMember) {
    const std::string id = make_account("a");
    const auto reply = must("DescribeAccount", R"({"AccountId":")" + id + R"("})");
    EXPECT_EQ(reply.text("Account.Id"), id);
    EXPECT_EQ(reply.text("Account.Arn"),
              "arn:aws:organizations::111111111111:account/o-exampleorg1/" + id);
    EXPECT_EQ(reply.text("Account.Email"), "a@example.com");
    EXPECT_EQ(reply.text("Account.Name"), "a");
    EXPECT_EQ(reply.text("Account.Status"), "ACTIVE");
    EXPECT_EQ(reply.text("Account.State"), "ACTIVE");
    EXPECT_EQ(reply.text("Account.JoinedMethod"), "CREATED");
    EXPECT_EQ(reply.text("Account.Paths"), "[\"o-exampleorg1/r-root/" + id + "/\"]");
    EXPECT_TRUE(reply.has("Account.JoinedTimestamp"));
}

// rule 9.2 (Account)
TEST_F(DescribeAccountTest, ShowsBothStates) {
    const std::string id = make_account("a");
    const AccountId account = AccountId::parse(id).value();
    const struct {
        model::AccountState state;
        std::string_view status, shown;
    } cases[] = {
        {model::AccountState::PENDING_ACTIVATION, "ACTIVE", "PENDING_ACTIVATION"},
        {model::AccountState::SUSPENDED, "SUSPENDED", "SUSPENDED"},
        {model::AccountState::CLOSED, "SUSPENDED", "CLOSED"},
    };
    for (const auto& expected : cases) {
        world.apply({model::AccountStateChanged{account, expected.state}});
        const auto reply = must("DescribeAccount", R"({"AccountId":")" + id + R"("})");
        EXPECT_EQ(reply.text("Account.Status"), expected.status);
        EXPECT_EQ(reply.text("Account.State"), expected.shown);
    }
}

TEST_F(DescribeAccountTest, RefusesOtherAccounts) {
    const std::string other = stranger().account.text();
    EXPECT_EQ(refusal("DescribeAccount", R"({"AccountId":")" + other + R"("})"),
              "AccountNotFoundException");
    EXPECT_EQ(refusal("DescribeAccount", R"({"AccountId":"888888888888"})"),
              "AccountNotFoundException");
    EXPECT_EQ(refusal("DescribeAccount", R"({"AccountId":"1"})"), "InvalidInputException");
    EXPECT_EQ(refusal("DescribeAccount", "{}"), "InvalidInputException");
    expect_readers_only("DescribeAccount", R"({"AccountId":"111111111111"})");
}

}  // namespace
}  // namespace licet::api
