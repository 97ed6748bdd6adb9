// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/token_fixture_test.h"

namespace licet::api {
namespace {

using ::testing::UnorderedElementsAre;

/// Source: rule CO-10.
TEST_F(TokenTest, AreListedWithTheirStatus) {
    const auto reply = create_token(R"(,"ExpirationInDays":1,"TokenProperties":["gold"],)"
                                    R"("RoleArns":["arn:aws:iam::111111111111:role/r"])");
    auto listed = must(world.admin(), "ListTokens", "{}");
    EXPECT_EQ(listed.body, R"({"Tokens":[{"TokenId":")" + reply.text("TokenId") +
                               R"(","TokenType":"REFRESH_TOKEN","LicenseArn":")" + license +
                               R"(","ExpirationTime":"2026-09-22T14:13:20Z",)"
                               R"("TokenProperties":["gold"],)"
                               R"("RoleArns":["arn:aws:iam::111111111111:role/r"],)"
                               R"("Status":"AVAILABLE"}]})");
    delete_token(reply.text("TokenId"));
    listed = must(world.admin(), "ListTokens", "{}");
    EXPECT_EQ(listed.text("Tokens.0.Status"), "DELETED");
    EXPECT_EQ(must(a, "ListTokens", "{}").count("Tokens"), 0U);
}

TEST_F(TokenTest, AreFoundByIdAndLicense) {
    const auto one = create_token().text("TokenId");
    const auto first = license;
    license = subscribe(world.admin().account, "prod-b");
    const auto two = create_token().text("TokenId");
    const auto by_id = [&](const std::string& ids) {
        return must(world.admin(), "ListTokens", R"({"TokenIds":[)" + ids + "]}").count("Tokens");
    };
    EXPECT_EQ(by_id("\"" + one + "\""), 1U);
    EXPECT_EQ(by_id("\"" + one + "\",\"" + two + "\",\"t-x\""), 2U);
    EXPECT_EQ(must(a, "ListTokens", R"({"TokenIds":[")" + one + R"("]})").count("Tokens"), 0U);
    EXPECT_EQ(filtered(world.admin(), "ListTokens", "Tokens", "LicenseArns", first), 1U);
    EXPECT_EQ(filtered(world.admin(), "ListTokens", "Tokens", "LicenseArns", "other"), 0U);
    EXPECT_THAT(walk(world.admin(), "ListTokens", "", "Tokens", "TokenId"),
                UnorderedElementsAre(one, two));
    EXPECT_THAT(walk(world.admin(), "ListTokens", R"("TokenIds":[")" + one + "\",\"" + two + "\"],",
                     "Tokens", "TokenId"),
                UnorderedElementsAre(one, two));
}

TEST_F(TokenTest, ListsAreChecked) {
    for (const auto* request :
         {R"({"MaxResults":0})", R"({"MaxResults":101})", R"({"NextToken":"made up"})",
          R"({"TokenIds":["x"],"NextToken":"made up"})",
          R"({"Filters":[{"Name":"Status","Values":["x"]}]})",
          R"({"Filters":[{"Name":"LicenseArns","Values":["x","y"]}]})",
          R"({"Filters":[{"Name":"LicenseArns"}]})"}) {
        EXPECT_EQ(refusal(world.admin(), "ListTokens", request), "ValidationException") << request;
    }
    expect_role_required("ListTokens", "{}");
}

}  // namespace
}  // namespace licet::api
