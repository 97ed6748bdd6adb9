// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/token_fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct GetAccessTokenTest : TokenTest {
    std::string refused(const std::string& token, const std::string& more = "") {
        return refusal(nobody, "GetAccessToken", with_token(token, more));
    }
};

/// Source: rule CO-10.
TEST_F(GetAccessTokenTest, GivesTheBearerATokenForAnHour) {
    const auto created = create_token(
        R"(,"TokenProperties":["gold"],"RoleArns":["arn:aws:iam::111111111111:role/r"])");
    world.clock().advance(std::chrono::hours{5});
    const auto reply = must(nobody, "GetAccessToken", with_token(created.text("Token")));
    EXPECT_FALSE(reply.recorded);
    const auto claims = claims_of(reply.text("AccessToken"));
    EXPECT_EQ(claims.token_use, model::TokenUse::access);
    EXPECT_EQ(claims.iat, 1'790'000'000 + 5 * 3'600);
    EXPECT_EQ(claims.exp, claims.iat + 3'600);
    EXPECT_EQ(claims.sub, created.text("TokenId"));
    EXPECT_EQ(claims.aud, license);
    EXPECT_THAT(claims.amr,
                ElementsAre("gold", "aws:license-manager:token-issuer-account-id:111111111111"));
    EXPECT_THAT(claims.role_arns, ElementsAre("arn:aws:iam::111111111111:role/r"));
}

TEST_F(GetAccessTokenTest, NeverOutlivesTheRefreshToken) {
    const auto token = create_token(R"(,"ExpirationInDays":1)").text("Token");
    world.clock().advance(std::chrono::hours{24} - std::chrono::minutes{5});
    const auto claims = claims_of(access_token(token));
    EXPECT_EQ(claims.exp, claims.iat + 300);
    world.clock().advance(std::chrono::minutes{5} - Milliseconds{1});
    access_token(token);
    world.clock().advance(Milliseconds{1});
    EXPECT_EQ(refused(token), "AccessDeniedException");
}

TEST_F(GetAccessTokenTest, WhoSignsMayAsWellInTheHomeRegion) {
    const auto token = create_token().text("Token");
    EXPECT_EQ(refusal(b, "GetAccessToken", with_token(token)), "");
    EXPECT_EQ(refusal(b, "GetAccessToken", with_token(token), "eu-west-1"), "ValidationException");
}

TEST_F(GetAccessTokenTest, ChecksThePropertiesThatAreNamed) {
    const auto token = create_token(R"(,"TokenProperties":["gold","7"])").text("Token");
    EXPECT_EQ(refused(token, R"(,"TokenProperties":["7"])"), "");
    EXPECT_EQ(refused(token, R"(,"TokenProperties":["7","silver"])"), "ValidationException");
    EXPECT_EQ(refused(token, R"(,"TokenProperties":["aws:license-manager:)"
                             R"(token-issuer-account-id:111111111111"])"),
              "ValidationException");
}

TEST_F(GetAccessTokenTest, BelievesNoTokenButOurs) {
    const auto token = create_token().text("Token");
    for (const auto& bad : {std::string{"x"}, std::string{"a.b.c"}, tampered(token),
                            unsigned_one(token), signed_by_another(token), access_token(token)}) {
        const auto reply = world.call(nobody, "license-manager", "GetAccessToken", with_token(bad));
        EXPECT_EQ(reply.error, "ValidationException") << bad;
        EXPECT_EQ(reply.message, "Invalid token: it is not one that License Manager gave out");
    }
    EXPECT_EQ(refused(""), "ValidationException");
    EXPECT_EQ(refused(std::string(4'097, 'x')), "ValidationException");
}

/// What the issuer signed for another purpose, or of a token that there is not, is no token.
TEST_F(GetAccessTokenTest, BelievesNoOtherPayloadOfTheIssuersKey) {
    const auto token = create_token().text("Token");
    const auto parsed = jws::parse(token).value();
    const auto signed_too = [&](const std::string& payload) {
        return jws::sign(sample::rsa_key(), parsed.key_id, payload);
    };
    EXPECT_EQ(refused(signed_too(parsed.payload)), "");
    const auto changed = [&](const std::string& from, const std::string& to) {
        auto payload = parsed.payload;
        payload.replace(payload.find(from), from.size(), to);
        return signed_too(payload);
    };
    for (const auto& bad :
         {signed_too("{}"), signed_too("x"), signed_too(R"({"licenseArn":")" + license + "\"}"),
          changed("https://openid", "https://other"), changed("license:l-", "license:l-0"),
          changed("\"t-", "\"t-00"), changed("\"token_use\"", "\"more\":1,\"token_use\"")}) {
        EXPECT_EQ(refused(bad), "ValidationException") << jws::parse(bad)->payload;
    }
}

TEST_F(GetAccessTokenTest, ADeletedTokenGivesNothing) {
    const auto created = create_token();
    delete_token(created.text("TokenId"));
    EXPECT_EQ(refused(created.text("Token")), "AccessDeniedException");
}

/// Source: rules LI-5, CO-9: the token is worth what its owner's right is worth now.
TEST_F(GetAccessTokenTest, GivesNothingWithoutTheRightBehindIt) {
    auto request = create_request(root_arn(b), "with");
    request.replace(request.find("\"CheckoutLicense\""), 17, R"("CreateToken")");
    const auto grant = must(world.admin(), "CreateGrant", request).text("GrantArn");
    set(b, grant, "ACTIVE");
    const auto token = must(b, "CreateToken", token_request()).text("Token");
    EXPECT_EQ(refused(token), "");
    set(world.admin(), grant, "DISABLED");
    EXPECT_EQ(refused(token), "AccessDeniedException");
    set(world.admin(), grant, "ACTIVE");
    EXPECT_EQ(refused(token), "");
    const auto id = model::parse_resource_arn(license, "license")->id;
    auto version = model::current(world.state().license.licenses.at(id));
    version.status = model::LicenseStatus::SUSPENDED;
    world.apply({model::LicenseVersionAdded{id, version}});
    EXPECT_EQ(refused(token), "AccessDeniedException");
}

/// A signature more does not hide the use of a token from the account that gave it out.
TEST_F(GetAccessTokenTest, TheOwnerSeesASignedUseToo) {
    const auto created = create_token();
    const auto sees = [&](const model::Principal& who) {
        return world.must(who, "cloudtrail", "LookupEvents",
                          R"({"LookupAttributes":[{"AttributeKey":"ResourceName",)"
                          R"("AttributeValue":")" +
                              created.text("TokenId") + R"("}]})");
    };
    must(b, "GetAccessToken", with_token(created.text("Token")));
    const auto owners = sees(world.admin());
    ASSERT_EQ(owners.count("Events"), 1U);
    EXPECT_THAT(owners.text("Events.0.CloudTrailEvent"), HasSubstr("WebIdentityUser"));
    const auto signers = sees(b);
    ASSERT_EQ(signers.count("Events"), 1U);
    EXPECT_THAT(signers.text("Events.0.CloudTrailEvent"), HasSubstr(b.arn));
    EXPECT_NE(signers.text("Events.0.EventId"), owners.text("Events.0.EventId"));
    must(world.admin(), "GetAccessToken", with_token(created.text("Token")));
    EXPECT_EQ(sees(world.admin()).count("Events"), 2U) << "once, where the signer is the owner";
}

TEST_F(GetAccessTokenTest, TheTokenIsNotInTheJournal) {
    const auto token = create_token().text("Token");
    access_token(token);
    const auto events = world.must(world.admin(), "cloudtrail", "LookupEvents",
                                   R"({"LookupAttributes":[{"AttributeKey":"EventName",)"
                                   R"("AttributeValue":"GetAccessToken"}]})");
    ASSERT_EQ(events.count("Events"), 1U) << "the owner of the token sees its use";
    const auto event = events.text("Events.0.CloudTrailEvent");
    EXPECT_THAT(event, Not(HasSubstr(token.substr(0, 40))));
    EXPECT_THAT(event, HasSubstr("HIDDEN_DUE_TO_SECURITY_REASONS"));
    EXPECT_THAT(event, HasSubstr("WebIdentityUser"));
}

}  // namespace
}  // namespace licet::api
