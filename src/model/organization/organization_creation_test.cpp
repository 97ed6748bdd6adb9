// SPDX-License-Identifier: Apache-2.0
#include "model/organization/organization_creation.h"

#include "model/organization/access.h"
#include "model/organization/arns.h"
#include "model/organization/world_test.h"

#include <gmock/gmock.h>

namespace licet::model {
namespace {

using ::testing::MatchesRegex;

TEST(OrganizationCreation, MakesTheCallerTheManagementAccountUnderTheRoot) {
    World world;
    const std::string id = world.organize();
    EXPECT_THAT(id, MatchesRegex("o-[a-z0-9]{10}"));
    EXPECT_THAT(world.root(), MatchesRegex("r-[0-9a-z]{4}"));
    const Account* account = find_account(world.state.organization, world.management);
    ASSERT_NE(account, nullptr);
    EXPECT_EQ(account->organization, id);
    EXPECT_EQ(account->parent, world.root());
    EXPECT_EQ(account->joined_method, JoinedMethod::INVITED);
    EXPECT_EQ(account->joined_at, world.now);
    EXPECT_EQ(organization_of(world.state.organization, world.management), &world.organization());
}

TEST(OrganizationCreation, RefusesAMember) {
    World world;
    world.organize();
    EXPECT_EQ(error_of(create_organization(world.state, {}, world.context())),
              "AlreadyInOrganizationException");
}

TEST(OrganizationCreation, RefusesAnAccountThatDoesNotExist) {
    World world;
    world.act_as(AccountId{5});
    EXPECT_EQ(error_of(create_organization(world.state, {}, world.context())),
              "AccessDeniedException");
}

TEST(OrganizationCreation, KeepsTheFeatureSet) {
    World world;
    world.organize(FeatureSet::CONSOLIDATED_BILLING);
    EXPECT_EQ(world.organization().features, FeatureSet::CONSOLIDATED_BILLING);
}

TEST(Access, DistinguishesStrangersMembersDelegatesAndManagement) {
    World world;
    const Organizations& all = world.state.organization;
    EXPECT_EQ(error_of(require_member(all, world.management)), "AWSOrganizationsNotInUseException");
    EXPECT_EQ(error_of(require_management(all, AccountId{5})), "AWSOrganizationsNotInUseException");
    world.organize();
    const AccountId member = world.make_account("member");
    EXPECT_TRUE(require_member(all, member).ok());
    EXPECT_EQ(error_of(require_reader(all, member)), "AccessDeniedException");
    EXPECT_EQ(error_of(require_management(all, member)), "AccessDeniedException");
    world.take({DelegatedAdministratorRegistered{find_account(all, member)->organization, member,
                                                 "ssm.amazonaws.com", world.now}});
    EXPECT_TRUE(require_reader(all, member).ok());
    EXPECT_EQ(error_of(require_management(all, member)), "AccessDeniedException");
    EXPECT_TRUE(require_reader(all, world.management).ok());
    EXPECT_TRUE(require_management(all, world.management).ok());
}

TEST(Access, DoesNotShowAccountsOfOthers) {
    World world;
    world.organize();
    const AccountId stranger{222'222'222'222};
    world.keep(open_account(world.state, {stranger, "s", "s@example.com"}, world.context()));
    const auto organization = require_management(world.state.organization, world.management);
    EXPECT_EQ(error_of(require_account(world.state.organization, *organization, stranger)),
              "AccountNotFoundException");
}

TEST(Arns, FollowTheManagementAccount) {
    World world;
    const std::string id = world.organize();
    const OrganizationView view{id, world.organization()};
    const std::string unit = world.make_unit(world.root(), "a");
    EXPECT_EQ(organization_arn(view), "arn:aws:organizations::111111111111:organization/" + id);
    EXPECT_EQ(root_arn(view),
              "arn:aws:organizations::111111111111:root/" + id + "/" + world.root());
    EXPECT_EQ(unit_arn(view, unit), "arn:aws:organizations::111111111111:ou/" + id + "/" + unit);
    EXPECT_EQ(account_arn(view, AccountId{42}),
              "arn:aws:organizations::111111111111:account/" + id + "/000000000042");
    EXPECT_EQ(node_path(world.state.organization, unit),
              id + "/" + world.root() + "/" + unit + "/");
    EXPECT_EQ(node_path(world.state.organization, "ou-none-12345678"), "");
}

}  // namespace
}  // namespace licet::model
