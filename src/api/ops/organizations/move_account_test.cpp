// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

struct MoveAccountTest : OrganizationsTest {
    std::string unit = make_unit(root, "u");
    std::string account = make_account("a");

    std::string request(const std::string& from, const std::string& to) {
        return R"({"AccountId":")" + account + R"(","SourceParentId":")" + from +
               R"(","DestinationParentId":")" + to + R"("})";
    }
};

TEST_F(MoveAccountTest, PutsTheAccountUnderItsNewParent) {
    EXPECT_EQ(must("MoveAccount", request(root, unit)).body, "{}");
    const auto reply = must("DescribeAccount", R"({"AccountId":")" + account + R"("})");
    EXPECT_EQ(reply.text("Account.Paths.0"), "o-exampleorg1/r-root/" + unit + "/" + account + "/");
    must("MoveAccount", request(unit, root));
}

// rule OR-3
TEST_F(MoveAccountTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("MoveAccount", request("r-none", unit)), "SourceParentNotFoundException");
    EXPECT_EQ(refusal("MoveAccount", request(root, "ou-root-00000000")),
              "DestinationParentNotFoundException");
    EXPECT_EQ(refusal("MoveAccount", request(unit, root)), "DuplicateAccountException");
    EXPECT_EQ(refusal("MoveAccount", request(root, account)), "InvalidInputException");
    account = stranger().account.text();
    EXPECT_EQ(refusal("MoveAccount", request(root, unit)), "AccountNotFoundException");
    account = management;
    expect_management_only("MoveAccount", request(root, unit));
}

}  // namespace
}  // namespace licet::api
