// SPDX-License-Identifier: Apache-2.0
#include "model/token/token.h"

#include "model/grant/grant_world_test.h"
#include "model/token/claims.h"

namespace licet::model {
namespace {

struct TokenStateTest : testing::Test {
    GrantWorld world;

    LicenseToken token(AccountId owner) {
        return {.owner = owner,
                .license = world.license,
                .key = "k",
                .role_arns = {},
                .properties = {"gold"},
                .created_at = world.now,
                .expires_at = world.now + std::chrono::days{1}};
    }
    static Id128 id(std::uint8_t last) {
        Id128 made;
        made.bytes.back() = last;
        return made;
    }
    IssuerKeyCreated key(const std::string& name, Time at) const {
        return {name, {world.management, "n", "AQAB", "sealed", at}};
    }
};

TEST_F(TokenStateTest, IsTheSameAfterARestart) {
    world.take({key("a", world.now), TokenCreated{id(1), token(world.management)},
                TokenCreated{id(2), token(world.management)},
                TokenCreated{id(3), token(world.in_root)}, TokenDeleted{id(2)}});
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(save(*restored), save(world.state));
    EXPECT_EQ(restored->token.by_owner, world.state.token.by_owner);
    EXPECT_EQ(restored->token.available, world.state.token.available);
    EXPECT_EQ(restored->token.issuer_keys.by_account, world.state.token.issuer_keys.by_account);
    EXPECT_EQ(restored->token.available.at(world.management), 1U);
}

TEST_F(TokenStateTest, CountsADeletedTokenOnce) {
    world.take({TokenCreated{id(1), token(world.in_root)}, TokenDeleted{id(1)}, TokenDeleted{id(1)},
                TokenDeleted{id(9)}});
    EXPECT_TRUE(world.state.token.available.empty());
    EXPECT_EQ(find_token(world.state.token, id(1))->status, TokenStatus::DELETED);
    EXPECT_EQ(tokens_of(world.state.token, world.in_root).size(), 1U);
    EXPECT_TRUE(tokens_of(world.state.token, world.in_outer).empty());
}

TEST_F(TokenStateTest, TheNewestKeySigns) {
    world.take(
        {key("b", world.now), key("a", world.now + std::chrono::days{1}), key("c", world.now)});
    const auto keys = issuer_keys_of(world.state.token.issuer_keys, world.management);
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_EQ(keys[0].id, "a");
    EXPECT_EQ(keys[1].id, "b");
    EXPECT_TRUE(issuer_keys_of(world.state.token.issuer_keys, world.in_root).empty());
}

TEST(TokenId, IsReadAsItIsWritten) {
    const Id128 id{{1, 2, 3}};
    EXPECT_EQ(token_id(id), "t-01020300000000000000000000000000");
    EXPECT_EQ(parse_token_id(token_id(id)).value(), id);
    for (const auto* bad :
         {"", "t-", "01020300000000000000000000000000", "l-01020300000000000000000000000000",
          "t-0102030000000000000000000000000", "t-0102030000000000000000000000000G"}) {
        EXPECT_FALSE(parse_token_id(bad).ok()) << bad;
    }
}

TEST(TokenClaims, AreReadAsTheyAreWrittenAndInFull) {
    const TokenClaims claims{.iss = "i", .sub = "s", .aud = "a", .amr = {"m"}, .iat = 1, .exp = 2};
    const auto json = write_claims(claims);
    EXPECT_EQ(json, R"({"iss":"i","sub":"s","aud":"a","amr":["m"],"iat":1,"exp":2,)"
                    R"("token_use":"refresh","role_arns":[]})");
    EXPECT_EQ(write_claims(*read_claims(json)), json);
    for (const auto* bad : {"", "{}", R"({"iss":"i"})"}) {
        EXPECT_FALSE(read_claims(bad).ok()) << bad;
    }
}

}  // namespace
}  // namespace licet::model
