// SPDX-License-Identifier: Apache-2.0
#include "model/identity/roles.h"

#include "model/identity/identity_policies.h"
#include "model/identity/service_linked_roles.h"
#include "model/identity/world_test.h"
#include "model/organization/trusted_access.h"

namespace licet::model {
namespace {

const std::string kAnyone = trusting(R"("*")");

struct RolesTest : testing::Test, IdentityWorld {
    std::string refusal(const CreateRole& command) {
        return error_of(create_role(state, command, context()));
    }
    std::string link(const std::string& service, std::optional<std::string> suffix = {}) {
        const auto made =
            create_service_linked_role(state, {service, "", std::move(suffix)}, context());
        if (made.ok()) {
            take(*made);
        }
        return error_of(made);
    }
    void trust(const std::string& service) {
        keep(enable_trusted_access(state, {service}, context()));
    }
    std::vector<std::string> linked(AccountId account) const {
        std::vector<std::string> names;
        for (const auto& [name, role] : service_linked_roles(state, account)) {
            EXPECT_TRUE(has_service_linked_role(state, account, name));
            EXPECT_TRUE(is_service_linked(role));
            EXPECT_EQ(find_any_role(state, account, name)->id, role.id);
            names.push_back(name.substr(kServiceLinkedPrefix.size()));
        }
        return names;
    }
};

TEST_F(RolesTest, AreMadeAsAskedFor) {
    keep(create_role(state,
                     {.name = "ops",
                      .path = "/a/",
                      .trust_policy = kAnyone,
                      .description = "for operators\n\tand caf\xC3\xA9s \xC2\xA1",
                      .max_session_seconds = 43'200,
                      .tags = {{"k", "v"}}},
                     context()));
    const Role& made = role("ops");
    EXPECT_TRUE(made.id.starts_with("AROA"));
    EXPECT_EQ(made.id.size(), 21U);
    EXPECT_EQ(made.trust_policy, kAnyone);
    EXPECT_EQ(made.description, "for operators\n\tand caf\xC3\xA9s \xC2\xA1");
    EXPECT_EQ(made.max_session_seconds, 43'200);
    EXPECT_EQ(state.identity.role_by_id.at(made.id), (OwnedName{management, "ops"}));
}

TEST_F(RolesTest, ChangeTheirDescriptionAndTheLengthOfSessions) {
    keep(try_role("ops", kAnyone));
    const auto update = [&](const UpdateRole& command) {
        return error_of(update_role(state, command, context()));
    };
    keep(update_role(state, {"ops", "new", 7'200}, context()));
    EXPECT_EQ(role("ops").description, "new");
    keep(update_role(state, {"ops", {}, 3'600}, context()));
    EXPECT_EQ(role("ops").description, "new");
    EXPECT_EQ(role("ops").max_session_seconds, 3'600);
    EXPECT_EQ(keep(update_role(state, {"ops", {}, {}}, context())).size(), 0U);
    EXPECT_EQ(update({"none", {}, {}}), "NoSuchEntity");
    EXPECT_EQ(update({"ops", "\x01", {}}), "ValidationError");
    EXPECT_EQ(update({"ops", {}, 43'201}), "ValidationError");
}

TEST_F(RolesTest, AreDeletedOnlyWithoutPolicies) {
    keep(create_role(state,
                     {.name = "ops",
                      .trust_policy = kAnyone,
                      .boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"},
                     context()));
    const IdentityName ops{IdentityKind::role, {management, "ops"}};
    keep(attach_policy(state, {ops, "arn:aws:iam::aws:policy/AdministratorAccess"}));
    EXPECT_EQ(error_of(delete_role(state, {"ops"}, context())), "DeleteConflict");
    keep(detach_policy(state, {ops, "arn:aws:iam::aws:policy/AdministratorAccess"}));
    keep(delete_role(state, {"ops"}, context()));
    EXPECT_TRUE(state.identity.policy_uses.empty());
}

TEST_F(RolesTest, AreRefusedWithTheDocumentedError) {
    keep(try_role("ops", kAnyone));
    EXPECT_EQ(error_of(try_role("OPS", kAnyone)), "EntityAlreadyExists");
    EXPECT_EQ(error_of(try_role("a b", kAnyone)), "ValidationError");
    EXPECT_EQ(error_of(try_role("x", "{}")), "MalformedPolicyDocument");
    EXPECT_EQ(refusal({.name = "x", .path = "x", .trust_policy = kAnyone}), "ValidationError");
    for (const std::int64_t seconds : {3'599, 43'201}) {
        EXPECT_EQ(refusal({.name = "x", .trust_policy = kAnyone, .max_session_seconds = seconds}),
                  "ValidationError");
    }
    for (const auto* text : {"a\x01", "a\x7f", "\xC2\xA0", "\xC4\x80", "\xC3", "\xE2\x82\xAC"}) {
        EXPECT_EQ(refusal({.name = "x", .trust_policy = kAnyone, .description = text}),
                  "ValidationError");
    }
    for (const auto* path : {"//", "/a b/", "/\x7f/", "/\xC3\xA4/", "/a"}) {
        EXPECT_EQ(refusal({.name = "x", .path = path, .trust_policy = kAnyone}), "ValidationError");
    }
    EXPECT_EQ(refusal({.name = "awsservicerolefoRX", .trust_policy = kAnyone}), "InvalidInput");
    EXPECT_EQ(refusal({.name = "x", .path = "/aws-service-role/x/", .trust_policy = kAnyone}),
              "InvalidInput");
}

TEST_F(RolesTest, AreLimitedInNumber) {
    for (std::size_t i = 0; i < kRolesMax; ++i) {
        Role made;
        made.id = "AROA" + std::to_string(i);
        model::apply(state, RoleCreated{{management, "r" + std::to_string(i)}, made});
    }
    EXPECT_EQ(error_of(try_role("one-more", kAnyone)), "LimitExceeded");
}

TEST_F(RolesTest, ChangeWhomTheyTrust) {
    keep(try_role("ops", kAnyone));
    const std::string own = trusting(R"({"AWS":"111111111111"})");
    keep(update_trust_policy(state, {"ops", own}, context()));
    EXPECT_EQ(role("ops").trust_policy, own);
    EXPECT_EQ(error_of(update_trust_policy(state, {"ops", "[]"}, context())),
              "MalformedPolicyDocument");
    EXPECT_EQ(error_of(update_trust_policy(state, {"none", own}, context())), "NoSuchEntity");
    EXPECT_EQ(role("ops").trust_policy, own);
}

TEST_F(RolesTest, AreDeletedByTheirAccountOnly) {
    keep(try_role("ops", kAnyone));
    act_as(AccountId{222'222'222'222});
    EXPECT_EQ(error_of(delete_role(state, {"ops"}, context())), "NoSuchEntity");
    act_as(management);
    keep(delete_role(state, {"ops"}, context()));
    EXPECT_TRUE(state.identity.roles.empty());
    EXPECT_TRUE(state.identity.role_by_id.empty());
    EXPECT_EQ(error_of(delete_role(state, {"ops"}, context())), "NoSuchEntity");
}

TEST_F(RolesTest, LinkedToServicesAreMadeOnce) {
    EXPECT_EQ(link("license-manager.amazonaws.com"), "");
    const std::string name = "AWSServiceRoleForAWSLicenseManagerRole";
    EXPECT_EQ(role(name).path, "/aws-service-role/license-manager.amazonaws.com/");
    EXPECT_EQ(
        create_service_linked_role(state, {"license-manager.amazonaws.com", "", {}}, context())
            .error()
            .message,
        "Service role name AWSServiceRoleForAWSLicenseManagerRole has been taken in this "
        "account, please try a different suffix.");
    EXPECT_EQ(link("license-manager.amazonaws.com"), "InvalidInput");
    EXPECT_EQ(link("ec2.amazonaws.com"), "InvalidInput");
    EXPECT_EQ(link("organizations.amazonaws.com", "x"), "InvalidInput");
    for (const auto* service :
         {"license-manager.master-account.amazonaws.com",
          "license-manager.member-account.amazonaws.com",
          "license-management.marketplace.amazonaws.com", "organizations.amazonaws.com"}) {
        EXPECT_EQ(link(service), "") << service;
    }
    EXPECT_EQ(linked(management).size(), 5U);
}

TEST_F(RolesTest, LinkedToServicesAreNotTheAccountsToChange) {
    link("license-manager.amazonaws.com");
    organize();
    for (const auto* name :
         {"AWSServiceRoleForAWSLicenseManagerRole", "AWSServiceRoleForOrganizations"}) {
        EXPECT_EQ(error_of(delete_role(state, {name}, context())), "UnmodifiableEntity");
        EXPECT_EQ(error_of(update_trust_policy(state, {name, kAnyone}, context())),
                  "UnmodifiableEntity");
    }
}

// rules ME-12, ME-13
TEST_F(RolesTest, FollowFromTheOrganizationAndItsTrustedAccess) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(linked(management), Names{});
    organize();
    const AccountId member = make_account("member");
    EXPECT_EQ(linked(management), Names{"Organizations"});
    EXPECT_EQ(linked(member), Names{"Organizations"});

    now += std::chrono::hours{1};
    trust("license-manager.amazonaws.com");
    EXPECT_EQ(linked(management), (Names{"AWSLicenseManagerMasterAccountRole",
                                         "AWSLicenseManagerRole", "Organizations"}));
    EXPECT_EQ(linked(member), (Names{"AWSLicenseManagerMemberAccountRole", "AWSLicenseManagerRole",
                                     "Organizations"}));
    EXPECT_EQ(find_any_role(state, member, "AWSServiceRoleForAWSLicenseManagerRole")->created_at,
              now);

    trust("license-management.marketplace.amazonaws.com");
    EXPECT_EQ(linked(member), (Names{"AWSLicenseManagerMemberAccountRole", "AWSLicenseManagerRole",
                                     "MarketplaceLicenseManagement", "Organizations"}));
    EXPECT_FALSE(has_service_linked_role(state, member, "AWSServiceRoleForNothing"));
    EXPECT_EQ(linked(AccountId{222'222'222'222}), Names{});
    EXPECT_TRUE(derived_roles(state, member).size() == 4);
}

TEST_F(RolesTest, ThatFollowFromTheOrganizationCannotBeMadeAgainAndGiveWayToStoredOnes) {
    EXPECT_EQ(link("license-manager.amazonaws.com"), "");
    const std::string name = "AWSServiceRoleForAWSLicenseManagerRole";
    const std::string id = role(name).id;
    organize();
    trust("license-manager.amazonaws.com");
    EXPECT_EQ(find_any_role(state, management, name)->id, id);
    EXPECT_EQ(derived_roles(state, management).count(name), 0U);
    EXPECT_EQ(service_linked_roles(state, management).at(name).id, id);
    EXPECT_EQ(link("organizations.amazonaws.com"), "InvalidInput");
}

}  // namespace
}  // namespace licet::model
