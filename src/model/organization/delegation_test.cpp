// SPDX-License-Identifier: Apache-2.0
#include "model/organization/delegation.h"

#include "model/organization/trusted_access.h"
#include "model/organization/world_test.h"

namespace licet::model {
namespace {

const std::string kLicenseManager = "license-manager.amazonaws.com";

struct DelegationTest : testing::Test {
    World world;
    AccountId member;

    DelegationTest() {
        world.organize();
        member = world.make_account("member");
    }
    Result<Events> enable(const std::string& service) {
        return enable_trusted_access(world.state, {service}, world.context());
    }
    Result<Events> disable(const std::string& service) {
        return disable_trusted_access(world.state, {service}, world.context());
    }
    Result<Events> enlist(AccountId account, const std::string& service) {
        return register_delegated_administrator(world.state, {account, service}, world.context());
    }
    Result<Events> dismiss(AccountId account, const std::string& service) {
        return deregister_delegated_administrator(world.state, {account, service}, world.context());
    }
};

// rule OR-6
TEST_F(DelegationTest, TrustedAccessIsSwitchedForKnownServices) {
    for (const auto& service :
         {kLicenseManager, std::string{"license-manager.member-account.amazonaws.com"},
          std::string{"license-management.marketplace.amazonaws.com"},
          std::string{"cloudtrail.amazonaws.com"}}) {
        EXPECT_FALSE(has_trusted_access(world.organization(), service));
        EXPECT_EQ(world.keep(enable(service)).size(), 1U);
        EXPECT_TRUE(has_trusted_access(world.organization(), service));
        EXPECT_TRUE(world.keep(enable(service)).empty());
        EXPECT_EQ(world.keep(disable(service)).size(), 1U);
        EXPECT_FALSE(has_trusted_access(world.organization(), service));
        EXPECT_TRUE(world.keep(disable(service)).empty());
    }
    EXPECT_EQ(error_of(enable("made-up.amazonaws.com")),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    EXPECT_EQ(error_of(disable("made-up.amazonaws.com")),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    world.act_as(member);
    EXPECT_EQ(error_of(enable(kLicenseManager)), "AccessDeniedException");
}

TEST(TrustedAccess, NeedsAllFeatures) {
    World world;
    world.organize(FeatureSet::CONSOLIDATED_BILLING);
    EXPECT_EQ(error_of(enable_trusted_access(world.state, {kLicenseManager}, world.context())),
              "ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

// rules OR-5, U-18
TEST_F(DelegationTest, LicenseManagerHasOneDelegatedAdministrator) {
    EXPECT_EQ(error_of(enlist(member, kLicenseManager)),
              "ConstraintViolationException/SERVICE_ACCESS_NOT_ENABLED");
    world.keep(enable(kLicenseManager));
    world.keep(enlist(member, kLicenseManager));
    EXPECT_TRUE(is_administrator(world.organization(), member, kLicenseManager));
    EXPECT_FALSE(is_administrator(world.organization(), member, "ssm.amazonaws.com"));
    EXPECT_TRUE(is_administrator(world.organization(), world.management, kLicenseManager));
    EXPECT_EQ(error_of(enlist(member, kLicenseManager)), "AccountAlreadyRegisteredException");
    const AccountId other = world.make_account("other");
    EXPECT_EQ(
        error_of(enlist(other, kLicenseManager)),
        "ConstraintViolationException/MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED");
    EXPECT_EQ(error_of(disable(kLicenseManager)),
              "ConstraintViolationException/DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE");
    world.keep(dismiss(member, kLicenseManager));
    EXPECT_EQ(error_of(dismiss(member, kLicenseManager)), "AccountNotRegisteredException");
    EXPECT_TRUE(world.organization().delegated.empty());
    world.keep(enlist(other, kLicenseManager));
}

TEST_F(DelegationTest, OnlyActiveMembersAreEligible) {
    world.keep(enable(kLicenseManager));
    EXPECT_EQ(error_of(enlist(world.management, kLicenseManager)),
              "ConstraintViolationException/CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR");
    EXPECT_EQ(error_of(enlist(AccountId{5}, kLicenseManager)), "AccountNotFoundException");
    EXPECT_EQ(error_of(enlist(member, "made-up.amazonaws.com")),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    EXPECT_EQ(error_of(enlist(member, "license-management.marketplace.amazonaws.com")),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    world.take({AccountStateChanged{member, AccountState::SUSPENDED}});
    EXPECT_EQ(error_of(enlist(member, kLicenseManager)),
              "ConstraintViolationException/"
              "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR");
}

TEST_F(DelegationTest, IsForTheManagementAccountToChange) {
    world.keep(enable(kLicenseManager));
    world.keep(enlist(member, kLicenseManager));
    world.act_as(member);
    EXPECT_EQ(error_of(enlist(member, kLicenseManager)), "AccessDeniedException");
    EXPECT_EQ(error_of(dismiss(member, kLicenseManager)), "AccessDeniedException");
}

TEST_F(DelegationTest, OneAccountMayServeSeveralServices) {
    for (const auto* service : {"ssm.amazonaws.com", "sso.amazonaws.com"}) {
        world.keep(enable(service));
        world.keep(enlist(member, service));
    }
    world.keep(dismiss(member, "ssm.amazonaws.com"));
    EXPECT_EQ(world.organization().delegated.count(member), 1U);
    EXPECT_TRUE(is_administrator(world.organization(), member, "sso.amazonaws.com"));
}

}  // namespace
}  // namespace licet::model
