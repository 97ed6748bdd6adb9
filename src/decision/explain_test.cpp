// SPDX-License-Identifier: Apache-2.0
#include "decision/explain.h"

#include "decision/fix_runner_test.h"
#include "decision/inquiry.h"
#include "decision/member_view.h"
#include "decision/policy_fix.h"
#include "decision/state_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::decision {
namespace {

using testing::HasSubstr;

/// A world at its beginning.
struct ExplainTest : testing::Test {
    DecisionWorld made{0, 0};
    model::GrantWorld& world = made.world;
    const model::State& state = made.world.state;
};

/// What a fix cannot do anything about: what is the caller's own to choose, or not in licet.
bool is_final(const model::State& state, const Explanation& explained,
              const DecisionWorld::Asked& asked) {
    const auto& fix = *explained.refused()->fix;
    const auto& who = asked.principal;  // one who is no more gets no policies
    const auto* user = model::find_user(state.identity, who.account, who.name);
    const bool gone = who.kind == model::PrincipalKind::assumed_role
                          ? !state.identity.role_by_id.contains(who.role_id)
                          : user == nullptr || user->id != who.id;
    return (fix.commands.empty() && !fix.change) || (gone && step_of(explained.reason) == 6) ||
           (gone && explained.reason == Reason::subscribe_not_allowed);
}

void change(DecisionWorld::Asked& asked, const RequestChange& change) {
    if (change.member == "region") {
        asked.region = change.value;
    } else if (change.member == "time") {
        asked.now = parse_iso8601(change.value).value();
    } else {
        ASSERT_EQ(change.member, "model");
        asked.identifier = change.value;
    }
}

/// Does what the explanations say until the call is allowed, or there is nothing more to do.
/// @param blocked counts commands that the state refuses, by what they say: other grants in force,
///                or a limit.
/// @return whether it came to be allowed by fixes
bool follow(DecisionWorld& made, DecisionWorld::Asked asked, std::map<std::string, int>& blocked) {
    const StateFacts facts{made.world.state};
    made.as(made.world.management);
    made.note(model::change_license_settings(made.world.state, {.link_organizations = true},
                                             made.world.context()));
    for (int round = 0;; ++round) {
        const auto request = asked.context();
        const Question question{asked.subject(), asked.identifier, asked.region,
                                asked.now,       asked.operation,  &request};
        const auto explained = explain(facts, question);
        if (explained.allowed || is_final(made.world.state, explained, asked)) {
            return explained.allowed && round > 0;
        }
        const auto& step = *explained.refused();
        EXPECT_LT(round, 9) << step.reason << ": " << step.message;
        if (round >= 9) {
            return false;
        }
        if (step.fix->change) {
            change(asked, *step.fix->change);
            continue;
        }
        const auto refused = FixRunner{made}.run(*step.fix);
        if (!refused.empty()) {
            ++blocked[refused];
            return false;
        }
        EXPECT_FALSE(step.fix->text.empty());
        const auto after = explain(facts, question);
        EXPECT_TRUE(after.allowed || after.reason != explained.reason ||
                    after.refused()->subject != step.subject)
            << step.reason << " stays: " << after.refused()->message << "; " << asked.text()
            << " after " << step.fix->text;
        if (testing::Test::HasFailure()) {
            return false;
        }
    }
}

// claim 8: applying the stated fix flips the answer
TEST(Explain, ApplyingTheStatedFixesLeadsToAnAllowance) {
    int allowed = 0;
    std::map<std::string, int> blocked;
    for (std::uint64_t seed = 1; seed <= 250; ++seed) {
        DecisionWorld made{seed};
        for (std::size_t step = 0; step < 15; ++step) {
            made.step();
            auto asked = made.ask();
            asked.now = made.world.now;
            allowed += follow(made, asked, blocked) ? 1 : 0;
            ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << ", step " << step;
        }
    }
    EXPECT_GT(allowed, 500);
    int failed = 0;
    for (const auto& [what, times] : blocked) {
        failed += times;
    }
    EXPECT_LT(failed * 20, allowed) << testing::PrintToString(blocked);
}

// claim 8, of what an account or a caller must be: each fix leads on, until it is allowed
TEST(Explain, ApplyingTheStatedFixesMakesTheCallerOneWhoMay) {
    const std::string statements[] = {
        R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}})",
        R"([{"Effect":"Deny","Action":"sts:AssumeRole","Principal":"*"},)"
        R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}])",
        R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"},"Condition":)"
        R"({"StringEquals":{"sts:ExternalId":"x"}}})"};
    const std::pair<std::string_view, std::string_view> deeds[] = {
        {"sts:AssumeRole", "role"},
        {"organizations:ListAccounts", "*"},
        {"license-manager:ListReceivedGrantsForOrganization", "*"},
        {"organizations:CreatePolicy", "*"},
        {"iam:GetPolicy", "arn:aws:iam::{}:policy/p"}};
    std::map<std::string, int> flipped;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        DecisionWorld made{seed, 20};
        const auto account = made.world.in_root;
        made.as(account);
        made.note(model::update_trust_policy(
            made.world.state,
            {"runner", R"({"Version":"2012-10-17","Statement":)" + statements[seed % 3] + "}"},
            made.world.context()));
        const StateFacts facts{made.world.state};
        const auto& identities = made.world.state.identity;
        if (facts.standing(account) != Facts::AccountStanding::open ||
            model::find_user(identities, account, "ann") == nullptr ||
            model::find_role(identities, account, "runner") == nullptr) {
            continue;
        }
        for (const auto& [action, named] : deeds) {
            auto who = made.user(account);
            const std::string resource =
                named == "role" ? model::role_arn(account, "/apps/", "runner")
                                : fmt::format(fmt::runtime(named), made.world.management.text());
            const Inquiry inquiry{.action = action,
                                  .resource = resource,
                                  .region = "us-east-1",
                                  .now = made.world.now};
            const auto first = Inquirer{facts, facts, inquiry}.explain(who);
            for (int round = 0;; ++round) {
                const auto explained = Inquirer{facts, facts, inquiry}.explain(who);
                if (explained.answer.allowed) {
                    flipped[std::string{first.answer.reason}] += 1;
                    break;
                }
                const auto& step = *explained.refused();
                ASSERT_LT(round, 4) << seed << " " << action << ": " << step.message;
                if (step.fix->change) {
                    ASSERT_EQ(step.fix->change->member, "principal");
                    who = *facts.find_principal(step.fix->change->value);
                    continue;
                }
                if (!FixRunner{made}.run(*step.fix).empty()) {
                    break;  // another account is License Manager's one delegated administrator
                }
                const auto after = Inquirer{facts, facts, inquiry}.answer(who);
                EXPECT_NE(after.reason, step.reason) << seed << " " << step.message;
            }
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
    for (const auto* reason : {"role_does_not_trust", "not_organization_reader",
                               "not_management_account", "not_the_owner"}) {
        EXPECT_GT(flipped[reason], 5) << reason;
    }
}

// design 6: every step is reported, with what decided and the nearest miss in each dimension
TEST_F(ExplainTest, ReportsEveryStepAndTheNearestMisses) {
    const auto account = world.in_root;
    made.as(account);
    const auto who = made.user(account);
    ASSERT_TRUE(made.note(model::put_inline_policy(
        world.state,
        {made.identity(account, model::IdentityKind::user), "all",
         R"({"Version":"2012-10-17","Statement":[{"Sid":"Europe","Effect":"Allow","Action":)"
         R"("bedrock:*","Resource":"*","Condition":{"StringEquals":)"
         R"({"aws:RequestedRegion":"eu-west-1"}}}]})"})));
    const auto id = model::sample::kNova;
    const StateFacts facts{state};
    const auto explained = explain(facts, {who, id, "us-east-1", world.now});
    EXPECT_EQ(explained.steps[0].name, "caller");
    EXPECT_EQ(explained.steps[8].reason, "not_limited");
    EXPECT_EQ(explained.steps[2].verdict, StepVerdict::not_applicable);
    const auto& identity = explained.steps[5];
    ASSERT_EQ(identity.verdict, StepVerdict::refused);
    EXPECT_EQ(identity.reason, "identity_policy_missing_allow");
    ASSERT_FALSE(identity.misses.empty());
    EXPECT_EQ(identity.misses[0].dimension, "condition");
    EXPECT_THAT(identity.misses[0].detail, HasSubstr("Europe"));
    EXPECT_THAT(identity.misses[0].detail, HasSubstr("aws:RequestedRegion"));
    ASSERT_TRUE(identity.fix.has_value());
    EXPECT_EQ(identity.fix->account, account);
    ASSERT_EQ(identity.fix->commands.size(), 1U);
    EXPECT_EQ(identity.fix->commands[0].operation, "PutUserPolicy");
    EXPECT_THAT(identity.fix->commands[0].parameters, HasSubstr(model::model_arn("us-east-1", id)));

    const auto unknown = explain(facts, {who, "anthropic.unknown-v1:0", "us-east-1", world.now});
    EXPECT_EQ(unknown.refused()->number, 2);
    EXPECT_EQ(unknown.steps[2].verdict, StepVerdict::not_reached);
    EXPECT_EQ(unknown.steps[8].verdict, StepVerdict::not_reached);
}

// the steps of an action that is no model call
TEST_F(ExplainTest, ExplainsAnyAction) {
    const auto account = world.in_root;
    made.as(account);
    ASSERT_TRUE(made.note(model::put_inline_policy(
        world.state, {made.identity(account, model::IdentityKind::role), "all",
                      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)"
                      R"("iam:*","Resource":"*"}]})"})));
    const policy::Action action{"license-manager:CreateGrant"};
    policy::Context context;
    const auto who = made.session(account);
    const StateFacts facts{state};
    const ActionQuestion question{.subject = who,
                                  .action = action,
                                  .resource = "*",
                                  .resource_account = {},
                                  .context = context};
    const auto explained = explain(facts, question);
    EXPECT_EQ(explained.authorization.verdict, policy::Verdict::not_allowed);
    EXPECT_EQ(explained.steps[5].reason, "identity_policy_missing_allow");
    EXPECT_EQ(explained.steps[2].verdict, StepVerdict::not_applicable);
    ASSERT_TRUE(explained.steps[5].fix.has_value());
    EXPECT_EQ(FixRunner{made}.run(*explained.steps[5].fix), "");
    EXPECT_TRUE(authorize(facts, question).allowed());
}

// a policy of a group is taken from the group
TEST_F(ExplainTest, AManagedPolicyIsDetachedFromTheGroupThatHasIt) {
    const auto account = world.in_root;
    made.as(account);
    ASSERT_TRUE(made.note(model::add_to_group(state, {"friends", "ann"}, world.context())));
    ASSERT_TRUE(made.note(model::create_managed_policy(
        state,
        {.name = "denies",
         .path = "/",
         .document = R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":)"
                     R"("bedrock:*","Resource":"*"}]})"},
        world.context())));
    ASSERT_TRUE(made.note(model::attach_policy(
        state, {model::IdentityName{model::IdentityKind::group, {account, "friends"}},
                model::managed_policy_arn(account, "/", "denies")})));
    const auto who = made.user(account);
    const StateFacts facts{state};
    const Question question{who, model::sample::kNova, "us-east-1", world.now};
    const auto explained = explain(facts, question);
    const auto& step = *explained.refused();
    EXPECT_EQ(step.reason, "identity_policy_denies");
    EXPECT_THAT(step.subject, HasSubstr("policy/denies (attached to group/friends)"));
    ASSERT_EQ(step.fix->commands.size(), 1U);
    EXPECT_EQ(step.fix->commands[0].operation, "DetachGroupPolicy");
    EXPECT_EQ(FixRunner{made}.run(*step.fix), "");
    EXPECT_TRUE(explain(facts, question).allowed);
}

// what an explanation costs does not grow with the policies that somebody has
TEST_F(ExplainTest, LooksAtABoundedNumberOfPolicies) {
    const auto account = world.in_root;
    made.as(account);
    const auto name = made.identity(account, model::IdentityKind::role);
    ASSERT_TRUE(made.note(model::delete_inline_policy(state, {name, "all"})));
    for (std::size_t n = 0; n <= kFixPoliciesMax; ++n) {
        ASSERT_TRUE(made.note(model::put_inline_policy(
            state, {name, fmt::format("p-{:03}", n),
                    R"({"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}})"})))
            << n;
        const auto who = made.session(account);
        const StateFacts facts{state};
        const auto explained = explain(facts, {who, model::sample::kNova, "us-east-1", world.now});
        const auto& step = *explained.refused();
        EXPECT_LE(step.misses.size(), 8U);
        EXPECT_EQ(step.fix->account, account);
        EXPECT_EQ(step.fix->commands.empty(), n == kFixPoliciesMax);
    }
}

// a member learns that a service control policy refuses and which one, not what it says
TEST_F(ExplainTest, AMemberIsNotShownTheOrganizationsPolicies) {
    const auto account = world.in_outer;
    made.as(world.management);
    const auto created = model::create_organization_policy(
        state,
        {model::PolicyType::SERVICE_CONTROL_POLICY,
         "secret",
         "",
         R"({"Version":"2012-10-17","Statement":[{"Sid":"Hidden","Effect":"Deny","Action":)"
         R"("bedrock:*","Resource":"*"}]})",
         {}},
        world.context());
    ASSERT_TRUE(made.note(created));
    const auto id = std::get<model::OrganizationPolicyCreated>(created->front()).id;
    ASSERT_TRUE(
        made.note(model::attach_organization_policy(state, {id, world.outer}, world.context())));
    const StateFacts facts{state};
    const Inquiry inquiry{.action = "bedrock:InvokeModel",
                          .resource = model::sample::kNova,
                          .region = "us-east-1",
                          .now = world.now};
    const auto whole = Inquirer{facts, facts, inquiry}.explain(account);
    ASSERT_EQ(whole.answer.reason, "service_control_policy_denies");
    EXPECT_THAT(whole.refused()->misses.at(0).detail, HasSubstr("Hidden"));
    auto shown = whole;
    hide_control_policies(shown, facts, account);
    const auto& step = *shown.refused();
    EXPECT_THAT(step.subject, HasSubstr(id));
    EXPECT_TRUE(step.misses.empty());
    EXPECT_TRUE(step.fix->commands.empty());
    EXPECT_EQ(step.fix->account, world.management);
    EXPECT_EQ(step.fix->text.find(world.outer), std::string::npos);
    EXPECT_EQ(step.message, whole.refused()->message);

    ASSERT_TRUE(
        made.note(model::detach_organization_policy(state, {id, world.outer}, world.context())));
    auto passed = Inquirer{facts, facts, inquiry}.explain(account);
    EXPECT_THAT(passed.steps[4].message, HasSubstr("allowed by"));
    hide_control_policies(passed, facts, account);
    EXPECT_EQ(passed.steps[4].subject, account.text());
}

// why nothing is asked of whom no policy restricts
TEST_F(ExplainTest, SaysByWhichRuleNoPolicyIsAsked) {
    const StateFacts facts{state};
    const auto steps = [&](const Subject& subject) {
        const auto model = explain(facts, {subject, model::sample::kNova, "us-east-1", world.now});
        const policy::Action action{"iam:GetUser"};
        const policy::Context context;
        const auto any = explain(facts, ActionQuestion{subject, action, "*", {}, context});
        EXPECT_EQ(any.steps[4].message, model.steps[4].message);
        EXPECT_EQ(any.steps[5].message, model.steps[5].message);
        return model.steps;
    };
    const auto root = DecisionWorld::root_of(world.management);
    EXPECT_THAT(steps(root)[4].message, HasSubstr("the management account"));
    EXPECT_THAT(steps(root)[5].message, HasSubstr("root needs no policy"));
    EXPECT_THAT(steps(made.accounts().back())[4].message, HasSubstr("in no organization"));
    EXPECT_THAT(steps(made.accounts().back())[5].message, HasSubstr("as a whole"));
}

}  // namespace
}  // namespace licet::decision
