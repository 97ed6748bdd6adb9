// SPDX-License-Identifier: Apache-2.0
#include "model/identity/users.h"

#include "model/identity/groups.h"
#include "model/identity/identity_policies.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

struct UsersTest : testing::Test, IdentityWorld {
    std::string refusal(const CreateUser& command) {
        return error_of(create_user(state, command, context()));
    }
};

TEST_F(UsersTest, HaveAnIdAPathAndTags) {
    keep(create_user(state, {"bob", "/dev/eu/", {{"team", "a"}}}, context()));
    const User* user = find_user(state.identity, management, "bob");
    ASSERT_NE(user, nullptr);
    EXPECT_EQ(user->id.size(), 21U);
    EXPECT_TRUE(user->id.starts_with("AIDA"));
    EXPECT_EQ(user->path, "/dev/eu/");
    EXPECT_EQ(user->created_at, now);
    EXPECT_EQ(user->tags, (Tags{{"team", "a"}}));
    EXPECT_EQ(find_user(state.identity, AccountId{2}, "bob"), nullptr);
}

TEST_F(UsersTest, HaveNamesThatAreUniqueInTheirAccountWithoutRegardToCase) {
    make_user("bob");
    EXPECT_EQ(refusal({"bob", "/", {}}), "EntityAlreadyExists");
    EXPECT_EQ(refusal({"BoB", "/x/", {}}), "EntityAlreadyExists");
    EXPECT_EQ(refusal({"bo", "/", {}}), "");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(refusal({"bob", "/", {}}), "");
}

TEST_F(UsersTest, HaveTextsOfTheDocumentedForms) {
    for (const std::string& good :
         {std::string{"a"}, std::string(64, 'x'), std::string{"Az09_+=,.@-"}}) {
        EXPECT_EQ(refusal({good, "/", {}}), "") << good;
    }
    for (const std::string& bad : {std::string{}, std::string(65, 'x'), std::string{"a b"},
                                   std::string{"a/b"}, std::string{"ü"}, std::string{"a\n"}}) {
        EXPECT_EQ(refusal({bad, "/", {}}), "ValidationError") << bad;
    }
    EXPECT_EQ(refusal({"a", "/" + std::string(510, 'p') + "/", {}}), "");
    for (const std::string& bad : {std::string{}, std::string{"a/"}, std::string{"/a"},
                                   std::string{"/a b/"}, "/" + std::string(511, 'p') + "/"}) {
        EXPECT_EQ(refusal({"a", bad, {}}), "ValidationError") << bad;
    }
}

TEST_F(UsersTest, HaveTagsWhoseKeysDifferInMoreThanCase) {
    EXPECT_EQ(refusal({"a", "/", {{"Team", "1"}, {"team", "2"}}}), "InvalidInput");
    EXPECT_EQ(refusal({"a", "/", {{"k", "1"}, {"k", "2"}}}), "InvalidInput");
    EXPECT_EQ(refusal({"a", "/", {{"aws:k", "1"}}}), "InvalidInput");
    EXPECT_EQ(refusal({"a", "/", {{"", "1"}}}), "ValidationError");
    EXPECT_EQ(refusal({"a", "/", {{"k", std::string(257, 'v')}}}), "ValidationError");
    EXPECT_EQ(refusal({"a", "/", {{"k?", "v"}}}), "ValidationError");
    std::vector<Tag> tags;
    for (int i = 0; i < 51; ++i) {
        tags.push_back({"k" + std::to_string(i), "v"});
    }
    EXPECT_EQ(refusal({"a", "/", tags}), "LimitExceeded");
    tags.pop_back();
    EXPECT_EQ(refusal({"a", "/", tags}), "");
}

TEST_F(UsersTest, AreLimitedInNumber) {
    for (std::size_t i = 0; i < kUsersMax; ++i) {
        model::apply(state, UserCreated{{management, "u" + std::to_string(i)}, {}});
    }
    EXPECT_EQ(refusal({"one-more", "/", {}}), "LimitExceeded");
    EXPECT_EQ(refusal({"u7", "/", {}}), "EntityAlreadyExists");
}

TEST_F(UsersTest, AreDeletedOnlyWithoutKeys) {
    make_user("bob");
    const std::string key = make_key("bob");
    EXPECT_EQ(error_of(delete_user(state, {"bob"}, context())), "DeleteConflict");
    keep(delete_access_key(state, {"bob", key}, context()));
    keep(delete_user(state, {"bob"}, context()));
    EXPECT_EQ(find_user(state.identity, management, "bob"), nullptr);
    EXPECT_EQ(error_of(delete_user(state, {"bob"}, context())), "NoSuchEntity");
}

TEST_F(UsersTest, KeepKeysAndGroupsUnderANewName) {
    make_user("bob");
    make_user("eve");
    const std::string key = make_key("bob");
    const Principal earlier = user_principal("bob");
    keep(create_group(state, {"dev"}, context()));
    keep(add_to_group(state, {"dev", "bob"}, context()));
    apply(state, ServiceCredentialCreated{"ACCA1", {management, "bob", "s", "alias", "", ""}});
    const auto update = [&](const UpdateUser& command) {
        return error_of(update_user(state, command, context()));
    };
    EXPECT_EQ(update({"none", "x", {}}), "NoSuchEntity");
    EXPECT_EQ(update({"bob", "EVE", {}}), "EntityAlreadyExists");
    EXPECT_EQ(update({"bob", "a b", {}}), "ValidationError");
    EXPECT_EQ(update({"bob", {}, "x"}), "ValidationError");
    EXPECT_EQ(keep(update_user(state, {"bob", "bob", "/"}, context())).size(), 0U);
    keep(update_user(state, {"bob", "rob", "/p/"}, context()));
    EXPECT_EQ(find_user(state.identity, management, "bob"), nullptr);
    EXPECT_EQ(find_user(state.identity, management, "rob")->id, earlier.id);
    EXPECT_EQ(find_user(state.identity, management, "rob")->path, "/p/");
    EXPECT_EQ(find_access_key(state.identity, key)->user_name, "rob");
    EXPECT_EQ(groups_of(state.identity, {management, "rob"}), std::set<std::string>{"dev"});
    EXPECT_EQ(service_credentials_of(state.identity, {management, "rob"}),
              std::set<std::string>{"ACCA1"});
    EXPECT_EQ(find_service_credential(state.identity, "ACCA1")->user_name, "rob");
    EXPECT_EQ(error_of(delete_user(state, {"rob"}, context())), "DeleteConflict");
    keep(delete_access_key(state, {"rob", key}, context()));
    EXPECT_EQ(error_of(delete_user(state, {"rob"}, context())), "DeleteConflict");
    apply(state, ServiceCredentialDeleted{"ACCA1"});
    EXPECT_EQ(error_of(delete_user(state, {"rob"}, context())), "DeleteConflict");
    keep(remove_from_group(state, {"dev", "rob"}, context()));
    keep(delete_user(state, {"rob"}, context()));
}

TEST_F(UsersTest, AreDeletedOnlyWithoutPoliciesAndMayHaveABoundary) {
    const std::string boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    EXPECT_EQ(refusal({.name = "bob", .boundary = "arn:aws:iam::111111111111:policy/none"}),
              "NoSuchEntity");
    keep(create_user(state, {.name = "bob", .boundary = boundary}, context()));
    EXPECT_EQ(use_of_policy(state.identity, management, boundary).boundaries, 1U);
    const IdentityName bob{IdentityKind::user, {management, "bob"}};
    keep(put_inline_policy(state, {bob, "p", allowing("*")}));
    EXPECT_EQ(error_of(delete_user(state, {"bob"}, context())), "DeleteConflict");
    keep(delete_inline_policy(state, {bob, "p"}));
    keep(delete_user(state, {"bob"}, context()));
    EXPECT_EQ(use_of_policy(state.identity, management, boundary).boundaries, 0U);
}

TEST_F(UsersTest, OfAnotherAccountAreNotKnown) {
    make_user("bob");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(error_of(delete_user(state, {"bob"}, context())), "NoSuchEntity");
}

}  // namespace
}  // namespace licet::model
