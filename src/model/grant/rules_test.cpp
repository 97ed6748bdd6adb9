// SPDX-License-Identifier: Apache-2.0
#include "model/grant/rules.h"

#include "model/grant/grant_world_test.h"

// The rules on making and reading grants, by their numbers.

namespace licet::model {
namespace {

std::string message_of(const Result<GrantDecision>& result) {
    return result.ok() ? "" : result.error().message;
}

struct CreateTest : testing::Test {
    GrantWorld world;

    Result<GrantDecision> attempt(const CreateGrant& command) {
        return create_grant(world.state, command, world.context());
    }
    Result<GrantDecision> attempt(const std::string& principal) {
        return attempt(world.create_command(principal));
    }
};

TEST_F(CreateTest, Gr2ALicenseHasAtMost2000LiveGrants) {
    Grant filler = *find_grant(world.state.grant, world.create(world.organization_principal()));
    const auto fill = [&](GrantStatus status) {
        filler.grantee = {.kind = GranteeKind::account,
                          .account = AccountId{world.random.below(kAccountNumbers)},
                          .node = {}};
        filler.status = status;
        apply(world.state,
              GrantCreated{.id = GrantId::random(world.random), .grant = filler, .tags = {}});
    };
    for (std::size_t i = 2; i < kGrantsPerLicense; ++i) {
        fill(kDisabled);
        fill(i % 2 == 0 ? GrantStatus::REJECTED : GrantStatus::DELETED);
    }
    const GrantId last = world.create(world.account_principal(world.in_root));
    const auto refused = attempt(world.account_principal(world.in_outer));
    EXPECT_EQ(error_of(refused), "ResourceLimitExceededException");
    world.settle(world.try_remove(world.management, last));
    world.settle(attempt(world.account_principal(world.in_outer)));
    EXPECT_EQ(error_of(attempt(world.account_principal(world.in_root))),
              "ResourceLimitExceededException");
}

TEST_F(CreateTest, Gr4ASecondGrantToThePrincipalAlreadyExists) {
    for (const std::string& principal :
         {world.account_principal(world.in_root), world.organization_principal(),
          world.unit_principal(world.inner)}) {
        const GrantId first = world.create(principal);
        const auto again = attempt(principal);
        EXPECT_EQ(error_of(again), "ValidationException");
        EXPECT_NE(message_of(again).find("already exists"), std::string::npos);
        EXPECT_NE(message_of(again).find(world.arn(first)), std::string::npos);
        world.settle(world.try_remove(world.management, first), false);
        EXPECT_TRUE(attempt(principal).ok()) << "while the first is PENDING_DELETE";
        world.run_background();
        EXPECT_NE(world.create(principal), first);
    }
}

TEST_F(CreateTest, Gr5OperationsMustBeHeldByTheGrantor) {
    CreateGrant command = world.create_command(world.account_principal(world.in_root));
    command.operations.add(AllowedOperation::CheckoutBorrowLicense);
    EXPECT_EQ(error_of(attempt(command)), "ValidationException");
    command.operations = {};
    EXPECT_EQ(error_of(attempt(command)), "ValidationException");
}

TEST_F(CreateTest, Gr6ASharedMarketplaceLicenseCannotBeSharedOn) {
    CreateGrant command = world.create_command(world.account_principal(world.in_root));
    command.operations.add(AllowedOperation::CreateGrant);
    world.set(world.in_root, world.settle(attempt(command)).id, kActive);
    world.act_as(world.in_root);
    EXPECT_EQ(error_of(attempt(world.account_principal(world.in_outer))), "AccessDeniedException");
}

TEST_F(CreateTest, Lm19GrantsAreManagedInTheHomeRegionOnly) {
    CreateGrant command = world.create_command(world.organization_principal());
    command.home_region = "eu-west-1";
    EXPECT_EQ(message_of(attempt(command)),
              "Grant can only be created in resource home AWS region: us-east-1");
    command.home_region = "us-east-1";
    Context context = world.context();
    context.region = "eu-west-1";
    EXPECT_EQ(error_of(create_grant(world.state, command, context)), "ValidationException");
    const GrantId id = world.settle(attempt(command)).id;
    EXPECT_FALSE(accept_grant(world.state, world.arn(id), context).ok());
    EXPECT_FALSE(reject_grant(world.state, world.arn(id), context).ok());
    EXPECT_FALSE(delete_grant(world.state, {world.arn(id), "1", ""}, context).ok());
}

TEST_F(CreateTest, Li3OnlyAUsableLicenseIsGranted) {
    world.withdraw(world.license, LicenseStatus::SUSPENDED);
    EXPECT_EQ(error_of(attempt(world.organization_principal())), "ValidationException");
}

TEST_F(CreateTest, Me10OrganizationsNeedAllFeatures) {
    world.state.organization.organizations.at(world.organization_id).features =
        FeatureSet::CONSOLIDATED_BILLING;
    EXPECT_EQ(error_of(attempt(world.organization_principal())), "ValidationException");
    EXPECT_EQ(error_of(attempt(world.unit_principal(world.inner))), "ValidationException");
    EXPECT_EQ(world.status(world.create(world.account_principal(world.in_root))), "PENDING_ACCEPT");
}

TEST_F(CreateTest, Me11Me40OnlyMembersAreGranted) {
    EXPECT_EQ(error_of(attempt("arn:aws:iam::123456789012:root")), "ValidationException");
    world.leave(world.in_root);
    EXPECT_EQ(error_of(attempt(world.account_principal(world.in_root))), "ValidationException");
    EXPECT_EQ(error_of(attempt(world.account_principal(world.management))), "ValidationException");
}

TEST_F(CreateTest, Me14DistributionNeedsLinkedAccounts) {
    world.link(false);
    const auto refused = attempt(world.organization_principal());
    EXPECT_EQ(error_of(refused), "ValidationException");
    EXPECT_NE(message_of(refused).find("EnableIntegration"), std::string::npos);
}

TEST_F(CreateTest, Me15DistributionNeedsTrustedAccess) {
    world.trust(false);
    EXPECT_EQ(message_of(attempt(world.organization_principal())),
              "Grantor has disabled Trusted Access to AWS License Manager Service in AWS "
              "Organizations");
}

TEST_F(CreateTest, Me17TheDelegatedAdministratorDistributesItsOwnLicense) {
    world.act_as(world.in_root);
    EXPECT_EQ(error_of(attempt(world.organization_principal())), "ResourceNotFoundException");
    const Id128 own = world.subscribe(world.in_root, "prod-b");
    CreateGrant command = world.create_command(world.organization_principal());
    command.license_arn = world.license_text(own);
    EXPECT_EQ(error_of(attempt(command)), "AccessDeniedException");
    world.act_as(world.management);
    EXPECT_EQ(error_of(attempt(command)), "AccessDeniedException") << "another member's license";
    world.keep(register_delegated_administrator(
        world.state, {world.in_root, std::string{kLicenseManagerService}}, world.context()));
    const GrantId id = world.create(world.organization_principal(), world.in_root, own);
    world.set(world.in_root, id, kActive);
    EXPECT_TRUE(world.entitled(world.in_outer, "prod-b"));
    EXPECT_FALSE(world.entitled(world.management, "prod-b"));
    EXPECT_EQ(world.status(id, world.in_root), "none");
    const GrantId single =
        world.create(world.account_principal(world.management), world.in_root, own);
    world.set(world.management, single, kActive);
    EXPECT_TRUE(world.entitled(world.management, "prod-b")) << "by a grant to its account (U-24)";
    world.act_as(world.in_root);
    EXPECT_EQ(error_of(attempt(world.organization_principal())), "AccessDeniedException");
    EXPECT_EQ(error_of(world.try_set(world.management, id, kDisabled)), "ValidationException");
}

TEST_F(CreateTest, St2St3PrincipalsShowTheirRightForm) {
    const std::string form = "arn:aws:organizations::111111111111:ou/" + world.organization_id;
    const std::string organizations = "arn:aws:organizations::";
    for (const std::string& bad :
         {organizations + world.in_root.text() + ":ou/" + world.organization_id + "/" + world.inner,
          organizations + "111111111111:ou/" + world.inner,
          organizations + "111111111111:ou/o-0000000000/" + world.inner,
          organizations + "111111111111:ou/"}) {
        const auto refused = attempt(bad);
        EXPECT_EQ(error_of(refused), "ValidationException") << bad;
        EXPECT_NE(message_of(refused).find(form), std::string::npos) << message_of(refused);
    }
    for (const std::string& bad :
         {std::string{}, std::string{"arn:aws:iam::"}, std::string{"arn:aws:iam::111111111111"},
          std::string{"arn:aws:iam::222222222222:user/x"}, organizations,
          organizations + "111111111111", organizations + "111111111111:organization",
          organizations + "111111111111:organization/o-1",
          organizations + "111111111111:root/" + world.root(),
          world.unit_principal("ou-none-00000000")}) {
        EXPECT_EQ(error_of(attempt(bad)), "ValidationException") << bad;
    }
}

TEST_F(CreateTest, U11AForeignLicenseLooksLikeAnUnknownOne) {
    const AccountId stranger =
        std::get<AccountOpened>(
            world.keep(open_account(world.state, {std::nullopt, "s", "s@example.com"},
                                    world.context()))[0])
            .account;
    world.act_as(stranger);
    CreateGrant command = world.create_command(world.organization_principal());
    const auto foreign = attempt(command);
    command.license_arn = license_arn(kMarketplaceAccount, Id128::random(world.random));
    const auto unknown = attempt(command);
    EXPECT_EQ(error_of(foreign), "ResourceNotFoundException");
    EXPECT_EQ(error_of(unknown), "ResourceNotFoundException");
    command.license_arn = license_arn(AccountId{1}, world.license);
    world.act_as(world.management);
    EXPECT_EQ(error_of(attempt(command)), "ResourceNotFoundException") << "another issuer";
    command.license_arn = "arn:aws:license-manager::294406891311:license:l-x";
    EXPECT_EQ(error_of(attempt(command)), "InvalidParameterValueException");
}

TEST_F(CreateTest, Gr33ARememberedRequestIsAmongTheEvents) {
    CreateGrant command = world.create_command(world.organization_principal());
    command.request = RequestKey{.key = Id128::random(world.random), .input = 7};
    const auto made = world.settle(attempt(command));
    const auto found = recall(world.state.idempotency, command.request->key, 7);
    ASSERT_TRUE(found.ok() && *found);
    EXPECT_EQ((*found)->resource, made.id.id);
    const auto view = find_view(world.state, GrantId{(*found)->resource}, (*found)->version);
    EXPECT_EQ(answered_status(*view), GrantStatus::PENDING_WORKFLOW);
}

TEST(GrantVisibility, U11AGrantIsKnownToThoseItConcernsOnly) {
    GrantWorld world;
    const GrantId account_grant = world.create(world.account_principal(world.in_root));
    const GrantId parent = world.create(world.organization_principal());
    const GrantId sub = world.sub(parent, world.in_outer);
    const auto sees = [&](AccountId account, const GrantId& id) {
        return view_for(world.state, account, world.arn(id)).ok();
    };
    EXPECT_TRUE(sees(world.management, account_grant));
    EXPECT_TRUE(sees(world.in_root, account_grant));
    EXPECT_FALSE(sees(world.in_outer, account_grant));
    EXPECT_TRUE(sees(world.management, parent));
    EXPECT_FALSE(sees(world.in_outer, parent)) << "rule GR-17";
    EXPECT_TRUE(sees(world.in_outer, sub));
    EXPECT_TRUE(sees(world.management, sub));
    EXPECT_FALSE(sees(world.in_inner, sub));
    world.keep(register_delegated_administrator(
        world.state, {world.in_inner, std::string{kLicenseManagerService}}, world.context()));
    EXPECT_TRUE(sees(world.in_inner, account_grant));
    const std::string wrong_owner = grant_arn(world.in_root, account_grant);
    EXPECT_EQ(error_of(view_for(world.state, world.in_root, wrong_owner)),
              "ResourceNotFoundException");
    for (const auto& [as, id] : {std::pair{world.in_outer, account_grant},
                                 std::pair{world.in_root, GrantId::random(world.random)}}) {
        world.act_as(as);
        const std::string arn = grant_arn(world.management, id);
        EXPECT_EQ(error_of(accept_grant(world.state, arn, world.context())),
                  "ResourceNotFoundException");
        EXPECT_EQ(error_of(delete_grant(world.state, {arn, "1", ""}, world.context())),
                  "ResourceNotFoundException");
    }
}

TEST(GrantArns, Lm2BothSpellingsAreRead) {
    const std::string id = "0123456789abcdef0123456789abcdef";
    const std::string head = "arn:aws:license-manager::111111111111:";
    for (const std::string& good : {head + "grant:g-" + id, head + "grant/g-" + id}) {
        const auto parsed = parse_resource_arn(good, "grant");
        ASSERT_TRUE(parsed.ok()) << good;
        EXPECT_EQ(parsed->owner, AccountId{111'111'111'111});
        EXPECT_EQ(parsed->id.text(), id);
    }
    EXPECT_TRUE(parse_resource_arn(head + "license/l-" + id, "license").ok());
    for (const std::string& bad :
         {head + "grant:l-" + id, head + "license:g-" + id, head + "grant:g_" + id,
          head + "grant.g-" + id, head + "grant:g-" + id + "0", "x" + head + "grant:g-" + id,
          head + "grant:g-0123456789ABCDEF0123456789abcdef", std::string{},
          "arn:aws:license-manager::000000000000:grant:g-" + id}) {
        EXPECT_EQ(error_of(parse_resource_arn(bad, "grant")), "InvalidParameterValueException")
            << bad;
    }
}

TEST(GrantAcceptance, Gr10OnlyTheGranteeOfAPendingGrantAccepts) {
    GrantWorld world;
    const GrantId automatic = world.create(world.account_principal(world.in_root));
    const GrantId parent = world.create(world.organization_principal());
    const auto text = [&](AccountId as, const GrantId& id) {
        return message_of(world.try_accept(as, id));
    };
    const std::string expected = "Caller arn:aws:iam::" + world.in_root.text() +
                                 ":root is not allowed to accept this grant.";
    EXPECT_EQ(text(world.in_root, automatic), expected);
    EXPECT_EQ(text(world.in_root, world.sub(parent, world.in_root)), expected);
    EXPECT_EQ(text(world.management, parent),
              "Caller arn:aws:iam::111111111111:root is not allowed to accept this grant.");
    EXPECT_EQ(text(world.management, automatic),
              "Caller arn:aws:iam::111111111111:root is not allowed to accept this grant.");
    EXPECT_EQ(error_of(world.try_reject(world.management, automatic)), "ValidationException");
    EXPECT_EQ(error_of(world.try_reject(world.management, world.holder_grant(world.license))),
              "ValidationException")
        << "its own subscription";
}

TEST(GrantDeletion, Gr32TheVersionIsCurrentOrNoNumber) {
    GrantWorld world;
    const GrantId id = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, id, kActive);
    for (const char* number : {"1", "3", "0", "02", "-2", "+2", "2.0", "2e0", " 2"}) {
        EXPECT_EQ(error_of(world.try_remove(world.management, id, number)), "ValidationException")
            << number;
    }
    EXPECT_TRUE(world.try_remove(world.management, id, "2").ok());
    EXPECT_TRUE(world.try_remove(world.management, id, "version").ok());
}

TEST(LicenseManagerRole, Me16IsAskedForUnlessTheOrganizationTrustsTheService) {
    GrantWorld world;
    EXPECT_TRUE(require_license_manager_role(world.state, world.in_root).ok());
    const AccountId alone = world.open_alone("alone");
    const auto refused = require_license_manager_role(world.state, alone);
    EXPECT_EQ(error_of(refused), "AccessDeniedException");
    EXPECT_NE(refused.error().message.find("Service role not found"), std::string::npos);
    world.state.identity.roles[{alone, std::string{kLicenseManagerRole}}] = {};
    EXPECT_TRUE(require_license_manager_role(world.state, alone).ok());
}

TEST(LicenseManagerRole, Gr43OutlivesTrustedAccessInTheAccountsOfThatTime) {
    GrantWorld world;
    const auto has_role = [&](AccountId account) {
        return require_license_manager_role(world.state, account).ok();
    };
    world.now += Milliseconds{1};
    world.trust(false);
    world.now += Milliseconds{1};
    const AccountId late = world.make_account("late");
    EXPECT_TRUE(has_role(world.in_root)) << "its grants stay readable";
    EXPECT_FALSE(has_role(late));
    world.trust(true);
    EXPECT_TRUE(has_role(late));
    world.now += Milliseconds{1};
    world.trust(false);
    EXPECT_TRUE(has_role(world.in_root));
    EXPECT_TRUE(has_role(late));
}

}  // namespace
}  // namespace licet::model
