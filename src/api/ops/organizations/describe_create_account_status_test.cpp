// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DescribeCreateAccountStatusTest = OrganizationsTest;

TEST_F(DescribeCreateAccountStatusTest, NamesTheReasonOfAFailure) {
    const auto request =
        must("CreateAccount", R"({"AccountName":"a","Email":"Management@Example.com"})");
    const std::string id = request.text("CreateAccountStatus.Id");
    const std::string describe = R"({"CreateAccountRequestId":")" + id + R"("})";
    const auto reply = must("DescribeCreateAccountStatus", describe);
    EXPECT_EQ(reply.text("CreateAccountStatus.Id"), id);
    EXPECT_EQ(reply.text("CreateAccountStatus.State"), "FAILED");
    EXPECT_EQ(reply.text("CreateAccountStatus.FailureReason"), "EMAIL_ALREADY_EXISTS");
    EXPECT_TRUE(reply.has("CreateAccountStatus.CompletedTimestamp"));
    EXPECT_FALSE(reply.has("CreateAccountStatus.AccountId"));
    expect_readers_only("DescribeCreateAccountStatus", describe);
}

TEST_F(DescribeCreateAccountStatusTest, ShowsOnlyRequestsOfTheOwnOrganization) {
    EXPECT_EQ(
        refusal("DescribeCreateAccountStatus", R"({"CreateAccountRequestId":"car-00000000"})"),
        "CreateAccountStatusNotFoundException");
    EXPECT_EQ(refusal("DescribeCreateAccountStatus", R"({"CreateAccountRequestId":"x"})"),
              "InvalidInputException");
    const auto own = must("CreateAccount", R"({"AccountName":"a","Email":"a@example.com"})");
    const auto other = stranger();
    world.must(other, "organizations", "CreateOrganization", "{}");
    EXPECT_EQ(
        refusal(other, "DescribeCreateAccountStatus",
                R"({"CreateAccountRequestId":")" + own.text("CreateAccountStatus.Id") + R"("})"),
        "CreateAccountStatusNotFoundException");
}

}  // namespace
}  // namespace licet::api
