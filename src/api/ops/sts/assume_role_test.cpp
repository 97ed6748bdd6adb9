// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

struct AssumeRoleTest : IamTest {
    static std::string request(const std::string& arn, const std::string& more = "") {
        return R"({"RoleArn":")" + arn + R"(","RoleSessionName":"s-1")" + more + "}";
    }
    std::string refused(const model::Principal& who, const std::string& arn,
                        const std::string& more = "") {
        return refusal(who, "sts", "AssumeRole", request(arn, more));
    }
};

TEST_F(AssumeRoleTest, GivesCredentialsOfTheRole) {
    const auto arn = make_role("ops", anyone, R"(,"Path":"/a/","MaxSessionDuration":43200)");
    const auto reply = world.must(world.admin(), "sts", "AssumeRole", request(arn));
    EXPECT_FALSE(reply.recorded);
    EXPECT_EQ(reply.text("AssumedRoleUser.Arn"), "arn:aws:sts::111111111111:assumed-role/ops/s-1");
    const auto role = must("GetRole", R"({"RoleName":"ops"})").text("Role.RoleId");
    EXPECT_EQ(reply.text("AssumedRoleUser.AssumedRoleId"), role + ":s-1");
    EXPECT_EQ(reply.text("Credentials.AccessKeyId").substr(0, 4), "ASIA");
    EXPECT_EQ(reply.text("Credentials.Expiration"), "1790003600");
    EXPECT_EQ(
        world.must(world.admin(), "sts", "AssumeRole", request(arn, R"(,"DurationSeconds":43200)"))
            .text("Credentials.Expiration"),
        "1790043200");
}

TEST_F(AssumeRoleTest, GivesTheManagementAccountTheRoleOfANewMember) {
    const auto member = world.create_account("member").account.text();
    const auto arn = "arn:aws:iam::" + member + ":role/OrganizationAccountAccessRole";
    EXPECT_EQ(refused(world.admin(), arn), "");
    auto other = world.admin();
    other.account = stranger().account;
    EXPECT_EQ(refused(other, arn), "AccessDenied");
}

TEST_F(AssumeRoleTest, LooksTheSameForUnknownAndUntrustedRoles) {
    const auto closed =
        make_role("closed", R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",)"
                            R"("Principal":{"Service":"ec2.amazonaws.com"}}})");
    for (const auto& arn :
         {closed, std::string{"arn:aws:iam::111111111111:role/none"},
          std::string{"arn:aws:iam::333333333333:role/none"},
          std::string{"arn:aws:iam::111111111111:role/x/closed"},
          std::string{"arn:aws:iam::111111111111:role/aws-service-role/"
                      "organizations.amazonaws.com/AWSServiceRoleForOrganizations"}}) {
        const auto reply = world.call(world.admin(), "sts", "AssumeRole", request(arn));
        EXPECT_EQ(reply.error, "AccessDenied");
        EXPECT_EQ(reply.message,
                  "User: arn:aws:iam::111111111111:user/admin is not authorized to "
                  "perform: sts:AssumeRole on resource: " +
                      arn);
    }
}

TEST_F(AssumeRoleTest, PassesTheExternalIdToThePolicy) {
    const auto arn = make_role(
        "ops", R"({"Statement":{"Effect":"Allow","Principal":"*","Action":)"
               R"("sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"ab"}}}})");
    EXPECT_EQ(refused(world.admin(), arn), "AccessDenied");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"ExternalId":"abc")"), "AccessDenied");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"ExternalId":"ab")"), "");
}

TEST_F(AssumeRoleTest, LimitsTheDuration) {
    const auto arn = make_role("ops", anyone, R"(,"MaxSessionDuration":7200)");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"DurationSeconds":7200)"), "");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"DurationSeconds":7201)"), "ValidationError");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"DurationSeconds":899)"), "ValidationError");
    EXPECT_EQ(refused(session("ops"), arn, R"(,"DurationSeconds":3600)"), "");
    EXPECT_EQ(refused(session("ops"), arn, R"(,"DurationSeconds":3601)"), "ValidationError");
}

TEST_F(AssumeRoleTest, RefusesWithTheDocumentedErrors) {
    const auto arn = make_role("ops", anyone);
    EXPECT_EQ(refused(stranger(), arn), "AccessDenied");
    EXPECT_EQ(refused(world.admin(), "arn:aws:iam::111111111111:user/admin"), "ValidationError");
    EXPECT_EQ(refused(world.admin(), "arn:aws:iam::1:role/a"), "ValidationError");
    EXPECT_EQ(refusal(world.admin(), "sts", "AssumeRole", R"({"RoleArn":")" + arn + R"("})"),
              "ValidationError");
    EXPECT_EQ(refused(world.admin(), arn, R"(,"ExternalId":"a b")"), "ValidationError");
    for (const auto* more :
         {R"(,"Policy":"{}")", R"(,"PolicyArns":[{"arn":"a"}])", R"(,"SourceIdentity":"me")",
          R"(,"Tags":[{"Key":"k","Value":"v"}])", R"(,"TransitiveTagKeys":["k"])",
          R"(,"ProvidedContexts":[{"ProviderArn":"a","ContextAssertion":"b"}])"}) {
        EXPECT_EQ(refused(world.admin(), arn, more), "ValidationError") << more;
    }
    EXPECT_EQ(refused(world.admin(), arn, R"(,"TokenCode":"123456")"), "AccessDenied");
}

TEST_F(AssumeRoleTest, EndsWithTheAccountThatHasTheRole) {
    const auto arn = make_role("ops", anyone);
    world.apply(
        {model::AccountStateChanged{world.admin().account, model::AccountState::SUSPENDED}});
    EXPECT_EQ(refused(world.admin(), arn), "AccessDenied");
}

}  // namespace
}  // namespace licet::api
