// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using CloseAccountTest = OrganizationsTest;

TEST_F(CloseAccountTest, ClosesTheAccountInTheBackground) {
    const std::string id = make_account("a");
    const std::string request = R"({"AccountId":")" + id + R"("})";
    EXPECT_EQ(must("CloseAccount", request).body, "{}");
    const auto& records = world.records();
    EXPECT_EQ(records[records.size() - 2].action, "CloseAccount");
    EXPECT_EQ(records.back().action, "CloseAccountResult");
    const auto reply = must("DescribeAccount", request);
    EXPECT_EQ(reply.text("Account.Status"), "SUSPENDED");
    EXPECT_EQ(reply.text("Account.State"), "CLOSED");
    EXPECT_EQ(refusal("CloseAccount", request), "AccountAlreadyClosedException");
}

TEST_F(CloseAccountTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("CloseAccount", R"({"AccountId":"111111111111"})"),
              "ConstraintViolationException/CANNOT_CLOSE_MANAGEMENT_ACCOUNT");
    EXPECT_EQ(refusal("CloseAccount", R"({"AccountId":"888888888888"})"),
              "AccountNotFoundException");
    EXPECT_EQ(refusal("CloseAccount", R"({"AccountId":"x"})"), "InvalidInputException");
    const std::string id = make_account("a");
    expect_management_only("CloseAccount", R"({"AccountId":")" + id + R"("})");
}

}  // namespace
}  // namespace licet::api
