// SPDX-License-Identifier: Apache-2.0
//
// The operations on groups and on who is in them.
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ::testing::ElementsAre;

struct GroupsTest : IamTest {
    GroupsTest() {
        make_user("bob");
        must("CreateGroup", R"({"GroupName":"dev","Path":"/teams/"})");
    }
    static std::string of(const std::string& group, const std::string& user) {
        return R"({"GroupName":")" + group + R"(","UserName":")" + user + R"("})";
    }
};

TEST_F(GroupsTest, AreMadeShownListedRenamedAndDeleted) {
    const auto made = must("CreateGroup", R"({"GroupName":"ops"})");
    EXPECT_TRUE(made.recorded);
    EXPECT_EQ(made.text("Group.Path"), "/");
    EXPECT_EQ(made.text("Group.Arn"), "arn:aws:iam::111111111111:group/ops");
    EXPECT_EQ(made.text("Group.GroupId").substr(0, 4), "AGPA");
    EXPECT_EQ(world.records().back().resources.at(0).name, made.text("Group.Arn"));
    EXPECT_THAT(walk("ListGroups", "", "Groups", "GroupName", 1), ElementsAre("dev", "ops"));
    EXPECT_THAT(walk("ListGroups", R"("PathPrefix":"/teams/",)", "Groups", "GroupName", 1),
                ElementsAre("dev"));
    must("UpdateGroup", R"({"GroupName":"ops","NewGroupName":"sre","NewPath":"/a/"})");
    EXPECT_EQ(must("GetGroup", R"({"GroupName":"sre"})").text("Group.Arn"),
              "arn:aws:iam::111111111111:group/a/sre");
    must("DeleteGroup", R"({"GroupName":"sre"})");
    EXPECT_EQ(refusal("GetGroup", R"({"GroupName":"sre"})"), "NoSuchEntity");
}

TEST_F(GroupsTest, HaveMembers) {
    make_user("eve");
    EXPECT_TRUE(must("AddUserToGroup", of("dev", "bob")).recorded);
    must("AddUserToGroup", of("dev", "eve"));
    EXPECT_THAT(walk("GetGroup", R"("GroupName":"dev",)", "Users", "UserName", 1),
                ElementsAre("bob", "eve"));
    EXPECT_THAT(walk("ListGroupsForUser", R"("UserName":"bob",)", "Groups", "GroupName", 1),
                ElementsAre("dev"));
    EXPECT_EQ(refusal("DeleteUser", R"({"UserName":"bob"})"), "DeleteConflict");
    EXPECT_EQ(refusal("DeleteGroup", R"({"GroupName":"dev"})"), "DeleteConflict");
    must("UpdateUser", R"({"UserName":"bob","NewUserName":"rob","NewPath":"/p/"})");
    EXPECT_EQ(must("GetUser", R"({"UserName":"rob"})").text("User.Arn"),
              "arn:aws:iam::111111111111:user/p/rob");
    must("RemoveUserFromGroup", of("dev", "rob"));
    EXPECT_EQ(must("ListGroupsForUser", R"({"UserName":"rob"})").count("Groups"), 0U);
}

TEST_F(GroupsTest, RefuseWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("CreateGroup", R"({"GroupName":"DEV"})"), "EntityAlreadyExists");
    EXPECT_EQ(refusal("CreateGroup", R"({"GroupName":"a b"})"), "ValidationError");
    must("CreateGroup", R"({"GroupName":"ops"})");
    EXPECT_EQ(refusal("UpdateGroup", R"({"GroupName":"ops","NewGroupName":"dev"})"),
              "EntityAlreadyExists");
    EXPECT_EQ(refusal("UpdateGroup", R"({"GroupName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteGroup", R"({"GroupName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("GetGroup", R"({"GroupName":"dev","Marker":"x"})"), "ValidationError");
    EXPECT_EQ(refusal("ListGroups", R"({"MaxItems":0})"), "ValidationError");
    EXPECT_EQ(refusal("ListGroupsForUser", R"({"UserName":"none"})"), "NoSuchEntity");
    const auto other = stranger();
    for (const auto* operation : {"AddUserToGroup", "RemoveUserFromGroup"}) {
        EXPECT_EQ(refusal(operation, of("none", "bob")), "NoSuchEntity");
        EXPECT_EQ(refusal(operation, of("dev", "none")), "NoSuchEntity");
        EXPECT_EQ(refusal(other, "iam", operation, of("dev", "bob")), "NoSuchEntity");
    }
    EXPECT_EQ(refusal("RemoveUserFromGroup", of("dev", "bob")), "NoSuchEntity");
    EXPECT_EQ(refusal("UpdateUser", R"({"UserName":"bob","NewUserName":"admin"})"),
              "EntityAlreadyExists");
    EXPECT_EQ(refusal("UpdateUser", R"({"UserName":"none"})"), "NoSuchEntity");
}

}  // namespace
}  // namespace licet::api
