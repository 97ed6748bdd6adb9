// SPDX-License-Identifier: Apache-2.0
#include "decision/explain.h"

#include "decision/fix_runner_test.h"
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
bool is_final(const Explanation& explained, const DecisionWorld::Asked& asked) {
    const auto& fix = *explained.refused()->fix;
    const bool gone = asked.principal.id == "AROAGONE";  // who is no more gets no policies
    return (fix.commands.empty() && !fix.change) || (gone && step_of(explained.reason) == 6) ||
           (gone && explained.reason == Reason::subscribe_not_allowed);
}

void change(DecisionWorld::Asked& asked, const RequestChange& change) {
    if (change.member == "region") {
        asked.region = change.value;
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
        if (explained.allowed || is_final(explained, asked)) {
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
            << step.reason << " stays: " << after.refused()->message << "; " << asked.text();
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
    EXPECT_LT(blocked.size() * 20, static_cast<std::size_t>(allowed))
        << testing::PrintToString(blocked);
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

}  // namespace
}  // namespace licet::decision
