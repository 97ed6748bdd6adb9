// SPDX-License-Identifier: Apache-2.0
#include "model/identity/access_keys.h"

#include "model/identity/world_test.h"

#include <algorithm>

namespace licet::model {
namespace {

struct AccessKeysTest : testing::Test, IdentityWorld {
    AccessKeysTest() {
        make_user("bob");
        make_user("eve");
    }
    Result<Events> create(const std::optional<std::string>& user) {
        return create_access_key(state, {user, new_access_key_id(state.identity, random), "sealed"},
                                 context());
    }
};

TEST_F(AccessKeysTest, HaveIdsAndSecretsOfTheUsualForm) {
    const std::string id = new_access_key_id(state.identity, random);
    EXPECT_EQ(id.size(), 20U);
    EXPECT_TRUE(id.starts_with("AKIA"));
    EXPECT_EQ(id.find_first_not_of(kBase32Digits, 4), std::string::npos);
    EXPECT_EQ(new_secret(random).size(), kSecretCharacters);
    EXPECT_NE(new_secret(random), new_secret(random));
}

TEST_F(AccessKeysTest, BelongToTheNamedUserOrTheCaller) {
    keep(create("bob"));
    EXPECT_EQ(access_keys_of(state.identity, {management, "bob"}).size(), 1U);
    actor = user_principal("eve");
    keep(create(std::nullopt));
    EXPECT_EQ(access_keys_of(state.identity, {management, "eve"}).size(), 1U);
    act_as(management);
    keep(create(std::nullopt));
    EXPECT_EQ(access_keys_of(state.identity, {management, ""}).size(), 1U);
    EXPECT_EQ(error_of(create("nobody")), "NoSuchEntity");
}

TEST_F(AccessKeysTest, OfARoleMustNameAUser) {
    keep(try_role("r", trusting(R"("*")")));
    actor = session_principal("r", "s");
    EXPECT_EQ(error_of(create(std::nullopt)), "ValidationError");
    EXPECT_EQ(error_of(create("bob")), "");
}

TEST_F(AccessKeysTest, AreAtMostTwoPerUser) {
    const std::string first = make_key("bob");
    make_key("bob");
    EXPECT_EQ(error_of(create("bob")), "LimitExceeded");
    EXPECT_EQ(error_of(create("eve")), "");
    keep(update_access_key(state, {"bob", first, KeyStatus::Inactive}, context()));
    EXPECT_EQ(error_of(create("bob")), "LimitExceeded");
    keep(delete_access_key(state, {"bob", first}, context()));
    EXPECT_EQ(error_of(create("bob")), "");
}

TEST_F(AccessKeysTest, AreSwitchedOffAndOn) {
    const std::string id = make_key("bob");
    const auto update = [&](KeyStatus status) {
        return keep(update_access_key(state, {"bob", id, status}, context())).size();
    };
    EXPECT_EQ(update(KeyStatus::Active), 0U);
    EXPECT_EQ(update(KeyStatus::Inactive), 1U);
    EXPECT_EQ(find_access_key(state.identity, id)->status, KeyStatus::Inactive);
    EXPECT_EQ(update(KeyStatus::Inactive), 0U);
    EXPECT_EQ(update(KeyStatus::Active), 1U);
    EXPECT_EQ(find_access_key(state.identity, id)->status, KeyStatus::Active);
}

TEST_F(AccessKeysTest, OfOthersAreNotKnown) {
    const std::string id = make_key("bob");
    EXPECT_EQ(error_of(delete_access_key(state, {"eve", id}, context())), "NoSuchEntity");
    EXPECT_EQ(error_of(update_access_key(state, {"eve", id, {}}, context())), "NoSuchEntity");
    actor = user_principal("eve");
    EXPECT_EQ(error_of(delete_access_key(state, {std::nullopt, id}, context())), "NoSuchEntity");
    actor = user_principal("bob");
    EXPECT_EQ(error_of(delete_access_key(state, {std::nullopt, id}, context())), "");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(error_of(delete_access_key(state, {"bob", id}, context())), "NoSuchEntity");
    EXPECT_EQ(error_of(delete_access_key(state, {std::nullopt, id}, context())), "NoSuchEntity");
    EXPECT_NE(find_access_key(state.identity, id), nullptr);
}

}  // namespace
}  // namespace licet::model
