// SPDX-License-Identifier: Apache-2.0
#include "guardrail/judgement.h"

#include "base/json_writer.h"
#include "base/random.h"
#include "guardrail/assessment.h"
#include "guardrail/samples_test.h"

#include <gmock/gmock.h>

#include <set>

namespace licet::guardrail {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Actions kOff{Action::off, Action::off};
constexpr Strength kStrengths[] = {Strength::none, Strength::low, Strength::medium, Strength::high};

/// Two topics, a filter that blocks prompts, and both kinds of grounding.
JudgedRules sample() {
    return {.topics = {{"Advice", "what to buy", {"Buy?"}, kBlock},
                       {"Weather", "rain", {}, {Action::none, Action::off}}},
            .content = {{"HATE", Strength::high, Strength::low, kBlock},
                        {"PROMPT_ATTACK", Strength::medium, Strength::none, kBlock}},
            .grounding = {{"GROUNDING", 0.5, Action::block}, {"RELEVANCE", 0.25, Action::none}}};
}

Judgement of_sample(Source source) {
    auto judgement = Judgement::for_rules(sample());
    judgement.topics = {true, source == Source::input};
    judgement.content = {Strength::medium, Strength::low};
    judgement.characters = 1'500;
    judgement.took = std::chrono::milliseconds{7};
    if (source == Source::output) {
        judgement.grounding = {0.75, 0.125};
        judgement.grounding_characters = 2'001;
    }
    return judgement;
}

std::string told(const Scans& scans, Telling telling = Telling::findings) {
    std::string text;
    append_assessment(text, scans.assessment({}, telling));
    return text;
}

std::string recorded(const Scans& scans) {
    std::string text;
    JsonWriter json{text};
    scans.write_record(json);
    return text;
}

TEST(Judgements, AreActedUponFromTheConfidenceThatAFiltersStrengthNames) {
    const std::set<std::pair<Strength, Strength>> acted{
        {Strength::high, Strength::low},      {Strength::high, Strength::medium},
        {Strength::medium, Strength::medium}, {Strength::high, Strength::high},
        {Strength::medium, Strength::high},   {Strength::low, Strength::high}};
    for (const auto confidence : kStrengths) {
        for (const auto strictness : kStrengths) {
            EXPECT_EQ(reaches(confidence, strictness), acted.contains({confidence, strictness}))
                << static_cast<int>(confidence) << static_cast<int>(strictness);
        }
    }
}

TEST(Judgements, HaveTheOutcomeOfTheMostRestrictiveRule) {
    const auto rules = sample();
    auto judgement = Judgement::for_rules(rules);
    const auto outcome = [&](Source source) { return outcome_of(rules, judgement, source); };
    EXPECT_EQ(outcome(Source::input), Action::none);
    judgement.topics[1] = true;
    EXPECT_EQ(outcome(Source::input), Action::none);  // is told only
    judgement.content[0] = Strength::low;
    EXPECT_EQ(outcome(Source::input), Action::block);
    EXPECT_EQ(outcome(Source::output), Action::none);  // is less strict with answers
    judgement.content[0] = Strength::none;
    judgement.content[1] = Strength::high;
    EXPECT_EQ(outcome(Source::input), Action::block);
    EXPECT_EQ(outcome(Source::output), Action::none);
    judgement.content[1] = Strength::none;
    judgement.grounding = {0.5, 0.0};
    EXPECT_EQ(outcome(Source::output), Action::none);  // at the threshold, and told only
    judgement.grounding[0] = 0.49;
    EXPECT_EQ(outcome(Source::output), Action::block);
    EXPECT_EQ(outcome(Source::input), Action::none);  // prompts rest on nothing
    judgement.topics[0] = true;
    EXPECT_EQ(outcome(Source::input), Action::block);
}

/// Held against rules that are read one by one, whatever is off.
TEST(Judgements, AreAskedForAndActedUponAsEachRuleSays) {
    SeededRandom random{11};
    constexpr Action kActions[] = {Action::off, Action::none, Action::block};
    const auto any = [&](const auto& values) { return values[random.below(std::size(values))]; };
    for (int round = 0; round < 2'000; ++round) {
        const auto source = random.below(2) == 0 ? Source::input : Source::output;
        JudgedRules rules;
        Judgement judgement;
        bool asked = false;
        bool blocked = false;
        for (auto left = random.below(3); left > 0; --left) {
            const auto& rule =
                rules.topics.emplace_back(TopicRule{"t", "d", {}, {any(kActions), any(kActions)}});
            judgement.topics.push_back(random.below(2) == 0);
            const auto action = source == Source::input ? rule.actions.input : rule.actions.output;
            asked = asked || action != Action::off;
            blocked = blocked || (judgement.topics.back() && action == Action::block);
        }
        for (auto left = random.below(3); left > 0; --left) {
            const auto& rule = rules.content.emplace_back(ContentRule{
                "HATE", any(kStrengths), any(kStrengths), {any(kActions), any(kActions)}});
            judgement.content.push_back(any(kStrengths));
            const bool input = source == Source::input;
            const auto action = input ? rule.actions.input : rule.actions.output;
            const auto strictness = input ? rule.input : rule.output;
            asked = asked || (action != Action::off && strictness != Strength::none);
            blocked = blocked ||
                      (reaches(judgement.content.back(), strictness) && action == Action::block);
        }
        for (auto left = random.below(3); left > 0; --left) {
            const auto& rule =
                rules.grounding.emplace_back(GroundingRule{"GROUNDING", 0.5, any(kActions)});
            constexpr std::optional<double> kScores[] = {std::nullopt, 0.0, 0.5, 1.0};
            judgement.grounding.push_back(any(kScores));
            const bool output = source == Source::output;
            asked = asked || (output && rule.action != Action::off);
            blocked = blocked ||
                      (output && judgement.grounding.back() == 0.0 && rule.action == Action::block);
        }
        ASSERT_EQ(rules.asked_of(source), asked) << round;
        ASSERT_EQ(outcome_of(rules, judgement, source) == Action::block, blocked) << round;
    }
}

TEST(JudgedRules, AreKeptWithinTheirBounds) {
    EXPECT_TRUE(compiled({})->judged().empty());
    const auto kept = compiled({.judged = sample()});
    EXPECT_EQ(kept->judged().topics[0].examples[0], "Buy?");
    EXPECT_FALSE(scan_one(kept, "what to buy").intervened());  // nothing to scan for
    const auto why = [](const JudgedRules& rules) {
        const auto made = Guardrail::compile({.judged = rules});
        return made.ok() ? std::string{} : made.error().message;
    };
    EXPECT_THAT(why({.topics = std::vector<TopicRule>(kTopicsMax + 1)}), HasSubstr("30 topics"));
    EXPECT_EQ(why({.topics = {{"t", std::string(200, 'x'), {}, kBlock}}}), "");
    EXPECT_THAT(why({.topics = {{"t", std::string(201, 'x'), {}, kBlock}}}), HasSubstr("too long"));
    EXPECT_THAT(why({.topics = {{"t", "d", std::vector<std::string>(6), kBlock}}}),
                HasSubstr("too long"));
    EXPECT_THAT(why({.content = {{"JOY"}}}), HasSubstr("`JOY` is nothing"));
    EXPECT_THAT(why({.content = {{"HATE"}, {"HATE"}}}), HasSubstr("`HATE` must be given once"));
    EXPECT_EQ(why({.grounding = {{"GROUNDING", 0.99}}}), "");
    EXPECT_THAT(why({.grounding = {{"GROUNDING", 1.0}}}), HasSubstr("from 0 to 0.99"));
    EXPECT_THAT(why({.grounding = {{"TRUTH"}}}), HasSubstr("`TRUTH` is nothing"));
}

// Source: Amazon Bedrock Runtime API Reference, GuardrailAssessment.
TEST(Assessments, TellWhatWasJudgedAsTheApiHasIt) {
    const auto guardrail = compiled({.judged = sample()});
    Scans input{guardrail, Source::input};
    input.add(of_sample(Source::input));
    EXPECT_TRUE(input.any());
    EXPECT_EQ(input.outcome(), Action::block);
    EXPECT_THAT(
        told(input),
        HasSubstr(
            R"({"topicPolicy":{"topics":[)"
            R"({"name":"Advice","type":"DENY","action":"BLOCKED","detected":true},)"
            R"({"name":"Weather","type":"DENY","action":"NONE","detected":true}]},)"
            R"("contentPolicy":{"filters":[{"type":"HATE","confidence":"MEDIUM",)"
            R"("filterStrength":"HIGH","action":"BLOCKED","detected":true}]},)"
            R"("invocationMetrics":{"guardrailProcessingLatency":7,"usage":{"topicPolicyUnits":2,)"
            R"("contentPolicyUnits":2,"wordPolicyUnits":0,"sensitiveInformationPolicyUnits":0,)"
            R"("sensitiveInformationPolicyFreeUnits":0,"contextualGroundingPolicyUnits":0})"));
    Scans output{guardrail, Source::output};
    output.add(of_sample(Source::output));
    EXPECT_EQ(output.usage().contextualGroundingPolicyUnits, 3);
    EXPECT_THAT(told(output), Not(HasSubstr("contentPolicy\"")));
    EXPECT_THAT(told(output), HasSubstr(R"("score":0.75)"));  // scores are always told
    EXPECT_THAT(
        told(output, Telling::all),
        HasSubstr(R"("contentPolicy":{"filters":[{"type":"HATE","confidence":"MEDIUM",)"
                  R"("filterStrength":"LOW","action":"NONE","detected":false}]},)"
                  R"("contextualGroundingPolicy":{"filters":[{"type":"GROUNDING","threshold":0.5,)"
                  R"("score":0.75,"action":"NONE","detected":false},{"type":"RELEVANCE",)"
                  R"("threshold":0.25,"score":0.125,"action":"NONE","detected":true}]})"));
}

TEST(Assessments, KeepTheWorstThatWasJudgedOfAllTexts) {
    const auto guardrail = compiled({.judged = sample()});
    Scans scans{guardrail, Source::output};
    EXPECT_EQ(recorded(scans),
              R"({"verdict":"NONE","characters":0,"findings":{},"judgedCharacters":0})");
    auto mild = Judgement::for_rules(sample());
    mild.characters = 10;
    mild.grounding = {0.9, std::nullopt};
    for (const auto& judgement : {mild, of_sample(Source::output), mild}) {
        scans.add(judgement);
    }
    EXPECT_EQ(recorded(scans),
              R"({"verdict":"BLOCKED","characters":0,"findings":{},"judgedCharacters":1520,)"
              R"("topics":["Advice"],"grounding":{"GROUNDING":0.75,"RELEVANCE":0.125}})");
    EXPECT_EQ(scans.usage().topicPolicyUnits, 4);
    Scans input{guardrail, Source::input};
    input.add(of_sample(Source::input));
    EXPECT_THAT(recorded(input), HasSubstr(R"("content":{"HATE":"MEDIUM"}})"));
    Scans unasked{compiled({.judged = {.topics = {{"t", "d", {}, kOff}}}}), Source::input};
    EXPECT_THAT(recorded(unasked), Not(HasSubstr("judged")));
}

}  // namespace
}  // namespace licet::guardrail
