// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

namespace licet::api {
namespace {

TEST(GetOrganizationSettings, ShowsThemToEveryMember) {
    testing::World world;
    const auto member = world.create_account("a");
    const auto reply = world.must(member, "licet", "GetOrganizationSettings", "{}");
    EXPECT_EQ(reply.text("settings.auto_subscribe"), "false");
    EXPECT_EQ(reply.text("settings.fallback_to_own_subscription"), "false");
    EXPECT_EQ(reply.text("settings.accounts_max"), "100000");
    EXPECT_EQ(reply.text("settings.units_max"), "2000");
    EXPECT_EQ(reply.text("settings.invitations_per_day"), "1000");
    EXPECT_EQ(reply.text("settings.invitation_days"), "15");
    EXPECT_EQ(reply.text("settings.created_account_wait_days"), "0");
    EXPECT_EQ(reply.text("settings.finalizing_seconds"), "0");
    world.must(member, "organizations", "LeaveOrganization", "{}");
    EXPECT_EQ(world.call(member, "licet", "GetOrganizationSettings", "{}").error,
              "AWSOrganizationsNotInUseException");
}

}  // namespace
}  // namespace licet::api
