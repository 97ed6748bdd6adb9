// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;

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
         {R"(,"Policy":"{}")", R"(,"PolicyArns":[{"arn":"a"}])", R"(,"SourceIdentity":"a b")",
          R"(,"Tags":[{"Key":"k","Value":"v"}])", R"(,"TransitiveTagKeys":["k"])",
          R"(,"ProvidedContexts":[{"ProviderArn":"a","ContextAssertion":"b"}])"}) {
        EXPECT_EQ(refused(world.admin(), arn, more), "ValidationError") << more;
    }
    EXPECT_EQ(refused(world.admin(), arn, R"(,"TokenCode":"123456")"), "AccessDenied");
}

/// Source: STS API Reference, "AssumeRole", SourceIdentity; IAM User Guide, "Monitor and control
/// actions taken with assumed roles".
struct SourceIdentityTest : AssumeRoleTest {
    const std::string ada = R"(,"SourceIdentity":"Ada")";
    const std::string open = R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}})";
    const std::string by_account =
        R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:*"}})";

    std::string message(const model::Principal& who, const std::string& arn,
                        const std::string& more = "") {
        return world.call(who, "sts", "AssumeRole", request(arn, more)).message;
    }
};

TEST_F(SourceIdentityTest, IsAnsweredAndNeededInTrustAndIdentityPolicy) {
    const auto arn = make_role("ops", by_account);
    const auto reply = world.must(world.admin(), "sts", "AssumeRole", request(arn, ada));
    EXPECT_EQ(reply.text("SourceIdentity"), "Ada");
    EXPECT_FALSE(
        world.must(world.admin(), "sts", "AssumeRole", request(arn)).has("SourceIdentity"));

    const auto untrusting = make_role("untrusting", anyone);
    EXPECT_THAT(message(world.admin(), untrusting, ada),
                HasSubstr("to perform: sts:SetSourceIdentity on resource: " + untrusting));
    EXPECT_EQ(message(world.admin(), untrusting), "");

    const auto bob = testing::add_user(world, world.admin().account, "bob");
    testing::give(world, bob, testing::allowing("sts:AssumeRole", arn));
    EXPECT_EQ(message(bob, arn), "");
    EXPECT_THAT(message(bob, arn, ada),
                HasSubstr("no identity-based policy allows the sts:SetSourceIdentity action"));
    testing::give(
        world, bob,
        testing::allowing("sts:*", arn,
                          R"(,"Condition":{"StringEquals":{"sts:SourceIdentity":"Ada"}})"));
    EXPECT_EQ(message(bob, arn, ada), "");
    EXPECT_NE(message(bob, arn, R"(,"SourceIdentity":"Bob")"), "");
}

TEST_F(SourceIdentityTest, StaysWithAChainOfSessions) {
    const auto first = make_role("first", open);
    const auto second = make_role("second", open);
    const auto closed = make_role("closed", anyone);
    auto chained = session("first");
    chained.source_identity = "Ada";
    chained.session_issued_at = world.clock().now();
    EXPECT_EQ(world.must(chained, "sts", "AssumeRole", request(second)).text("SourceIdentity"),
              "Ada");
    EXPECT_EQ(message(chained, second, ada), "");
    for (const auto& refused :
         {message(chained, second, R"(,"SourceIdentity":"Bob")"), message(chained, closed)}) {
        EXPECT_THAT(refused, HasSubstr("not authorized to perform: sts:SetSourceIdentity"));
    }
}

/// IAM User Guide, "How AWS enforcement code logic evaluates requests".
TEST_F(AssumeRoleTest, ABoundaryBindsARoleThatIsNamedButNoUser) {
    const auto named = [](const std::string& principal) {
        return R"({"Statement":{"Effect":"Allow","Principal":{"AWS":")" + principal +
               R"("},"Action":"sts:AssumeRole"}})";
    };
    const auto bob = testing::add_user(world, world.admin().account, "bob");
    const auto runner = make_role("runner", anyone);
    const auto run = session("runner");
    const auto of_role = make_role("of-role", named(runner));
    const auto of_session = make_role("of-session", named(run.arn));
    const auto of_user = make_role("of-user", named(bob.arn));
    EXPECT_EQ(refused(run, of_role), "");
    const std::string boundary =
        R"("PermissionsBoundary":"arn:aws:iam::aws:policy/AmazonBedrockFullAccess"})";
    must("PutRolePermissionsBoundary", R"({"RoleName":"runner",)" + boundary);
    must("PutUserPermissionsBoundary", R"({"UserName":"bob",)" + boundary);
    EXPECT_EQ(refused(run, of_role), "AccessDenied");
    EXPECT_EQ(refused(run, of_session), "");
    EXPECT_EQ(refused(bob, of_user), "");
}

TEST_F(AssumeRoleTest, EndsWithTheAccountThatHasTheRole) {
    const auto arn = make_role("ops", anyone);
    world.apply(
        {model::AccountStateChanged{world.admin().account, model::AccountState::SUSPENDED}});
    EXPECT_EQ(refused(world.admin(), arn), "AccessDenied");
}

}  // namespace
}  // namespace licet::api
