// SPDX-License-Identifier: Apache-2.0
#include "api/testing/world_test.h"

namespace licet::api {
namespace {

struct UpdateOrganizationSettings : ::testing::Test {
    testing::World world;

    testing::Reply update(const model::Principal& who, const std::string& settings) {
        return world.call(who, "licet", "UpdateOrganizationSettings",
                          R"({"settings":)" + settings + "}");
    }
};

TEST_F(UpdateOrganizationSettings, ChangesThoseThatAreGiven) {
    const auto reply = update(world.admin(), R"({"units_max":7,"auto_subscribe":true})");
    ASSERT_TRUE(reply.ok()) << reply.message;
    EXPECT_EQ(reply.text("settings.units_max"), "7");
    EXPECT_EQ(reply.text("settings.auto_subscribe"), "true");
    EXPECT_EQ(reply.text("settings.accounts_max"), "100000");
    EXPECT_TRUE(reply.recorded);
    EXPECT_FALSE(update(world.admin(), R"({"units_max":7})").recorded);
}

TEST_F(UpdateOrganizationSettings, RefusesOthersAndWhatIsOutOfRange) {
    EXPECT_EQ(update(world.create_account("a"), R"({"units_max":7})").error,
              "AccessDeniedException");
    for (const auto* settings :
         {R"({"accounts_max":0})", R"({"units_max":100001})", R"({"invitations_per_day":-1})",
          R"({"invitation_days":91})", R"({"created_account_wait_days":91})",
          R"({"finalizing_seconds":86401})"}) {
        EXPECT_EQ(update(world.admin(), settings).error, "ValidationException") << settings;
    }
    EXPECT_EQ(world.state().organization.organizations.begin()->second.settings,
              model::OrganizationSettings{});
}

}  // namespace
}  // namespace licet::api
