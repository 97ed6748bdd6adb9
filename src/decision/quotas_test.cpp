// SPDX-License-Identifier: Apache-2.0
// Which quotas bind a call. Source: issue 5, section 4; design 6, step 9; rule GR-7.
#include "decision/decision_world_test.h"
#include "decision/explain.h"
#include "decision/index_builder.h"
#include "decision/state_facts.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace licet::decision {
namespace {

using testing::HasSubstr;

constexpr std::string_view kKey = "licet:quota:requests-per-day";
using Limits = std::set<std::pair<std::string, std::int64_t>>;

/// By the license's entitlements, by the tags of the grant, and of those that it passes on.
Limits limits_in_state(const model::State& state, const std::optional<model::GrantId>& grant) {
    Limits limits;
    if (grant) {
        const auto& license = state.grant.grants.at(grant->parent()).license;
        for (const auto& one : state.license.licenses.at(license).versions.back().entitlements) {
            if (one.name == kKey) {
                limits.emplace("license `l-" + license.text() + "`", *one.max_count);
            }
        }
    }
    for (auto step = grant; step; step = state.grant.grants.at(step->parent()).source) {
        const auto details = state.grant.details.find(step->parent());
        if (details == state.grant.details.end()) {
            continue;
        }
        if (const auto tag = details->second.tags.find(std::string{kKey});
            tag != details->second.tags.end()) {
            limits.emplace("grant `g-" + step->parent().text() + "`", std::stoll(tag->second));
        }
    }
    return limits;
}

Limits limits_of(const Decision& decision) {
    Limits limits;
    if (const auto& quotas = decision.entitlement().scope.quotas) {
        for (const auto& quota : *quotas) {
            limits.emplace(model::owner_text(quota), quota.limit);
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

/// Half of the licenses get one that they had not, or lose it.
void change_licenses(DecisionWorld& made, SeededRandom& random) {
    model::Events events;
    for (const auto& [id, license] : made.world.state.license.licenses) {
        if (random.below(2) == 0) {
            continue;
        }
        auto version = model::current(license);
        if (version.entitlements.empty() || version.entitlements.back().name != kKey) {
            version.entitlements.push_back({.name = std::string{kKey},
                                            .unit = "Count",
                                            .value = {},
                                            .max_count = 1 + random.below(9)});
        } else {
            version.entitlements.pop_back();
        }
        events.emplace_back(model::LicenseVersionAdded{id, std::move(version)});
    }
    made.apply(events);
}

/// @return how many decisions are bound
std::size_t expect_quotas_of_the_state(const model::State& state, const DecisionWorld& made,
                                       const Index& index) {
    std::size_t bound = 0;
    const StateFacts facts{state};
    for (const auto account : made.accounts()) {
        for (const auto& [id, model] : state.models.models) {
            const Question question{account, id, "us-east-1", made.world.now};
            const auto decision = decide(index, question);
            const auto expected = limits_in_state(state, decision.entitlement().grant);
            EXPECT_EQ(limits_of(decision), expected);
            EXPECT_EQ(limits_of(decide(facts, question)), expected);
            bound += expected.empty() ? 0 : 1;
            if (!decision.allowed() || !decision.entitlement().grant) {
                continue;
            }
            const auto explained = explain(index, question);
            const auto& step = explained.steps[8];
            EXPECT_EQ(step.reason, expected.empty() ? "not_limited" : "limited");
            for (const auto& [owner, limit] : expected) {
                EXPECT_THAT(step.message,
                            HasSubstr(fmt::format("`{}` = {} of {}", kKey, limit, owner)));
            }
        }
    }
    return bound;
}

TEST(Quotas, ThoseOfTheGrantThatCountsBindByIndexAndStateAlike) {
    const SealingKey key{std::array<std::uint8_t, 32>{1}};
    std::size_t bound = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        DecisionWorld made{seed, 100};
        set_quotas(made);
        const auto& state = made.world.state;
        IndexBuilder builder{key};
        builder.rebuild(state);
        bound += expect_quotas_of_the_state(state, made, *builder.publish(state, 1));
        SeededRandom random{seed};
        for (int change = 0; change < 2; ++change) {
            bound += expect_quotas_of_the_state(state, made, *made.index());
            change_licenses(made, random);
        }
        bound += expect_quotas_of_the_state(state, made, *made.index());
        ASSERT_FALSE(testing::Test::HasFailure());
    }
    EXPECT_GT(bound, 400U);
}

}  // namespace
}  // namespace licet::decision
