// SPDX-License-Identifier: Apache-2.0
// Which quotas bind a call. Source: issue 5, section 4; design 6, step 9; rule GR-7.
#include "decision/decision_world_test.h"
#include "decision/explain.h"
#include "decision/index_builder.h"
#include "decision/state_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace licet::decision {
namespace {

using testing::HasSubstr;

constexpr std::string_view kKey = "licet:quota:requests-per-day";
using Limits = std::set<std::pair<model::GrantId, std::int64_t>>;

/// By the tags of the grant, and of those that it passes on.
Limits limits_by_tags(const model::State& state, const std::optional<model::GrantId>& grant) {
    Limits limits;
    for (auto step = grant; step; step = state.grant.grants.at(step->parent()).source) {
        const auto details = state.grant.details.find(step->parent());
        if (details == state.grant.details.end()) {
            continue;
        }
        if (const auto tag = details->second.tags.find(std::string{kKey});
            tag != details->second.tags.end()) {
            limits.emplace(step->parent(), std::stoll(tag->second));
        }
    }
    return limits;
}

Limits limits_of(const Decision& decision) {
    Limits limits;
    if (const auto& quotas = decision.entitlement().scope.quotas) {
        for (const auto& quota : *quotas) {
            limits.emplace(quota.grant, quota.limit);
        }
    }
    return limits;
}

/// Three of four grants get a quota, each a limit of its own.
void set_quotas(DecisionWorld& made) {
    const auto& state = made.world.state;
    std::vector<model::GrantId> grants;
    for (const auto& [id, grant] : state.grant.grants) {
        if (!grant.from_issuer && id.id.bytes[0] % 4 != 0) {
            grants.push_back(id);
        }
    }
    int limit = 0;
    for (const auto& id : grants) {
        made.as(model::find_grant(state.grant, id)->grantor);
        made.note(model::tag_resource(state, made.world.arn(id),
                                      {{std::string{kKey}, std::to_string(++limit)}},
                                      made.world.context()));
    }
}

TEST(Quotas, ThoseOfTheGrantThatCountsBindByIndexAndStateAlike) {
    const SealingKey key{std::array<std::uint8_t, 32>{1}};
    std::size_t bound = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        DecisionWorld made{seed, 100};
        set_quotas(made);
        const auto& state = made.world.state;
        IndexBuilder builder{key};
        builder.rebuild(state);
        const auto index = builder.publish(state, 1);
        const StateFacts facts{state};
        for (const auto account : made.accounts()) {
            for (const auto& [id, model] : state.models.models) {
                const Question question{account, id, "us-east-1", made.world.now};
                const auto decision = decide(*index, question);
                const auto expected = limits_by_tags(state, decision.entitlement().grant);
                ASSERT_EQ(limits_of(decision), expected) << "seed " << seed;
                ASSERT_EQ(limits_of(decide(facts, question)), expected) << "seed " << seed;
                bound += expected.empty() ? 0 : 1;
                if (!decision.allowed() || !decision.entitlement().grant) {
                    continue;
                }
                const auto explained = explain(*index, question);
                const auto& step = explained.steps[8];
                EXPECT_EQ(step.reason, expected.empty() ? "not_limited" : "limited");
                for (const auto& [grant, limit] : expected) {
                    EXPECT_THAT(step.message, HasSubstr("`" + std::string{kKey} +
                                                        "` = " + std::to_string(limit)));
                }
            }
        }
    }
    EXPECT_GT(bound, 100U);
}

}  // namespace
}  // namespace licet::decision
