// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using CreateAccountTest = OrganizationsTest;

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

TEST_F(CreateAccountTest, AnswersInProgressAndThenSucceeds) {
    const auto reply = must("CreateAccount", R"({"AccountName":"Team A","Email":"a@example.com"})");
    const std::string id = reply.text("CreateAccountStatus.Id");
    EXPECT_THAT(id, MatchesRegex("car-[a-z0-9]{32}"));
    EXPECT_EQ(reply.text("CreateAccountStatus.State"), "IN_PROGRESS");
    EXPECT_EQ(reply.text("CreateAccountStatus.AccountName"), "Team A");
    EXPECT_TRUE(reply.has("CreateAccountStatus.RequestedTimestamp"));
    EXPECT_FALSE(reply.has("CreateAccountStatus.CompletedTimestamp"));
    EXPECT_FALSE(reply.has("CreateAccountStatus.AccountId"));
    EXPECT_FALSE(reply.has("CreateAccountStatus.FailureReason"));
    const auto status =
        must("DescribeCreateAccountStatus", R"({"CreateAccountRequestId":")" + id + R"("})");
    EXPECT_EQ(status.text("CreateAccountStatus.State"), "SUCCEEDED");
    const std::string account = status.text("CreateAccountStatus.AccountId");
    EXPECT_THAT(account, MatchesRegex("[1-9][0-9]{11}"));
    EXPECT_EQ(must("DescribeAccount", R"({"AccountId":")" + account + R"("})").text("Account.Name"),
              "Team A");
}

TEST_F(CreateAccountTest, LeavesARecordOfTheRequestAndOneOfTheResult) {
    must("CreateAccount", R"({"AccountName":"a","Email":"secret@example.com"})");
    const auto& records = world.records();
    ASSERT_GE(records.size(), 2U);
    const auto& request = records[records.size() - 2];
    const auto& result = records.back();
    EXPECT_EQ(request.action, "CreateAccount");
    EXPECT_THAT(request.parameters.text, Not(HasSubstr("secret@example.com")));
    EXPECT_EQ(result.action, "CreateAccountResult");
    EXPECT_EQ(result.actor.kind, "service");
}

TEST_F(CreateAccountTest, MakesTheAccessRole) {
    const std::string account = make_account("a");
    EXPECT_EQ(world.state().identity.roles.count(
                  {AccountId::parse(account).value(), "OrganizationAccountAccessRole"}),
              1U);
    must("CreateAccount", R"({"AccountName":"b","Email":"b@example.com","RoleName":"Admin",)"
                          R"("IamUserAccessToBilling":"DENY","Tags":[{"Key":"k","Value":"v"}]})");
    const auto& all = world.state().organization;
    const AccountId other = all.account_by_email.find("b@example.com")->second;
    EXPECT_EQ(world.state().identity.roles.count({other, "Admin"}), 1U);
    EXPECT_EQ(must("ListTagsForResource", R"({"ResourceId":")" + other.text() + R"("})").body,
              R"({"Tags":[{"Key":"k","Value":"v"}]})");
}

TEST_F(CreateAccountTest, RefusesWithTheDocumentedErrors) {
    const auto create = [&](const std::string& members) {
        return refusal("CreateAccount", "{" + members + "}");
    };
    EXPECT_EQ(create(R"("AccountName":"a")"), "InvalidInputException");
    EXPECT_EQ(create(R"("Email":"a@example.com")"), "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"a","Email":"nobody")"), "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"a","Email":"a@b.c")"), "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"","Email":"a@example.com")"), "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"ä","Email":"a@example.com")"), "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"a","Email":"a@example.com","RoleName":"a b")"),
              "InvalidInputException");
    EXPECT_EQ(
        create(R"("AccountName":"a","Email":"a@example.com","RoleName":"AWSServiceRoleForX")"),
        "InvalidInputException/INVALID_ROLE_NAME");
    EXPECT_EQ(create(R"("AccountName":"a","Email":"a@example.com","IamUserAccessToBilling":"?")"),
              "InvalidInputException");
    EXPECT_EQ(create(R"("AccountName":"a","Email":"a@example.com",)"
                     R"("Tags":[{"Key":"k","Value":"1"},{"Key":"k","Value":"2"}])"),
              "InvalidInputException/DUPLICATE_TAG_KEY");
    expect_management_only("CreateAccount", R"({"AccountName":"a","Email":"a@example.com"})");
}

}  // namespace
}  // namespace licet::api
