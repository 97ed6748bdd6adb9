// SPDX-License-Identifier: Apache-2.0
#include "decision/authorize.h"

#include "decision/decide.h"
#include "decision/decision_world_test.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace licet::decision {
namespace {

constexpr std::string_view kResource = "arn:aws:license-manager::111111111111:grant:g-1";

std::string statement(std::string_view effect, std::string_view action,
                      std::string_view condition = {}) {
    return fmt::format(
        R"({{"Version":"2012-10-17","Statement":[{{"Sid":"Only","Effect":"{}","Action":"{}",)"
        R"("Resource":"*"{}{}}}]}})",
        effect, action, condition.empty() ? "" : R"(,"Condition":)", condition);
}

/// A world at its beginning, in which everyone may do everything.
struct AuthorizeTest : testing::Test {
    DecisionWorld made{0, 0};
    model::GrantWorld& world = made.world;
    const StateFacts facts{made.world.state};
    const policy::Action action{"license-manager:AcceptGrant"};
    policy::Context request;

    void identity(AccountId account, const std::string& text, const std::string& name = "all") {
        made.as(account);
        for (const auto kind : {model::IdentityKind::user, model::IdentityKind::role}) {
            ASSERT_TRUE(made.note(
                model::put_inline_policy(world.state, {made.identity(account, kind), name, text})));
        }
    }
    std::string control(const std::string& target, const std::string& text) {
        made.as(world.management);
        const auto created = model::create_organization_policy(
            world.state, {model::PolicyType::SERVICE_CONTROL_POLICY, "scp" + target, "", text, {}},
            world.context());
        EXPECT_TRUE(made.note(created)) << (created.ok() ? "" : created.error().message);
        const auto id = std::get<model::OrganizationPolicyCreated>(created->front()).id;
        EXPECT_TRUE(made.note(
            model::attach_organization_policy(world.state, {id, target}, world.context())));
        return id;
    }
    Authorization ask(const Subject& subject) {
        return authorize(facts, {.subject = subject,
                                 .action = action,
                                 .resource = kResource,
                                 .resource_account = world.management,
                                 .context = request});
    }
    std::string refusal(const Subject& subject) {
        const auto answer = ask(subject);
        return answer.allowed() ? "allowed"
                                : refusal_text(answer, subject, action.text(), kResource);
    }
};

// design 5, in AWS's words
TEST_F(AuthorizeTest, SaysWhyInTheWordsOfAws) {
    const auto account = world.in_inner;
    const auto who = made.user(account);
    const std::string head =
        "User: " + who.arn +
        " is not authorized to perform: license-manager:AcceptGrant on resource: " +
        std::string{kResource};
    EXPECT_EQ(refusal(who), "allowed");

    identity(account, statement("Allow", "s3:*"));
    EXPECT_EQ(refusal(who),
              head +
                  " because no identity-based policy allows the license-manager:AcceptGrant "
                  "action");
    const auto scp = control(world.outer, statement("Deny", "license-manager:Accept*"));
    EXPECT_EQ(refusal(who), head +
                                " with an explicit deny in a service control policy: "
                                "arn:aws:organizations::111111111111:policy/" +
                                world.organization_id + "/service_control_policy/" + scp);
    EXPECT_EQ(ask(who).target, world.outer);
    ASSERT_TRUE(made.note(
        model::detach_organization_policy(world.state, {scp, world.outer}, world.context())));

    identity(account, DecisionWorld::kAllowAll);
    identity(account, statement("Deny", "license-manager:*"), "deny");
    EXPECT_EQ(refusal(who), head + " with an explicit deny in an identity-based policy");
    const auto answer = ask(who);
    EXPECT_EQ(answer.policy, "deny (inline policy of user/ann)");
    EXPECT_EQ(policy::statement_name(*answer.document, answer.statement), "Only");

    control(world.inner, statement("Allow", "s3:*"));
    ASSERT_TRUE(made.note(model::detach_organization_policy(
        world.state, {std::string{model::kFullAccessId}, world.inner}, world.context())));
    EXPECT_EQ(ask(who).layer, Layer::identity_policy);  // an explicit deny comes first
    identity(account, DecisionWorld::kAllowAll, "deny");
    EXPECT_EQ(refusal(who),
              head +
                  " because no service control policy allows the license-manager:AcceptGrant "
                  "action");
}

// a permissions boundary bounds what policies allow and allows nothing itself
TEST_F(AuthorizeTest, BoundsWhatIsAllowed) {
    const auto account = world.in_root;
    made.as(account);
    const auto name = made.identity(account, model::IdentityKind::role);
    ASSERT_TRUE(made.note(model::put_boundary(
        world.state, {name, "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"})));
    const auto who = made.session(account);
    EXPECT_EQ(ask(who).layer, Layer::permissions_boundary);
    EXPECT_NE(refusal(who).find("because no permissions boundary allows"), std::string::npos);
    ASSERT_TRUE(made.note(
        model::put_boundary(world.state, {name, "arn:aws:iam::aws:policy/AdministratorAccess"})));
    EXPECT_TRUE(ask(who).allowed());
    identity(account, statement("Allow", "s3:*"));
    EXPECT_EQ(ask(who).layer, Layer::identity_policy);
}

// rule OR-10
TEST_F(AuthorizeTest, RestrictsNeitherTheManagementAccountNorServiceLinkedRoles) {
    control(world.root(), statement("Deny", "*"));
    EXPECT_TRUE(ask(made.user(world.management)).allowed());
    EXPECT_TRUE(ask(DecisionWorld::root_of(world.management)).allowed());
    EXPECT_EQ(ask(DecisionWorld::root_of(world.in_root)).verdict, policy::Verdict::denied);
    EXPECT_EQ(ask(world.in_root).verdict, policy::Verdict::denied);
    auto service = made.session(world.in_root);
    service.kind = model::PrincipalKind::service;
    EXPECT_TRUE(ask(service).allowed());
}

// an account as a whole is asked about service control policies only
TEST_F(AuthorizeTest, AsksNoIdentityPoliciesOfAnAccount) {
    identity(world.in_root, statement("Allow", "s3:*"));
    EXPECT_TRUE(ask(world.in_root).allowed());
    EXPECT_FALSE(ask(made.user(world.in_root)).allowed());
}

TEST_F(AuthorizeTest, LetsAResourcesOwnPolicyAllow) {
    const auto account = world.in_root;
    identity(account, statement("Allow", "s3:*"));
    const auto who = made.session(account);
    ActionQuestion question{.subject = who,
                            .action = action,
                            .resource = kResource,
                            .resource_account = {},
                            .context = request,
                            .by_resource = ByResource::everything};
    EXPECT_TRUE(authorize(facts, question).allowed());
    identity(account, statement("Deny", "license-manager:*"));
    EXPECT_FALSE(authorize(facts, question).allowed());
    identity(account, statement("Allow", "s3:*"));
    control(account.text(), statement("Deny", "license-manager:*"));
    EXPECT_FALSE(authorize(facts, question).allowed());
}

// IAM User Guide, "How AWS enforcement code logic evaluates requests": a resource's policy that
// names a role is limited by an implicit deny of its boundary, one that names a user or session not
TEST_F(AuthorizeTest, BoundsWhatAResourcesOwnPolicyAllowsARole) {
    const auto account = world.in_root;
    made.as(account);
    ASSERT_TRUE(made.note(
        model::put_boundary(world.state, {made.identity(account, model::IdentityKind::role),
                                          "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"})));
    const auto who = made.session(account);
    ActionQuestion question{.subject = who,
                            .action = action,
                            .resource = kResource,
                            .resource_account = {},
                            .context = request};
    for (const auto* allowed : {"s3:*", "*"}) {  // whatever its own policies say
        identity(account, statement("Allow", allowed));
        question.by_resource = ByResource::identity_policy;
        EXPECT_EQ(authorize(facts, question).layer, Layer::permissions_boundary) << allowed;
        question.by_resource = ByResource::everything;
        EXPECT_TRUE(authorize(facts, question).allowed()) << allowed;
    }
    ASSERT_TRUE(made.note(
        model::put_boundary(world.state, {made.identity(account, model::IdentityKind::role),
                                          "arn:aws:iam::aws:policy/AdministratorAccess"})));
    identity(account, statement("Allow", "s3:*"));
    question.by_resource = ByResource::identity_policy;
    EXPECT_TRUE(authorize(facts, question).allowed());
    question.by_resource = ByResource::nothing;
    EXPECT_EQ(authorize(facts, question).layer, Layer::identity_policy);
}

// IAM User Guide, "AWS global condition context keys": what only temporary credentials have
TEST_F(AuthorizeTest, KnowsTheSession) {
    const auto account = world.in_inner;
    auto session = made.session(account);
    session.session_issued_at = from_epoch_ms(1'790'000'000'500);
    session.source_identity = "Ada";
    auto bearer = session;
    bearer.token_bearer = true;
    const auto long_term = made.user(account);
    const struct {
        std::string condition;
        std::string holds;  // for s(ession), b(earer of a token), l(ong-term key)
    } rows[] = {
        {R"({"DateLessThan":{"aws:TokenIssueTime":"2026-09-21T14:13:20.501Z"}})", "sb"},
        {R"({"DateLessThan":{"aws:TokenIssueTime":"2026-09-21T14:13:20.5Z"}})", ""},
        {R"({"Null":{"aws:TokenIssueTime":"true"}})", "l"},
        {R"({"Bool":{"aws:MultiFactorAuthPresent":"false"}})", "sb"},
        {R"({"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}})", "sbl"},
        {R"({"StringEquals":{"aws:SourceIdentity":"Ada"}})", "sb"},
        {R"({"StringEquals":{"aws:FederatedProvider":"openid-license-manager.amazonaws.com"}})",
         "b"},
        {R"({"Null":{"aws:FederatedProvider":"true","aws:MultiFactorAuthAge":"true"}})", "sl"},
    };
    for (const auto& row : rows) {
        identity(account, statement("Allow", "license-manager:*", row.condition));
        const std::string holds = std::string{ask(session).allowed() ? "s" : ""} +
                                  (ask(bearer).allowed() ? "b" : "") +
                                  (ask(long_term).allowed() ? "l" : "");
        EXPECT_EQ(holds, row.holds) << row.condition;
    }
}

// IAM User Guide, "Global condition context keys"
TEST_F(AuthorizeTest, KnowsTheCallerAndTheOwnerOfTheResource) {
    const auto account = world.in_inner;
    const auto role = "arn:aws:iam::" + account.text() + ":role/apps/runner";
    const auto path =
        world.organization_id + "/" + world.root() + "/" + world.outer + "/" + world.inner + "/";
    const auto user = made.user(account);
    const auto session = made.session(account);
    const struct {
        const model::Principal& who;
        std::string condition;
        bool holds;
    } rows[] = {
        {session, R"({"ArnEquals":{"aws:PrincipalArn":")" + role + R"("}})", true},
        {session, R"({"StringEquals":{"aws:PrincipalType":"AssumedRole"}})", true},
        {session, R"({"StringEquals":{"aws:userid":")" + session.id + R"("}})", true},
        {session, R"({"Null":{"aws:username":"true"}})", true},
        {session, R"({"StringEquals":{"aws:PrincipalTag/team":"blue"}})", true},
        {user, R"({"StringEquals":{"aws:PrincipalTag/team":"red"}})", true},
        {user, R"({"ArnEquals":{"aws:PrincipalArn":")" + user.arn + R"("}})", true},
        {user, R"({"StringEquals":{"aws:PrincipalType":"User","aws:username":"ann"}})", true},
        {user, R"({"StringEquals":{"aws:PrincipalAccount":")" + account.text() + R"("}})", true},
        {user, R"({"StringEquals":{"aws:PrincipalOrgID":")" + world.organization_id + R"("}})",
         true},
        {user, R"({"ForAnyValue:StringEquals":{"aws:PrincipalOrgPaths":")" + path + R"("}})", true},
        {user, R"({"Bool":{"aws:PrincipalIsAWSService":"false"}})", true},
        {user, R"({"StringEquals":{"aws:ResourceAccount":"111111111111"}})", true},
        {user, R"({"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}})", true},
        {user, R"({"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}})", false},
    };
    for (const auto& row : rows) {
        identity(account, statement("Allow", "license-manager:*", row.condition));
        EXPECT_EQ(ask(row.who).allowed(), row.holds) << row.condition;
    }
}

// A condition of one's own tells nothing of where an account of another organization stands.
TEST_F(AuthorizeTest, KnowsNothingOfOtherOrganizations) {
    const AccountId stranger{999'999'999'999};
    world.take({model::AccountOpened{stranger, {.name = "stranger", .email = "s@example.com"}}});
    made.as(stranger);
    ASSERT_TRUE(made.note(
        model::create_organization(world.state, {model::FeatureSet::ALL}, world.context())));
    const auto who = made.user(world.in_inner);
    for (const std::string key : {"aws:ResourceOrgID", "aws:ResourceOrgPaths"}) {
        identity(world.in_inner,
                 statement("Allow", "license-manager:*", R"({"Null":{")" + key + R"(":"true"}})"));
        EXPECT_FALSE(ask(who).allowed()) << key;
        EXPECT_TRUE(authorize(facts, {.subject = who,
                                      .action = action,
                                      .resource = kResource,
                                      .resource_account = stranger,
                                      .context = request})
                        .allowed())
            << key;
    }
}

// Random worlds: the same verdict as the reference, on the state and on the index.
TEST(Authorize, AgreesWithTheReference) {
    const char* const set = std::getenv("LICET_CASES");
    const std::size_t count = (set == nullptr ? 20'000 : std::strtoul(set, nullptr, 10)) / 10;
    const policy::Action actions[] = {policy::Action{"bedrock:InvokeModel"},
                                      policy::Action{"aws-marketplace:Subscribe"},
                                      policy::Action{"iam:CreateUser"}};
    std::map<std::string, int> seen;
    std::size_t done = 0;
    for (std::uint64_t seed = 1; done < count; ++seed) {
        DecisionWorld made{seed};
        for (int step = 0; step < 40; ++step, ++done) {
            made.step();
            const auto index = made.index();
            const auto asked = made.ask();
            const auto subject = asked.subject();
            auto context = asked.context();
            context.set_now(asked.now);
            context.set(policy::Key::aws_requested_region, asked.region);
            const auto& action = actions[made.below(std::size(actions))];
            const ActionQuestion question{subject, action, "*", {}, context};
            auto keys = asked.request;
            keys["aws:requestedregion"] = {asked.region};
            keys = reference::with_subject(made.world.state, subject, keys, {}, false);
            const reference::Asked texts{std::string{action.text()}, "*", keys};
            const auto control = reference::control(made.world.state, subject, texts);
            const auto identity = reference::identity(made.world.state, subject, texts);
            const bool first = identity.ends_with("_denies") && !control.ends_with("_denies");
            const auto expected = control.empty() || first ? identity : control;
            const StateFacts facts{made.world.state};
            for (const Facts* source :
                 {static_cast<const Facts*>(&facts), static_cast<const Facts*>(index.get())}) {
                const auto answer = authorize(*source, question);
                const auto reason =
                    answer.allowed() ? std::string_view{} : reason_text(reason_of(answer));
                ASSERT_EQ(reason, expected)
                    << "seed " << seed << " step " << step << " " << asked.text();
            }
            ++seen[expected];
        }
    }
    if (count >= 10'000) {
        EXPECT_EQ(seen.size(), 7U);  // nothing, and six reasons
    }
}

}  // namespace
}  // namespace licet::decision
