// SPDX-License-Identifier: Apache-2.0
#include "decision/caller_rules.h"

#include "decision/inquiry.h"
#include "decision/state_facts.h"
#include "decision/watched_world_test.h"
#include "model/grant/rules.h"
#include "model/identity/roles.h"
#include "model/identity/users.h"
#include "model/organization/access.h"
#include "model/organization/delegation.h"
#include "model/organization/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace licet::decision {
namespace {

using testing::HasSubstr;

struct CallerRules : testing::Test {
    Watched watched;
    GrantWorld& world = watched.world;
    const AccountId alone = world.open_alone("alone");
    const std::vector<AccountId> accounts{world.management, world.in_root, world.in_outer,
                                          world.in_inner, alone};

    CallerRules() { watched.rebuild(); }

    Answer ask(const Subject& subject, std::string_view action, std::string_view resource = "*",
               const policy::Context* request = nullptr) const {
        const StateFacts facts{world.state};
        const Inquiry inquiry{.action = action,
                              .resource = resource,
                              .region = "us-east-1",
                              .now = world.now,
                              .request = request};
        return Inquirer{facts, facts, inquiry}.answer(subject);
    }
    ExplainedAnswer explained(const Subject& subject, std::string_view action,
                              std::string_view resource) const {
        const StateFacts facts{world.state};
        const Inquiry inquiry{
            .action = action, .resource = resource, .region = "us-east-1", .now = world.now};
        return Inquirer{facts, facts, inquiry}.explain(subject);
    }
    std::set<AccountId> who(std::string_view action, std::string_view resource = "*") const {
        std::set<AccountId> found;
        for (const auto account : accounts) {
            if (ask(account, action, resource).allowed) {
                found.insert(account);
            }
        }
        return found;
    }
    void delegate(AccountId account, const std::string& service) {
        world.act_as(world.management);
        watched.note(model::enable_trusted_access(world.state, {service}, world.context()));
        watched.note(model::register_delegated_administrator(world.state, {account, service},
                                                             world.context()));
    }
    model::Principal user(AccountId account) {
        world.act_as(account);
        watched.note(model::create_user(world.state, {"ann", "/", {}}, world.context()));
        const auto* found = model::find_user(world.state.identity, account, "ann");
        return user_principal({account, "ann"}, *found);
    }
    std::string role(AccountId account, const std::string& statement) {
        world.act_as(account);
        watched.note(model::create_role(
            world.state,
            {.name = "target",
             .path = "/",
             .trust_policy = R"({"Version":"2012-10-17","Statement":)" + statement + "}"},
            world.context()));
        return model::role_arn(account, "/", "target");
    }
    /// The sources of facts say the same.
    void expect_alike() {
        const auto index = watched.index();
        const StateFacts facts{world.state};
        EXPECT_EQ(index->founder(), facts.founder());
        for (const auto account : accounts) {
            EXPECT_EQ(index->authority_of(account), facts.authority_of(account));
            for (const auto& [id, license] : world.state.license.licenses) {
                for (const auto issuer : {license.issuer, world.in_root}) {
                    EXPECT_EQ(index->may_grant(account, issuer, id),
                              facts.may_grant(account, issuer, id))
                        << account.text() << " " << world.license_text(id);
                }
            }
            for (const auto* name : {"/target", "/none", "/x/target"}) {
                const auto arn = model::role_arn(account, "/", name + 1);
                const auto by_index = index->trust_of(arn);
                const auto by_state = facts.trust_of(arn);
                ASSERT_EQ(by_index == nullptr, by_state == nullptr) << arn;
                EXPECT_TRUE(by_index == nullptr || by_index->text == by_state->text);
            }
        }
    }
};

const std::string kAllowing = R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":)";

// rule OR-7: each operation admits whom the model admits
TEST_F(CallerRules, OrganizationsAdmitsByWhatAnAccountIs) {
    delegate(world.in_inner, "config.amazonaws.com");
    delegate(world.in_outer, std::string{model::kLicenseManagerService});
    const auto& all = world.state.organization;
    std::set<AccountId> managing;
    std::set<AccountId> reading;
    std::set<AccountId> members;
    std::set<AccountId> administering;
    std::set<AccountId> founding;
    for (const auto account : accounts) {
        const auto add = [&](std::set<AccountId>& to, bool admitted) {
            if (admitted) {
                to.insert(account);
            }
        };
        add(managing, model::require_management(all, account).ok());
        add(reading, model::require_reader(all, account).ok());
        add(members, model::require_member(all, account).ok());
        add(administering, model::require_administrator(world.state, account).ok());
        add(founding, model::require_founder(all, account).ok());
    }
    EXPECT_EQ(managing.size(), 1U);
    EXPECT_EQ(administering.size(), 2U);
    EXPECT_EQ(reading.size(), 3U);
    EXPECT_EQ(who("organizations:CreatePolicy"), managing);
    EXPECT_EQ(who("ORGANIZATIONS:attachpolicy"), managing);
    EXPECT_EQ(who("licet:UpdateOrganizationSettings"), managing);
    EXPECT_EQ(who("organizations:ListAccounts"), reading);
    EXPECT_EQ(who("organizations:DescribeOrganization"), members);
    EXPECT_EQ(who("license-manager:ListReceivedGrantsForOrganization"), administering);
    EXPECT_EQ(who("licet:ApplyCatalog"), founding);
    EXPECT_EQ(who("organizations:CreateOrganization").size(), accounts.size());
    EXPECT_EQ(ask(world.in_root, "organizations:CreatePolicy").reason, "not_management_account");
    EXPECT_EQ(ask(world.in_root, "organizations:ListRoots").reason, "not_organization_reader");
    EXPECT_EQ(ask(alone, "organizations:CreatePolicy").reason, "not_in_organization");
    EXPECT_EQ(ask(AccountId{999'999'999'998}, "iam:CreateUser").reason, "account_closed");
    expect_alike();
}

// rules GR-5, GR-6: the holder grants a license, and whom a seller let pass it on
TEST_F(CallerRules, ALicenseIsGrantedByWhoHoldsItOrWasGivenItToPassOn) {
    const auto bought = world.license_text(world.license);
    EXPECT_EQ(who("license-manager:CreateGrant", bought), std::set{world.management});
    world.act_as(world.in_outer);
    const auto issued = model::issue_license(world.state,
                                             {.terms = world.terms(),
                                              .product_sku = "tool",
                                              .beneficiary = "buyers",
                                              .tags = {},
                                              .request = {}},
                                             world.context());
    ASSERT_TRUE(issued.ok());
    watched.note(issued->events);
    const auto sold = world.license_text(issued->id);
    EXPECT_EQ(who("license-manager:CreateGrant", sold), std::set{world.in_outer});

    auto command = world.create_command(GrantWorld::account_principal(world.in_root));
    command.license_arn = sold;
    command.operations.add(model::AllowedOperation::CreateGrant);
    const auto created = model::create_grant(world.state, command, world.context());
    ASSERT_TRUE(created.ok()) << created.error().message;
    watched.note(created);
    expect_alike();
    watched.note(world.try_accept(world.in_root, created->id));
    expect_alike();
    watched.note(world.try_set(world.in_root, created->id, model::kActive));
    const std::set both{world.in_outer, world.in_root};
    EXPECT_EQ(who("license-manager:CreateGrant", sold), both);
    expect_alike();
    watched.note(world.try_set(world.in_root, created->id, model::kDisabled));
    EXPECT_EQ(who("license-manager:CreateGrant", sold), std::set{world.in_outer});
    expect_alike();

    // what there is not, and what is another issuer's, reads as what is somebody else's
    const auto none = "arn:aws:license-manager::294406891311:license:l-" + std::string(32, '0');
    const auto forged = model::license_arn(world.in_root, world.license);
    for (const auto& arn : {none, forged, bought}) {
        const auto answer = explained(world.in_root, "license-manager:CreateGrant", arn);
        EXPECT_EQ(answer.answer.reason, "not_license_holder");
        EXPECT_EQ(answer.refused()->message,
                  explained(world.in_root, "license-manager:CreateGrant", none).refused()->message);
    }
    // tables 4.1 and 4.5: to an OU only for the organization
    policy::Context to_unit;
    to_unit.set(policy::Key::licet_grantee, world.outer);
    EXPECT_EQ(ask(world.in_outer, "license-manager:CreateGrant", sold, &to_unit).reason,
              "not_license_administrator");
    EXPECT_TRUE(ask(world.management, "license-manager:CreateGrant", bought, &to_unit).allowed);
}

TEST_F(CallerRules, WhatIsOfAnAccountIsItsOwnOnly) {
    const auto policy = "arn:aws:iam::" + world.in_root.text() + ":policy/own";
    EXPECT_EQ(who("iam:CreatePolicyVersion", policy), std::set{world.in_root});
    EXPECT_EQ(who("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess").size(),
              accounts.size());
    const auto answer = explained(world.in_outer, "iam:CreatePolicyVersion", policy);
    EXPECT_EQ(answer.refused()->reason, "not_the_owner");
    EXPECT_EQ(answer.refused()->fix->change->value, world.in_root.text());
}

// IAM User Guide, "Policy evaluation logic": the role's trust policy decides with the caller's own
TEST_F(CallerRules, ARoleIsAssumedByWhomItsTrustPolicyNames) {
    const auto ann = user(world.in_root);
    const auto other = user(world.in_outer);
    const auto root = root_principal(world.in_root);
    const auto target = role(world.in_root, kAllowing + R"({"AWS":")" + ann.arn + "\"}}");
    const auto ask_role = [&](const Subject& subject) {
        return ask(subject, "sts:AssumeRole", target).reason;
    };
    EXPECT_EQ(ask_role(ann), kPoliciesAllow);  // it names her: no policy of hers must allow it
    EXPECT_EQ(ask_role(other), "role_does_not_trust");
    EXPECT_EQ(ask_role(root), "root_assumes_role");
    EXPECT_EQ(ask_role(world.in_root), kPoliciesAllow);
    EXPECT_EQ(ask_role(world.in_outer), "role_does_not_trust");
    expect_alike();

    const auto trust = [&](const std::string& statement) {
        world.act_as(world.in_root);
        watched.note(model::update_trust_policy(
            world.state, {"target", R"({"Version":"2012-10-17","Statement":)" + statement + "}"},
            world.context()));
        expect_alike();
    };
    trust(kAllowing + R"({"AWS":[")" + world.in_root.text() + R"(",")" + world.in_outer.text() +
          "\"]}}");
    EXPECT_EQ(ask_role(ann), "identity_policy_missing_allow");  // the account's policies decide
    EXPECT_EQ(ask_role(other), "identity_policy_missing_allow");
    trust(kAllowing + R"("*","Condition":{"StringEquals":{"sts:ExternalId":"x"}}})");
    EXPECT_EQ(ask_role(ann), "role_does_not_trust");
    policy::Context request;
    request.set(policy::Key::sts_external_id, "x");
    EXPECT_TRUE(ask(ann, "sts:AssumeRole", target, &request).allowed);
    EXPECT_EQ(ask(other, "sts:AssumeRole", target, &request).reason,
              "identity_policy_missing_allow");            // across accounts both must allow it
    request.set(policy::Key::sts_source_identity, "ann");  // which the policy does not let set
    EXPECT_EQ(ask(ann, "sts:AssumeRole", target, &request).reason, "role_does_not_trust");

    // nobody learns which roles another account has
    const auto none = model::role_arn(world.in_root, "/", "nonesuch");
    const auto of_role = explained(other, "sts:AssumeRole", target);
    const auto of_none = explained(other, "sts:AssumeRole", none);
    EXPECT_EQ(of_role.answer, of_none.answer);
    EXPECT_EQ(of_role.refused()->fix->text, of_none.refused()->fix->text);
    EXPECT_TRUE(of_role.refused()->fix->commands.empty());
    EXPECT_THAT(of_role.refused()->message, HasSubstr(target));
}

}  // namespace
}  // namespace licet::decision
