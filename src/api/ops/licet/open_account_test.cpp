// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

namespace licet::api {
namespace {

TEST(OpenAccount, OpensAnAccountThatCanBeInvited) {
    testing::World world;
    const std::string request = R"({"name":"partner","email":"partner@example.org"})";
    const auto reply = world.must(world.admin(), "licet", "OpenAccount", request);
    const std::string id = reply.text("account");
    const auto root = testing::World::root_of(id);
    EXPECT_EQ(world.call(root, "organizations", "DescribeOrganization", "{}").error,
              "AWSOrganizationsNotInUseException");
    world.must(world.admin(), "organizations", "InviteAccountToOrganization",
               R"({"Target":{"Type":"ACCOUNT","Id":")" + id + R"("}})");
    world.must(world.admin(), "sts", "AssumeRole",
               R"({"RoleArn":"arn:aws:iam::)" + id +
                   R"(:role/OrganizationAccountAccessRole","RoleSessionName":"test"})");
}

TEST(OpenAccount, IsForTheFirstAccountAndANewAddress) {
    testing::World world;
    const std::string request = R"({"name":"partner","email":"partner@example.org"})";
    EXPECT_EQ(world.call(world.create_account("a"), "licet", "OpenAccount", request).error,
              "AccessDeniedException");
    world.must(world.admin(), "licet", "OpenAccount", request);
    EXPECT_EQ(world.call(world.admin(), "licet", "OpenAccount", request).error,
              "ConflictException");
    EXPECT_EQ(
        world.call(world.admin(), "licet", "OpenAccount", R"({"name":"x","email":"nobody"})").error,
        "ValidationException");
}

}  // namespace
}  // namespace licet::api
