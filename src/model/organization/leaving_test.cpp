// SPDX-License-Identifier: Apache-2.0
#include "model/organization/leaving.h"

#include "model/identity/service_linked_roles.h"
#include "model/organization/delegation.h"
#include "model/organization/tags.h"
#include "model/organization/trusted_access.h"
#include "model/organization/world_test.h"

#include <chrono>
#include <set>

namespace licet::model {
namespace {

// rule OR-4
TEST(Leaving, StandAloneOnceRemoved) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    const auto remove = [&](AccountId which) {
        return remove_account(world.state, {which}, world.context());
    };
    world.take({OrganizationResourceTagged{account.text(), {{"k", "v"}}}});
    EXPECT_EQ(error_of(remove(world.management)), "MasterCannotLeaveOrganizationException");
    EXPECT_EQ(error_of(remove(AccountId{5})), "AccountNotFoundException");

    const std::string service = "license-manager.amazonaws.com";
    world.keep(enable_trusted_access(world.state, {service}, world.context()));
    world.keep(register_delegated_administrator(world.state, {account, service}, world.context()));
    EXPECT_EQ(error_of(remove(account)),
              "ConstraintViolationException/CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
    world.keep(
        deregister_delegated_administrator(world.state, {account, service}, world.context()));

    world.keep(remove(account));
    const Account* alone = find_account(world.state.organization, account);
    EXPECT_TRUE(alone->organization.empty());
    EXPECT_TRUE(alone->parent.empty());
    EXPECT_TRUE(alone->tags.empty());
    EXPECT_EQ(organization_of(world.state.organization, account), nullptr);
    EXPECT_EQ(placement_of(world.state.organization, account), Placement{});
    EXPECT_EQ(error_of(remove(account)), "AccountNotFoundException");
    world.act_as(account);
    world.keep(create_organization(world.state, {}, world.context()));
}

TEST(Leaving, MayBeRemovedWhileTheyAreClosed) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    world.keep(close_account(world.state, {account}, world.context()));
    world.keep(remove_account(world.state, {account}, world.context()));
    EXPECT_EQ(world.run_background(), 1);
    EXPECT_EQ(find_account(world.state.organization, account)->state, AccountState::CLOSED);
}

Result<Events> try_leave(World& world, AccountId account) {
    world.act_as(account);
    return leave_organization(world.state, world.context());
}

Result<Events> try_delete(World& world) {
    world.act_as(world.management);
    return delete_organization(world.state, world.context());
}

// rule OR-4
TEST(Leaving, IsUpToTheMemberToo) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    EXPECT_EQ(error_of(try_leave(world, world.management)),
              "MasterCannotLeaveOrganizationException");
    EXPECT_EQ(error_of(try_leave(world, world.open_alone("alone"))),
              "AWSOrganizationsNotInUseException");
    world.keep(try_leave(world, account));
    EXPECT_EQ(organization_of(world.state.organization, account), nullptr);
    EXPECT_EQ(error_of(try_leave(world, account)), "AWSOrganizationsNotInUseException");
}

// rule ME-12
TEST(Leaving, KeepsTheRolesThatTheOrganizationBrought) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    world.keep(
        enable_trusted_access(world.state, {"license-manager.amazonaws.com"}, world.context()));
    const auto names = [&](AccountId of) {
        std::set<std::string> all;
        for (const auto& [name, role] : service_linked_roles(world.state, of)) {
            all.insert(name);
        }
        return all;
    };
    const auto before = names(account);
    EXPECT_TRUE(before.contains("AWSServiceRoleForAWSLicenseManagerRole"));
    world.keep(try_leave(world, account));
    EXPECT_EQ(names(account), before);
    world.join(account);
    EXPECT_EQ(names(account), before);
    world.keep(try_leave(world, account));
    const auto managing = names(world.management);
    world.keep(try_delete(world));
    EXPECT_EQ(names(world.management), managing);
}

// rule OR-4
TEST(Leaving, IsNotForDelegatedAdministrators) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    const std::string service = "license-manager.amazonaws.com";
    world.keep(enable_trusted_access(world.state, {service}, world.context()));
    world.keep(register_delegated_administrator(world.state, {account, service}, world.context()));
    EXPECT_EQ(error_of(try_leave(world, account)),
              "ConstraintViolationException/CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
}

// rule U-28
TEST(Leaving, NeedsAnAgeOfCreatedAccountsWhenTheSettingSaysSo) {
    World world;
    world.organize();
    world.set({.created_account_wait_days = Integer<0, 90>{4}});
    const AccountId created = world.make_account("created");
    const AccountId invited = world.open_alone("invited");
    world.join(invited);
    EXPECT_EQ(error_of(try_leave(world, created)),
              "ConstraintViolationException/WAIT_PERIOD_ACTIVE");
    world.act_as(world.management);
    EXPECT_EQ(error_of(remove_account(world.state, {created}, world.context())),
              "ConstraintViolationException/WAIT_PERIOD_ACTIVE");
    world.keep(try_leave(world, invited));
    world.now += std::chrono::days{4};
    world.keep(try_leave(world, created));
}

TEST(Leaving, IsNotForEver) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    world.keep(try_leave(world, account));
    world.join(account);
    EXPECT_EQ(find_account(world.state.organization, account)->joined_method,
              JoinedMethod::INVITED);
}

// rule 9.2 (Organization)
TEST(DeleteOrganization, NeedsItToBeEmpty) {
    World world;
    world.organize();
    const AccountId account = world.make_account("a");
    EXPECT_EQ(error_of(try_delete(world)), "OrganizationNotEmptyException");
    world.keep(try_leave(world, account));
    world.act_as(world.management);
    const std::string unit = world.make_unit(world.root(), "unit");
    EXPECT_EQ(error_of(try_delete(world)), "OrganizationNotEmptyException");
    world.keep(delete_organizational_unit(world.state, {unit}, world.context()));
    world.keep(
        create_account(world.state, {"b", "b@example.com", std::nullopt, {}}, world.context()));
    EXPECT_EQ(error_of(try_delete(world)), "OrganizationNotEmptyException");
}

TEST(DeleteOrganization, IsForTheManagementAccountOnly) {
    World world;
    world.organize();
    world.act_as(world.make_account("a"));
    EXPECT_EQ(error_of(delete_organization(world.state, world.context())), "AccessDeniedException");
}

TEST(DeleteOrganization, LeavesTheManagementAccountAlone) {
    World world;
    const std::string id = world.organize();
    const std::string root = world.root();
    world.take({OrganizationResourceTagged{world.management.text(), {{"k", "v"}}}});
    world.set({.units_max = Integer<0, 100'000>{7}});
    const std::string service = "license-manager.amazonaws.com";
    world.keep(enable_trusted_access(world.state, {service}, world.context()));
    world.keep(try_delete(world));
    const Organizations& all = world.state.organization;
    EXPECT_TRUE(all.organizations.empty());
    EXPECT_EQ(organization_with(all, root), nullptr);
    EXPECT_EQ(placement_of(all, world.management), Placement{});
    EXPECT_TRUE(find_account(all, world.management)->tags.empty());
    EXPECT_EQ(error_of(try_delete(world)), "AWSOrganizationsNotInUseException");

    EXPECT_NE(world.organize(), id);
    EXPECT_EQ(world.organization().settings, OrganizationSettings{});
    EXPECT_TRUE(world.organization().trusted_services.empty());
}

TEST(DeleteOrganization, CancelsWhatItStillAsks) {
    World world;
    world.organize(FeatureSet::CONSOLIDATED_BILLING);
    const AccountId alone = world.open_alone("alone");
    const std::string invitation = world.invite(alone);
    world.keep(try_delete(world));
    EXPECT_EQ(world.state_of(invitation), HandshakeState::CANCELED);
    world.organize(FeatureSet::CONSOLIDATED_BILLING);
    const std::string migration =
        migration_in(world.keep(enable_all_features(world.state, world.context())));
    world.keep(try_delete(world));
    EXPECT_EQ(world.state_of(migration), HandshakeState::CANCELED);
}

}  // namespace
}  // namespace licet::model
