// SPDX-License-Identifier: Apache-2.0
#include "model/identity/service_credentials.h"

#include "base/encoding.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

struct ServiceCredentialsTest : testing::Test, IdentityWorld {
    ServiceCredentialsTest() {
        make_user("bob");
        make_user("eve");
    }

    Result<Events> create(const std::string& user, std::optional<std::int64_t> days = std::nullopt,
                          const std::string& service = std::string{kBedrockService}) {
        const auto alias = new_api_key_alias(state.identity, {actor.account, user});
        const auto secret = new_api_key(alias, random);
        return create_service_credential(
            state,
            {user, service, days, new_service_credential_id(state.identity, random), alias,
             secret.salt, secret.hash},
            context());
    }
    std::string make(const std::string& user) {
        return std::get<ServiceCredentialCreated>(keep(create(user)).at(0)).id;
    }
    const ServiceCredential& credential(const std::string& id) const {
        const auto* found = find_service_credential(state.identity, id);
        LICET_CHECK(found != nullptr);
        return *found;
    }
};

TEST(ApiKey, HidesItsSecretFromWhoKeepsItsHash) {
    SeededRandom random{1};
    const auto made = new_api_key("bob-at-111111111111", random);
    EXPECT_TRUE(made.key.starts_with("ABSK"));
    const auto parts = read_api_key(made.key);
    ASSERT_TRUE(parts.has_value());
    EXPECT_EQ(parts->alias, "bob-at-111111111111");
    EXPECT_EQ(from_base64(parts->secret).value().size(), 32U);
    const auto salt = from_base64(made.salt).value();
    EXPECT_EQ(from_base64(made.hash).value(), api_key_hash(salt, parts->secret));
    EXPECT_NE(from_base64(made.hash).value(), api_key_hash(salt, parts->secret + "x"));
    EXPECT_NE(from_base64(made.hash).value(), api_key_hash(salt + "x", parts->secret));
    const auto other = new_api_key("bob-at-111111111111", random);
    EXPECT_NE(other.key, made.key);
    EXPECT_NE(other.salt, made.salt);
    const auto longest = new_api_key(std::string(64, 'a') + "+99-at-111111111111", random);
    EXPECT_TRUE(read_api_key(longest.key).has_value());
}

TEST(ApiKey, OfAnotherFormIsNone) {
    for (const std::string text :
         {"", "ABSK", "ABSKno base64", "ABSKbm9jb2xvbg==", "absKYTpi", "QVdTOmI=", "ABSKYTpi="}) {
        EXPECT_FALSE(read_api_key(text).has_value()) << text;
    }
    EXPECT_TRUE(read_api_key("ABSKYTpi").has_value());
    EXPECT_FALSE(read_api_key("ABSK" + to_base64(as_bytes("a:" + std::string(600, 'b')))));
}

TEST_F(ServiceCredentialsTest, BelongToAUserForBedrockOnly) {
    const auto id = make("bob");
    EXPECT_TRUE(id.starts_with("ACCA"));
    EXPECT_EQ(credential(id).alias, "bob-at-111111111111");
    EXPECT_FALSE(credential(id).expires_at.has_value());
    EXPECT_EQ(service_credentials_of(state.identity, {management, "bob"}).size(), 1U);
    EXPECT_EQ(error_of(create("nobody")), "NoSuchEntity");
    EXPECT_EQ(error_of(create("bob", {}, "codecommit.amazonaws.com")),
              "ServiceNotSupportedException");
}

TEST_F(ServiceCredentialsTest, ExpireAfterTheirAge) {
    const auto made = keep(create("bob", 30));
    const auto& details = std::get<ServiceCredentialCreated>(made.at(0)).details;
    EXPECT_EQ(details.expires_at, now + std::chrono::hours{24 * 30});
}

TEST_F(ServiceCredentialsTest, AreAtMostTwoPerUserWithAliasesOfTheirOwn) {
    const auto first = make("bob");
    EXPECT_EQ(credential(make("bob")).alias, "bob+1-at-111111111111");
    EXPECT_EQ(error_of(create("bob")), "LimitExceeded");
    EXPECT_EQ(error_of(create("eve")), "");
    keep(delete_service_credential(state, {"bob", first}, context()));
    EXPECT_EQ(credential(make("bob")).alias, "bob-at-111111111111");
    // A user whose name looks like the alias of another's key gets the next number.
    make_user("bob+1");
    EXPECT_EQ(credential(make("bob+1")).alias, "bob+1+1-at-111111111111");
}

TEST_F(ServiceCredentialsTest, AreChangedByTheirOwnerOnly) {
    const auto id = make("bob");
    EXPECT_EQ(
        error_of(update_service_credential(state, {"eve", id}, KeyStatus::Inactive, context())),
        "NoSuchEntity");
    actor = user_principal("bob");
    keep(update_service_credential(state, {std::nullopt, id}, KeyStatus::Inactive, context()));
    EXPECT_EQ(credential(id).status, KeyStatus::Inactive);
    EXPECT_TRUE(
        keep(update_service_credential(state, {std::nullopt, id}, KeyStatus::Inactive, context()))
            .empty());
    const auto before = credential(id).hash;
    keep(reset_service_credential(state, {std::nullopt, id},
                                  new_api_key(credential(id).alias, random), context()));
    EXPECT_NE(credential(id).hash, before);
    actor.account = AccountId{222'222'222'222};
    EXPECT_EQ(error_of(delete_service_credential(state, {"bob", id}, context())), "NoSuchEntity");
    act_as(management);
    keep(delete_service_credential(state, {"bob", id}, context()));
    EXPECT_EQ(find_service_credential(state.identity, id), nullptr);
    EXPECT_TRUE(state.identity.service_credentials.by_alias.empty());
    EXPECT_TRUE(state.identity.service_credentials.by_user.empty());
}

TEST_F(ServiceCredentialsTest, ComeBackFromASnapshot) {
    const auto id = make("bob");
    auto restored = restore(save(state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(restored->identity.service_credentials.by_alias.at("bob-at-111111111111"), id);
    EXPECT_EQ(service_credentials_of(restored->identity, {management, "bob"}).count(id), 1U);
    EXPECT_EQ(save(*restored), save(state));
}

}  // namespace
}  // namespace licet::model
