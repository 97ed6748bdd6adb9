// SPDX-License-Identifier: Apache-2.0
#include "model/organization/settings_change.h"

#include "model/organization/world_test.h"

namespace licet::model {
namespace {

TEST(OrganizationSettings, ChangeTogetherOrOneByOne) {
    World world;
    world.organize();
    EXPECT_EQ(world.organization().settings, OrganizationSettings{});
    world.set({.auto_subscribe = true,
               .fallback_to_own_subscription = true,
               .units_max = Integer<0, 100'000>{3}});
    world.set({.accounts_max = Integer<1, 1'000'000>{5},
               .invitations_per_day = Integer<0, 100'000>{6},
               .invitation_days = Integer<1, 90>{7},
               .created_account_wait_days = Integer<0, 90>{8},
               .finalizing_seconds = Integer<0, 86'400>{9}});
    const OrganizationSettings expected{.auto_subscribe = true,
                                        .fallback_to_own_subscription = true,
                                        .accounts_max = 5,
                                        .units_max = 3,
                                        .invitations_per_day = 6,
                                        .invitation_days = 7,
                                        .created_account_wait_days = 8,
                                        .finalizing_seconds = 9};
    EXPECT_EQ(world.organization().settings, expected);
    const auto same = change_settings(world.state, {.auto_subscribe = true}, world.context());
    ASSERT_TRUE(same.ok());
    EXPECT_TRUE(same->empty());
}

TEST(OrganizationSettings, AreForTheManagementAccountToChange) {
    World world;
    EXPECT_EQ(error_of(change_settings(world.state, {}, world.context())),
              "AWSOrganizationsNotInUseException");
    world.organize();
    world.act_as(world.make_account("a"));
    EXPECT_EQ(error_of(change_settings(world.state, {}, world.context())), "AccessDeniedException");
}

// What there is already stays.
TEST(OrganizationSettings, LimitOnlyWhatComes) {
    World world;
    world.organize();
    const std::string unit = world.make_unit(world.root(), "a");
    world.make_account("b");
    world.set({.accounts_max = Integer<1, 1'000'000>{1}, .units_max = Integer<0, 100'000>{0}});
    EXPECT_EQ(world.organization().units.size(), 1U);
    EXPECT_EQ(accounts_under(world.state.organization, world.root()).size(), 2U);
    EXPECT_EQ(
        error_of(create_organizational_unit(world.state, {world.root(), "c", {}}, world.context())),
        "ConstraintViolationException/OU_NUMBER_LIMIT_EXCEEDED");
}

}  // namespace
}  // namespace licet::model
