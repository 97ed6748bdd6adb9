// SPDX-License-Identifier: Apache-2.0
// Random worlds and questions: the reference, decide() on the state, decide() on the index and
// explain() must all give the same verdict for the same reason.
#include "decision/decision_world_test.h"
#include "decision/explain.h"
#include "decision/reference_decider_test.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace licet::decision {
namespace {

/// How many questions: LICET_CASES.
std::size_t cases() {
    const char* const set = std::getenv("LICET_CASES");
    return set == nullptr ? 20'000 : std::strtoul(set, nullptr, 10);
}

constexpr std::size_t kStepsOfAWorld = 60;
constexpr std::size_t kQuestionsOfAStep = 12;

constexpr std::size_t kEnough = 100'000;  // for every reason to occur

/// Asks all sources the same. @return the reason
std::string compare(DecisionWorld& made, const Index& index) {
    const auto asked = made.ask();
    const auto request = asked.context();
    const Question question{asked.subject(), asked.identifier, asked.region,
                            asked.now,       asked.operation,  &request};
    const StateFacts facts{made.world.state};
    const auto expected = reference::Decider{made.world.state, question, asked.request}.reason();
    const auto plain = decide(facts, question);
    const auto fast = decide(index, question);
    EXPECT_EQ(expected, reason_text(plain.reason())) << asked.text();
    EXPECT_EQ(expected, reason_text(fast.reason())) << asked.text();
    EXPECT_EQ(plain.allowed(), fast.allowed());
    const bool allows = plain.reason() <= Reason::own_subscription;
    EXPECT_EQ(plain.allowed(), allows) << expected;

    const auto explained = explain(index, question);
    EXPECT_EQ(explained.allowed, allows);
    EXPECT_EQ(expected, reason_text(explained.reason)) << asked.text();
    EXPECT_EQ(explained.grant, fast.entitlement().grant);
    EXPECT_EQ(plain.entitlement().grant, fast.entitlement().grant) << asked.text();
    const auto* const refused = explained.refused();
    EXPECT_EQ(refused == nullptr, allows);
    if (refused != nullptr) {
        EXPECT_EQ(refused->number, step_of(plain.reason()));
        EXPECT_EQ(refused->reason, expected);
        EXPECT_EQ(refused->message, plain.refusal().message);
        EXPECT_EQ(fast.refusal().message, plain.refusal().message);
        EXPECT_TRUE(refused->fix.has_value());
    }
    return expected;
}

// issue 4, section 3; claim 7
TEST(Decision, IsThatOfTheReferenceOnStateAndIndexAndInItsExplanation) {
    std::map<std::string, std::size_t> reasons;
    const std::size_t count = cases();
    std::size_t done = 0;
    for (std::uint64_t seed = 1; done < count; ++seed) {
        DecisionWorld made{seed};
        for (std::size_t step = 0; step < kStepsOfAWorld && done < count; ++step) {
            made.step();
            const auto index = made.index();
            for (std::size_t n = 0; n < kQuestionsOfAStep; ++n, ++done) {
                ++reasons[compare(made, *index)];
                ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed << ", step " << step;
            }
        }
    }
    for (int n = 0; n < static_cast<int>(Reason::product_unknown) && count >= kEnough; ++n) {
        const std::string reason{reason_text(static_cast<Reason>(n))};
        EXPECT_GT(reasons[reason], 0U) << reason;
    }
}

}  // namespace
}  // namespace licet::decision
