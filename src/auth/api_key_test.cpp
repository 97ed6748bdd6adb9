// SPDX-License-Identifier: Apache-2.0
#include "auth/api_key.h"

#include "auth/refusal.h"
#include "auth/sigv4_fixture.h"
#include "base/encoding.h"
#include "model/identity/api_key.h"

#include <gtest/gtest.h>

namespace licet::auth {
namespace {

struct ApiKeyTest : ::testing::Test {
    FakeCredentials source;
    SeededRandom random{1};
    const std::string alias = "ada-at-123456789012";
    const model::ApiKeySecret secret = model::new_api_key(alias, random);

    ApiKeyTest() {
        source.api_keys[alias] = {.salt = from_base64(secret.salt).value(),
                                  .hash = from_base64(secret.hash).value(),
                                  .active = true,
                                  .expires_at = kTestTime + Milliseconds{1},
                                  .principal = FakeCredentials::test_user()};
    }

    std::string refusal_of(std::string_view key, Time now = kTestTime) const {
        const auto result = authenticate_api_key(key, source, now);
        return result.ok() ? "" : result.error().message;
    }
};

/// What a request with these headers shows as API key.
std::string presented(const std::vector<HeaderView>& headers, std::string_view query = {}) {
    SignedRequest request;
    request.headers = headers;
    request.query = query;
    return std::string{presented_api_key(request).value_or("none")};
}

TEST_F(ApiKeyTest, ProvesItsUser) {
    const auto result = authenticate_api_key(secret.key, source, kTestTime);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->principal, FakeCredentials::test_user());
}

TEST_F(ApiKeyTest, ThatIsMalformedUnknownWrongOrInactiveIsRefusedInTheSameWords) {
    const auto words = refuse(Refusal::invalid_api_key).message;
    const auto text = [](const std::string& pair) { return "ABSK" + to_base64(as_bytes(pair)); };
    const auto right = model::read_api_key(secret.key)->secret;
    for (const auto& key :
         {std::string{}, std::string{"ABSK"}, std::string{"no key"}, secret.key.substr(4),
          secret.key + "A", text(alias), text(alias + ":"), text(alias + ":" + right + "A"),
          text(alias + ":" + right.substr(1)), text("eve-at-123456789012:" + right),
          text(":" + right), model::new_api_key(alias, random).key}) {
        EXPECT_EQ(refusal_of(key), words) << key;
    }
    source.api_keys[alias].active = false;
    EXPECT_EQ(refusal_of(secret.key), words);
}

TEST_F(ApiKeyTest, ExpiresAtItsTimeAndSaysSoOnlyToWhoHasTheSecret) {
    const Time end = kTestTime + Milliseconds{1};
    EXPECT_EQ(refusal_of(secret.key), "");
    EXPECT_EQ(refusal_of(secret.key, end), refuse(Refusal::expired_api_key).message);
    EXPECT_EQ(refusal_of(model::new_api_key(alias, random).key, end),
              refuse(Refusal::invalid_api_key).message);
    source.api_keys[alias].active = false;
    EXPECT_EQ(refusal_of(secret.key, end), refuse(Refusal::invalid_api_key).message);
}

TEST_F(ApiKeyTest, IsAlteredInNoCharacterWithoutBeingRefused) {
    for (std::size_t i = 0; i < secret.key.size(); ++i) {
        std::string other = secret.key;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        EXPECT_NE(refusal_of(other), "") << i;
    }
}

TEST(PresentedApiKey, IsABearerTokenOrAnApiKeyHeaderAlone) {
    EXPECT_EQ(presented({{"authorization", "Bearer abc"}}), "abc");
    EXPECT_EQ(presented({{"authorization", "bearer   abc "}}), "abc");
    EXPECT_EQ(presented({{"authorization", "Bearer "}}), "");
    EXPECT_EQ(presented({{"x-api-key", "abc"}}), "abc");
    EXPECT_EQ(presented({{"authorization", "AWS4-HMAC-SHA256 x"}}), "none");
    EXPECT_EQ(presented({{"authorization", "Bearerabc"}}), "none");
    EXPECT_EQ(presented({{"authorization", "Basic abc"}}), "none");
    EXPECT_EQ(presented({{"authorization", ""}}), "none");
    EXPECT_EQ(presented({{"authorization", "AWS4-HMAC-SHA256 x"}, {"x-api-key", "abc"}}), "none");
    EXPECT_EQ(presented({{"x-api-key", "abc"}, {"authorization", "Bearer def"}}), "def");
    EXPECT_EQ(presented({{"x-api-key", "abc"}}, "X-Amz-Signature=1"), "none");
    EXPECT_EQ(presented({}), "none");
}

}  // namespace
}  // namespace licet::auth
