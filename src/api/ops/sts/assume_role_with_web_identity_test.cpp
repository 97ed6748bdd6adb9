// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/token_fixture_test.h"
#include "base/json_writer.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kAmr =
    R"("ForAnyValue:StringLike":{"openid-license-manager.amazonaws.com:amr":)"
    R"("aws:license-manager:token-issuer-account-id:111111111111"})";

/// Source: rules CO-10, ST-1.
struct AssumeRoleWithWebIdentityTest : TokenTest {
    std::string refresh;
    std::string refresh_id;

    /// A role whose trust policy is the seller guide's.
    std::string make_role(const std::string& name, std::string_view condition = kAmr) {
        return make_role(world.admin(), name, condition);
    }
    std::string make_role(const model::Principal& owner, const std::string& name,
                          std::string_view condition = kAmr) {
        std::string document =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
            R"("Principal":{"Federated":"openid-license-manager.amazonaws.com"},)"
            R"("Action":"sts:AssumeRoleWithWebIdentity","Condition":{)";
        document += std::string{condition} + "}}]}";
        std::string request;
        JsonWriter json{request};
        json.begin_object().member("RoleName", name).member("AssumeRolePolicyDocument", document);
        json.end_object();
        return world.must(owner, "iam", "CreateRole", request).text("Role.Arn");
    }
    std::string token(const std::string& more = "") {
        const auto created = create_token(more);
        refresh = created.text("Token");
        refresh_id = created.text("TokenId");
        return access_token(refresh);
    }
    static std::string request(const std::string& role, const std::string& token,
                               const std::string& more = "") {
        return R"({"RoleArn":")" + role + R"(","RoleSessionName":"s-1","WebIdentityToken":")" +
               token + R"(")" + more + "}";
    }
    testing::Reply call(const std::string& role, const std::string& token,
                        const std::string& more = "") {
        return world.call(nobody, "sts", "AssumeRoleWithWebIdentity", request(role, token, more));
    }
    std::string refused(const std::string& role, const std::string& token,
                        const std::string& more = "") {
        const auto reply = call(role, token, more);
        EXPECT_THAT(reply.message, Not(HasSubstr(token)));
        return reply.error;
    }
};

TEST_F(AssumeRoleWithWebIdentityTest, GivesCredentialsOfTheRole) {
    const auto role = make_role("consumer");
    const auto access = token();
    const auto reply = call(role, access);
    ASSERT_TRUE(reply.ok()) << reply.message;
    EXPECT_FALSE(reply.recorded);
    EXPECT_EQ(reply.text("SubjectFromWebIdentityToken"), refresh_id);
    EXPECT_EQ(reply.text("Audience"), license);
    EXPECT_EQ(reply.text("Provider"), "openid-license-manager.amazonaws.com");
    EXPECT_EQ(reply.text("AssumedRoleUser.Arn"),
              "arn:aws:sts::111111111111:assumed-role/consumer/s-1");
    EXPECT_EQ(reply.text("Credentials.AccessKeyId").substr(0, 4), "ASIA");
    EXPECT_EQ(reply.text("Credentials.Expiration"), "1790003600");
    EXPECT_EQ(call(role, access, R"(,"DurationSeconds":900)").text("Credentials.Expiration"),
              "1790000900");
    EXPECT_EQ(refused(role, access, R"(,"DurationSeconds":3601)"), "ValidationError");
}

TEST_F(AssumeRoleWithWebIdentityTest, AsksTheRolesPolicy) {
    const auto access = token(R"(,"TokenProperties":["gold"])");
    const auto on = [](const std::string& compare, const std::string& claim,
                       const std::string& value) {
        return "\"" + compare + R"(":{"openid-license-manager.amazonaws.com:)" + claim + R"(":")" +
               value + "\"}";
    };
    const auto answer = [&](const std::string& name, const std::string& condition) {
        return refused(make_role(name, condition), access);
    };
    EXPECT_EQ(answer("aud", on("StringEquals", "aud", license)), "");
    EXPECT_EQ(answer("amr", on("ForAnyValue:StringEquals", "amr", "gold")), "");
    EXPECT_EQ(answer("sub", on("StringEquals", "sub", refresh_id)), "");
    EXPECT_EQ(answer("other-aud", on("StringEquals", "aud", "x")), "AccessDenied");
    EXPECT_EQ(answer("other-amr", on("ForAnyValue:StringEquals", "amr", "silver")), "AccessDenied");
    EXPECT_EQ(answer("other-sub", on("StringEquals", "sub", "x")), "AccessDenied");
}

TEST_F(AssumeRoleWithWebIdentityTest, LooksTheSameForUnknownAndUntrustingRoles) {
    const auto access = token();
    const auto other = make_role("other", R"("StringEquals":{"sts:ExternalId":"x"})");
    for (const auto& role : {other, std::string{"arn:aws:iam::111111111111:role/none"},
                             std::string{"arn:aws:iam::333333333333:role/none"}}) {
        const auto reply = call(role, access);
        EXPECT_EQ(reply.error, "AccessDenied");
        EXPECT_EQ(reply.message, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    EXPECT_EQ(refused("arn:aws:iam::111111111111:user/admin", access), "ValidationError");
}

TEST_F(AssumeRoleWithWebIdentityTest, TheRoleIsAmongThoseOfTheToken) {
    const auto one = make_role("one");
    const auto two = make_role("two");
    const auto access = token(R"(,"RoleArns":[")" + one + "\"]");
    EXPECT_EQ(refused(one, access), "");
    EXPECT_EQ(refused(two, access), "AccessDenied");
}

TEST_F(AssumeRoleWithWebIdentityTest, BelievesNoTokenButOurAccessTokens) {
    const auto role = make_role("consumer");
    const auto access = token();
    for (const auto& bad : {std::string{"none"}, tampered(access), unsigned_one(access),
                            signed_by_another(access), refresh}) {
        EXPECT_EQ(refused(role, bad), "InvalidIdentityToken") << bad;
    }
}

TEST_F(AssumeRoleWithWebIdentityTest, ATokenEndsAfterItsHour) {
    const auto role = make_role("consumer");
    const auto access = token();
    world.clock().advance(std::chrono::hours{1} - Milliseconds{1});
    EXPECT_EQ(refused(role, access), "");
    world.clock().advance(Milliseconds{1});
    EXPECT_EQ(refused(role, access), "ExpiredTokenException");
}

TEST_F(AssumeRoleWithWebIdentityTest, ADeletedTokensBearerGetsNothing) {
    const auto role = make_role("consumer");
    const auto access = token();
    delete_token(refresh_id);
    EXPECT_EQ(refused(role, access), "IDPRejectedClaim");
}

TEST_F(AssumeRoleWithWebIdentityTest, RefusesWhatItWouldHaveToIgnore) {
    const auto role = make_role("consumer");
    const auto access = token();
    for (const auto* more : {R"(,"Policy":"{}")", R"(,"ProviderId":"www.amazon.com")",
                             R"(,"PolicyArns":[{"arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}])",
                             R"(,"DurationSeconds":899)"}) {
        EXPECT_EQ(refused(role, access, more), "ValidationError") << more;
    }
}

/// Who signs besides does not hide that the token was used. Source: rule CO-10.
TEST_F(AssumeRoleWithWebIdentityTest, EveryAccountConcernedSeesASignedCallToo) {
    const auto access = token();
    world.must(b, "sts", "AssumeRoleWithWebIdentity", request(make_role(a, "consumer"), access));
    for (const auto& who : {world.admin(), a, b}) {  // of the token, the role, the signature
        const auto events = world.must(who, "cloudtrail", "LookupEvents",
                                       R"({"LookupAttributes":[{"AttributeKey":"EventName",)"
                                       R"("AttributeValue":"AssumeRoleWithWebIdentity"}]})");
        ASSERT_EQ(events.count("Events"), 1U) << who.arn;
        const auto event = events.text("Events.0.CloudTrailEvent");
        EXPECT_THAT(event, HasSubstr(R"("ARN":")" + refresh_id + '"'));
        EXPECT_THAT(event, HasSubstr(R"("accountId":")" + who.account.text() + '"'));
        EXPECT_THAT(event, HasSubstr(who.account == b.account ? b.arn : "WebIdentityUser"));
    }
}

TEST_F(AssumeRoleWithWebIdentityTest, TheRolesAccountSeesTheCallButNotTheToken) {
    const auto access = token();
    ASSERT_TRUE(call(make_role("consumer"), access).ok());
    const auto events = world.must(world.admin(), "cloudtrail", "LookupEvents",
                                   R"({"LookupAttributes":[{"AttributeKey":"EventName",)"
                                   R"("AttributeValue":"AssumeRoleWithWebIdentity"}]})");
    ASSERT_EQ(events.count("Events"), 1U);
    const auto event = events.text("Events.0.CloudTrailEvent");
    EXPECT_THAT(event, Not(HasSubstr(access.substr(0, 40))));
    EXPECT_THAT(event, HasSubstr(R"("type":"WebIdentityUser")"));
    EXPECT_THAT(event,
                HasSubstr("openid-license-manager.amazonaws.com:" + license + ":" + refresh_id));
}

}  // namespace
}  // namespace licet::api
