// SPDX-License-Identifier: Apache-2.0
#include "model/token/create_token.h"
#include "api/license_manager/seller_fixture_test.h"
#include "api/license_manager/token_fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Source: rule CO-10.
TEST_F(TokenTest, IsAJwtForTheLicenseThatLastsAYear) {
    const auto reply = create_token();
    EXPECT_TRUE(reply.recorded);
    EXPECT_EQ(reply.text("TokenType"), "REFRESH_TOKEN");
    const auto claims = claims_of(reply.text("Token"));
    EXPECT_EQ(claims.iss, "https://openid-license-manager.amazonaws.com");
    EXPECT_EQ(claims.sub, reply.text("TokenId"));
    EXPECT_EQ(claims.aud, license);
    EXPECT_THAT(claims.amr,
                ElementsAre("aws:license-manager:token-issuer-account-id:111111111111"));
    EXPECT_EQ(claims.iat, 1'790'000'000);
    EXPECT_EQ(claims.exp, 1'790'000'000 + 365 * 86'400);
    EXPECT_EQ(claims.token_use, model::TokenUse::refresh);
}

TEST_F(TokenTest, CarriesWhatItsCreatorSays) {
    const auto reply = create_token(R"(,"ExpirationInDays":1,"TokenProperties":["gold","7"],)"
                                    R"("RoleArns":["arn:aws:iam::111111111111:role/r"])");
    const auto claims = claims_of(reply.text("Token"));
    EXPECT_THAT(
        claims.amr,
        ElementsAre("gold", "7", "aws:license-manager:token-issuer-account-id:111111111111"));
    EXPECT_EQ(claims.exp, 1'790'000'000 + 86'400);
    EXPECT_THAT(claims.role_arns, ElementsAre("arn:aws:iam::111111111111:role/r"));
}

/// Roles trust an account by an element of `amr`: nobody may put another account's there.
TEST_F(TokenTest, PropertiesCannotPassForAnotherIssuer) {
    for (const auto* property :
         {"aws:license-manager:token-issuer-account-id:222222222222", "aws:", "AWS:license-manager",
          "x:token-issuer-account-id:222222222222", "Token-Issuer-Account-Id:"}) {
        EXPECT_EQ(
            refusal(world.admin(), "CreateToken",
                    token_request(R"(,"TokenProperties":[")" + std::string{property} + R"("])")),
            "ValidationException")
            << property;
    }
}

/// Source: rules GR-33, CO-10: the same ClientToken, the same token.
TEST_F(TokenTest, IsMadeOnceForAClientToken) {
    const auto request = token_request();
    const auto first = must(world.admin(), "CreateToken", request);
    const auto again = must(world.admin(), "CreateToken", request);
    EXPECT_FALSE(again.recorded);
    EXPECT_EQ(again.text("TokenId"), first.text("TokenId"));
    EXPECT_EQ(jws::parse(again.text("Token"))->signing_input,
              jws::parse(first.text("Token"))->signing_input);
    claims_of(again.text("Token"));
    auto other = request;
    other.insert(other.size() - 1, R"(,"ExpirationInDays":2)");
    EXPECT_EQ(refusal(world.admin(), "CreateToken", other), "ValidationException");
}

/// A token that is of no use any more is not given out again.
TEST_F(TokenTest, IsNotGivenAgainOnceItIsDead) {
    const auto deleted = token_request();
    delete_token(must(world.admin(), "CreateToken", deleted).text("TokenId"));
    EXPECT_EQ(refusal(world.admin(), "CreateToken", deleted), "ValidationException");
    const auto expired = token_request(R"(,"ExpirationInDays":1)");
    must(world.admin(), "CreateToken", expired);
    world.clock().advance(std::chrono::hours{24} - Milliseconds{1});
    EXPECT_EQ(refusal(world.admin(), "CreateToken", expired), "");
    world.clock().advance(Milliseconds{1});
    EXPECT_EQ(refusal(world.admin(), "CreateToken", expired), "ValidationException");
}

TEST_F(TokenTest, TheAccountsKeyIsMadeOnce) {
    const auto keys = [&] {
        std::size_t made = 0;
        for (const auto& record : world.records()) {
            for (const auto& event : record.events) {
                made += std::holds_alternative<model::IssuerKeyCreated>(event) ? 1 : 0;
            }
        }
        return made;
    };
    EXPECT_EQ(keys(), 0U);
    create_token();
    create_token();
    EXPECT_EQ(keys(), 1U);
}

/// A request that is refused makes no key, however often it comes.
TEST_F(TokenTest, ARefusedRequestTakesNoKey) {
    const auto roles = R"(,"RoleArns":[")" + std::string(2'048, 'r') + R"(",")" +
                       std::string(2'048, 's') + R"("])";
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(refusal(world.admin(), "CreateToken", token_request(roles)),
                  "ValidationException");
    }
    EXPECT_EQ(refusal(a, "CreateToken", token_request()), "ResourceNotFoundException");
    EXPECT_EQ(world.new_keys().taken, 0);
    create_token();
    create_token();
    EXPECT_EQ(world.new_keys().taken, 1);
}

/// The engine waits for no key.
TEST_F(TokenTest, IsRefusedWhileThereIsNoKey) {
    const auto request = token_request();
    world.new_keys().ready = false;
    EXPECT_EQ(refusal(world.admin(), "CreateToken", request), "ServerInternalException");
    world.new_keys().ready = true;
    must(world.admin(), "CreateToken", request);
    world.new_keys().ready = false;  // the account has its own by now
    create_token();
}

/// The text of a token, the private key and what would give either are in no record.
TEST_F(TokenTest, KeepsSecretsOutOfTheLog) {
    const auto token = create_token().text("Token");
    access_token(token);
    const auto signature = token.substr(token.rfind('.') + 1);
    const auto key = to_base64(as_bytes(sample::rsa_key().pkcs8()));
    for (const auto& record : world.records()) {
        const auto line = engine::encode(record);
        EXPECT_THAT(line, Not(HasSubstr(signature)));
        EXPECT_THAT(line, Not(HasSubstr(key.substr(100, 60))));
    }
}

/// Source: rules CO-10, CO-9: the grant must be ACTIVE and allow CreateToken.
TEST_F(TokenTest, NeedsAnActiveGrantThatAllowsIt) {
    EXPECT_EQ(refusal(a, "CreateToken", token_request()), "ResourceNotFoundException");
    const auto without = create(root_arn(a));
    set(world.admin(), without, "ACTIVE");
    EXPECT_EQ(refusal(a, "CreateToken", token_request()), "AccessDeniedException");
    auto request = create_request(root_arn(b), "with");
    request.replace(request.find("\"CheckoutLicense\""), 17, R"("CreateToken")");
    const auto with = must(world.admin(), "CreateGrant", request).text("GrantArn");
    EXPECT_EQ(refusal(b, "CreateToken", token_request()), "AccessDeniedException");
    set(b, with, "ACTIVE");
    const auto claims = model::read_claims(
        jws::parse(must(b, "CreateToken", token_request()).text("Token"))->payload);
    EXPECT_THAT(claims->amr,
                ElementsAre("aws:license-manager:token-issuer-account-id:" + b.account.text()));
    set(b, with, "DISABLED");
    EXPECT_EQ(refusal(b, "CreateToken", token_request()), "AccessDeniedException");
}

/// Source: rules CO-10, LI-6: the issuer of a license needs no grant of it.
TEST_F(SellerApiTest, TheIssuerOfALicenseMayCreateTokensOfIt) {
    const auto request = [&](const std::string& arn) {
        return of(arn, R"(,"ClientToken":"t)" + std::to_string(++tokens) + R"(")");
    };
    const auto arn = issue();
    must(a, "CreateToken", request(arn));
    EXPECT_EQ(refusal(b, "CreateToken", request(arn)), "ResourceNotFoundException");
    share(arn);  // without CreateToken
    EXPECT_EQ(refusal(b, "CreateToken", request(arn)), "AccessDeniedException");
    must(a, "CreateLicenseVersion", revision(arn, "SUSPENDED"));
    EXPECT_EQ(refusal(a, "CreateToken", request(arn)), "AccessDeniedException");
}

/// Source: rule CO-10: only in the home region.
TEST_F(TokenTest, IsRedirectedHome) {
    const auto reply =
        world.call(world.admin(), "license-manager", "CreateToken", token_request(), "eu-west-1");
    EXPECT_EQ(reply.error, "RedirectException");
    EXPECT_THAT(reply.error_members,
                ElementsAre(std::pair<std::string, std::string>{"Location", "us-east-1"}));
    EXPECT_FALSE(reply.recorded);
}

TEST_F(TokenTest, RequestsAreBounded) {
    for (const auto* more : {R"(,"ExpirationInDays":0)", R"(,"ExpirationInDays":3651)",
                             R"(,"TokenProperties":["1","2","3","4"])", R"(,"RoleArns":[""])",
                             R"(,"RoleArns":["1","2","3","4","5","6","7","8","9","10","11"])"}) {
        EXPECT_EQ(refusal(world.admin(), "CreateToken", token_request(more)), "ValidationException")
            << more;
    }
    EXPECT_EQ(refusal(world.admin(), "CreateToken",
                      token_request(R"(,"RoleArns":[")" + std::string(2'048, 'r') + R"(",")" +
                                    std::string(2'048, 's') + R"("])")),
              "ValidationException");
    EXPECT_EQ(refusal(world.admin(), "CreateToken", "{}"), "ValidationException");
    license = "arn:aws:iam::111111111111:root";
    EXPECT_EQ(refusal(world.admin(), "CreateToken", token_request()), "ValidationException");
    expect_role_required("CreateToken", token_request());
}

TEST_F(TokenTest, AreLimitedInNumberUntilOneIsDeleted) {
    const auto id = create_token().text("TokenId");
    const auto token = world.state().token.tokens.begin()->second;
    model::Events events;
    for (std::size_t i = 1; i < model::kTokensMax; ++i) {
        events.emplace_back(model::TokenCreated{Id128::random(world.random()), token});
    }
    world.apply(events);
    EXPECT_EQ(refusal(world.admin(), "CreateToken", token_request()),
              "ResourceLimitExceededException");
    delete_token(id);
    create_token();
}

}  // namespace
}  // namespace licet::api
