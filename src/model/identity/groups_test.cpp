// SPDX-License-Identifier: Apache-2.0
#include "model/identity/groups.h"

#include "model/identity/identity_policies.h"
#include "model/identity/world_test.h"

namespace licet::model {
namespace {

struct GroupsTest : testing::Test, IdentityWorld {
    GroupsTest() {
        make_user("bob");
        keep(create_group(state, {"dev", "/teams/"}, context()));
    }
    std::string create(const std::string& name, const std::string& path = "/") {
        return error_of(create_group(state, {name, path}, context()));
    }
    void add(const std::string& group, const std::string& user) {
        keep(add_to_group(state, {group, user}, context()));
    }
    const std::set<std::string>& groups(const std::string& user) const {
        return groups_of(state.identity, {management, user});
    }
    const std::set<std::string>& members(const std::string& group) const {
        return find_group(state.identity, management, group)->members;
    }
};

using Names = std::set<std::string>;

TEST_F(GroupsTest, HaveAnIdAPathAndANameThatIsFreeInAnyCase) {
    const Group* group = find_group(state.identity, management, "dev");
    ASSERT_NE(group, nullptr);
    EXPECT_TRUE(group->id.starts_with("AGPA"));
    EXPECT_EQ(group->id.size(), 21U);
    EXPECT_EQ(group->path, "/teams/");
    EXPECT_EQ(group->created_at, now);
    EXPECT_EQ(create("DEV"), "EntityAlreadyExists");
    EXPECT_EQ(create(std::string(128, 'g')), "");
    EXPECT_EQ(create(std::string(129, 'g')), "ValidationError");
    EXPECT_EQ(create("a b"), "ValidationError");
    EXPECT_EQ(create("a", "x"), "ValidationError");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(create("dev"), "");
    for (std::size_t i = 1; i < kGroupsMax; ++i) {
        model::apply(state, GroupCreated{{management, "g" + std::to_string(i)}, {}});
    }
    act_as(management);
    EXPECT_EQ(create("one-more"), "LimitExceeded");
}

TEST_F(GroupsTest, HaveMembersThatLeaveAgain) {
    add("dev", "bob");
    EXPECT_EQ(groups("bob"), Names{"dev"});
    EXPECT_EQ(members("dev"), Names{"bob"});
    EXPECT_EQ(keep(add_to_group(state, {"dev", "bob"}, context())).size(), 0U);
    EXPECT_EQ(error_of(add_to_group(state, {"none", "bob"}, context())), "NoSuchEntity");
    EXPECT_EQ(error_of(add_to_group(state, {"dev", "none"}, context())), "NoSuchEntity");
    EXPECT_EQ(error_of(remove_from_group(state, {"dev", "none"}, context())), "NoSuchEntity");
    keep(remove_from_group(state, {"dev", "bob"}, context()));
    EXPECT_EQ(groups("bob"), Names{});
    EXPECT_EQ(error_of(remove_from_group(state, {"dev", "bob"}, context())), "NoSuchEntity");
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(error_of(add_to_group(state, {"dev", "bob"}, context())), "NoSuchEntity");
}

TEST_F(GroupsTest, AreAtMostTenPerUser) {
    add("dev", "bob");
    for (std::size_t i = 1; i < kGroupsPerUserMax; ++i) {
        const std::string name = "g" + std::to_string(i);
        keep(create_group(state, {name}, context()));
        add(name, "bob");
    }
    keep(create_group(state, {"last"}, context()));
    EXPECT_EQ(error_of(add_to_group(state, {"last", "bob"}, context())), "LimitExceeded");
}

TEST_F(GroupsTest, KeepMembersAndPoliciesUnderANewName) {
    add("dev", "bob");
    keep(put_inline_policy(state,
                           {{IdentityKind::group, {management, "dev"}}, "p", allowing("iam:*")}));
    keep(create_group(state, {"ops"}, context()));
    const auto update = [&](const std::string& name, const std::string& to) {
        return error_of(update_group(state, {name, to, std::nullopt}, context()));
    };
    EXPECT_EQ(update("none", "x"), "NoSuchEntity");
    EXPECT_EQ(update("dev", "OPS"), "EntityAlreadyExists");
    EXPECT_EQ(update("dev", "a b"), "ValidationError");
    EXPECT_EQ(error_of(update_group(state, {"dev", {}, "x"}, context())), "ValidationError");
    EXPECT_EQ(keep(update_group(state, {"dev", "dev", "/teams/"}, context())).size(), 0U);
    keep(update_group(state, {"dev", "DEV", "/"}, context()));
    EXPECT_EQ(find_group(state.identity, management, "dev"), nullptr);
    EXPECT_EQ(groups("bob"), Names{"DEV"});
    EXPECT_EQ(members("DEV"), Names{"bob"});
    EXPECT_EQ(find_group(state.identity, management, "DEV")->policies.size(), 1U);
    EXPECT_EQ(find_group(state.identity, management, "DEV")->path, "/");
}

TEST_F(GroupsTest, AreDeletedOnlyWithoutMembersAndPolicies) {
    const IdentityName dev{IdentityKind::group, {management, "dev"}};
    const auto refusal = [&] { return error_of(delete_group(state, {"dev"}, context())); };
    add("dev", "bob");
    EXPECT_EQ(refusal(), "DeleteConflict");
    keep(remove_from_group(state, {"dev", "bob"}, context()));
    keep(put_inline_policy(state, {dev, "p", allowing("*")}));
    EXPECT_EQ(refusal(), "DeleteConflict");
    keep(delete_inline_policy(state, {dev, "p"}));
    keep(attach_policy(state, {dev, "arn:aws:iam::aws:policy/AdministratorAccess"}));
    EXPECT_EQ(refusal(), "DeleteConflict");
    keep(detach_policy(state, {dev, "arn:aws:iam::aws:policy/AdministratorAccess"}));
    keep(delete_group(state, {"dev"}, context()));
    EXPECT_EQ(refusal(), "NoSuchEntity");
}

}  // namespace
}  // namespace licet::model
