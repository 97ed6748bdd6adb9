// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/token_fixture_test.h"

namespace licet::api {
namespace {

TEST_F(TokenTest, KeysOfAnIssuerAreShownToAnybody) {
    const auto keys_of = [&](const std::string& account) {
        return world.must(nobody, "licet", "GetSigningKeys", R"({"account":")" + account + "\"}");
    };
    EXPECT_EQ(keys_of("111111111111").body, R"({"keys":[]})");
    create_token();
    const auto key = sample::rsa_key().public_key();
    EXPECT_EQ(keys_of("111111111111").body,
              R"({"keys":[{"kty":"RSA","use":"sig","alg":"PS384","kid":")" + thumbprint(key) +
                  R"(","n":")" + key.n + R"(","e":"AQAB"}]})");
    EXPECT_EQ(keys_of(b.account.text()).body, R"({"keys":[]})");
    EXPECT_EQ(world.call(nobody, "licet", "GetSigningKeys", "{}").error, "ValidationException");
    EXPECT_EQ(world.call(nobody, "licet", "GetSigningKeys", R"({"account":"x"})").error,
              "ValidationException");
}

}  // namespace
}  // namespace licet::api
