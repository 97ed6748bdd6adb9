// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/fixture_test.h"
#include "base/encoding.h"
#include "base/jws.h"
#include "base/sample_rsa_keys_test.h"
#include "model/token/claims.h"

namespace licet::api {

/// Tokens of the management account's license of product `prod-a`. Source: rule CO-10.
struct TokenTest : LicenseManagerTest {
    const model::Principal nobody{.kind = model::PrincipalKind::web_identity,
                                  .account = {},
                                  .arn = {},
                                  .id = {},
                                  .name = {},
                                  .access_key_id = {},
                                  .role_id = {},
                                  .session_expires_at = {}};

    std::string token_request(const std::string& more = "") {
        return R"({"ClientToken":"t)" + std::to_string(++tokens) + R"(","LicenseArn":")" + license +
               R"(")" + more + "}";
    }
    testing::Reply create_token(const std::string& more = "") {
        return must(world.admin(), "CreateToken", token_request(more));
    }
    static std::string with_token(const std::string& token, const std::string& more = "") {
        return R"({"Token":")" + token + R"(")" + more + "}";
    }
    std::string access_token(const std::string& refresh) {
        return must(nobody, "GetAccessToken", with_token(refresh)).text("AccessToken");
    }
    void delete_token(const std::string& id) {
        must(world.admin(), "DeleteToken", R"({"TokenId":")" + id + R"("})");
    }

    /// What the token says, its signature held against the keys that GetSigningKeys shows.
    model::TokenClaims claims_of(const std::string& token) {
        const auto parsed = jws::parse(token);
        EXPECT_TRUE(parsed.ok());
        if (!parsed.ok()) {
            return {};
        }
        const auto keys =
            world.must(nobody, "licet", "GetSigningKeys", R"({"account":"111111111111"})");
        EXPECT_EQ(keys.text("keys.0.kid"), parsed->key_id);
        EXPECT_TRUE(jws::verify(*parsed, {keys.text("keys.0.n"), keys.text("keys.0.e")}).ok());
        const auto claims = model::read_claims(parsed->payload);
        EXPECT_TRUE(claims.ok());
        return claims.ok() ? *claims : model::TokenClaims{};
    }

    /// The token with other claims under the signature that it had.
    static std::string tampered(const std::string& token) {
        const auto first = token.find('.');
        const auto second = token.find('.', first + 1);
        auto payload = from_base64url(token.substr(first + 1, second - first - 1)).value();
        payload.replace(payload.find("\"exp\":"), 7, "\"exp\":9");
        return token.substr(0, first + 1) + to_base64url(as_bytes(payload)) + token.substr(second);
    }
    /// The token with a header that asks for no signature.
    static std::string unsigned_one(const std::string& token) {
        const auto first = token.find('.');
        const auto second = token.find('.', first + 1);
        const std::string_view header = R"({"alg":"none","typ":"JWT","kid":"k"})";
        return to_base64url(as_bytes(header)) + token.substr(first, second - first + 1);
    }
    /// The token's claims, signed by a key of somebody else under this key's name.
    static std::string signed_by_another(const std::string& token) {
        const auto parsed = jws::parse(token).value();
        return jws::sign(sample::rsa_key(sample::kOtherRsaKey), parsed.key_id, parsed.payload);
    }
};

}  // namespace licet::api
