// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"
#include "auth/session_tokens.h"

namespace licet::api {
namespace {

using GetSessionTokenTest = IamTest;

TEST_F(GetSessionTokenTest, GivesCredentialsThatEnd) {
    const auto expires = [&](const model::Principal& who, const std::string& request) {
        const auto reply = world.must(who, "sts", "GetSessionToken", request);
        EXPECT_EQ(reply.text("Credentials.AccessKeyId").substr(0, 4), "ASIA");
        EXPECT_EQ(reply.text("Credentials.SecretAccessKey").size(), 40U);
        EXPECT_FALSE(reply.text("Credentials.SessionToken").empty());
        EXPECT_FALSE(reply.recorded);
        return reply.text("Credentials.Expiration");
    };
    EXPECT_EQ(expires(world.admin(), "{}"), "1790043200");
    EXPECT_EQ(expires(world.admin(), R"({"DurationSeconds":900})"), "1790000900");
    EXPECT_EQ(expires(world.admin(), R"({"DurationSeconds":129600})"), "1790129600");
    EXPECT_EQ(expires(stranger(), R"({"DurationSeconds":129600})"), "1790003600");
}

TEST_F(GetSessionTokenTest, RefusesWithTheDocumentedErrors) {
    const auto refused = [&](const model::Principal& who, const std::string& request) {
        return refusal(who, "sts", "GetSessionToken", request);
    };
    make_role("ops", anyone);
    EXPECT_EQ(refused(session("ops"), "{}"), "AccessDenied");
    auto temporary = world.admin();
    temporary.session_expires_at = world.clock().now() + std::chrono::hours{1};
    EXPECT_EQ(refused(temporary, "{}"), "AccessDenied");
    EXPECT_EQ(refused(world.admin(), R"({"DurationSeconds":899})"), "ValidationError");
    EXPECT_EQ(refused(world.admin(), R"({"DurationSeconds":129601})"), "ValidationError");
    EXPECT_EQ(refused(world.admin(), R"({"SerialNumber":"GAHT12345678","TokenCode":"123456"})"),
              "AccessDenied");
}

}  // namespace
}  // namespace licet::api
