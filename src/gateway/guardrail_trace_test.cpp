// SPDX-License-Identifier: Apache-2.0
#include "gateway/guardrail_trace.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

namespace licet::gateway {
namespace {

using guardrail::Action;
using guardrail::Source;

constexpr guardrail::Actions kBlock{Action::block, Action::block};
constexpr guardrail::Actions kMask{Action::anonymize, Action::anonymize};
constexpr std::array<std::size_t, 1> kFirst{0};
constexpr std::array<std::size_t, 1> kSecond{1};
constexpr std::array<std::size_t, 2> kBoth{0, 1};

constexpr AccountId kCaller{222'222'222'222};
constexpr AccountId kOther{111'111'111'111};

decision::AppliedGuardrail applied(const guardrail::Rules& rules, const std::string& id,
                                   AccountId owner, std::uint32_t version) {
    auto compiled = guardrail::Guardrail::compile(rules);
    EXPECT_TRUE(compiled.ok());
    model::ReadyGuardrail known{.id = id, .account = owner};
    known.arn = model::guardrail_arn("us-east-1", known.account, id);
    return {.guardrail = std::make_shared<const model::ReadyGuardrail>(std::move(known)),
            .version = version,
            .ready = std::make_shared<const model::ReadyGuardrailVersion>(
                model::ReadyGuardrailVersion{.scanner = *compiled})};
}

/// The caller's own `aa`, which blocks `bad`; another account's `bb`, which masks addresses.
struct GuardrailTraceTest : testing::Test {
    std::vector<decision::AppliedGuardrail> all{
        applied({.words = {{"bad", kBlock}}}, "aa", kCaller, 0),
        applied({.pii = {{"EMAIL", kMask}, {"URL", kBlock}}}, "bb", kOther, 3)};
    std::optional<GuardrailTrace> made;

    GuardrailTraceTest() {
        all[0].by_request = true;
        all[1].by_request = true;
        made.emplace(all, kCaller);
    }
    GuardrailTrace& trace() { return *made; }

    void scan(Source source, std::span<const std::size_t> places, std::string_view text) {
        std::vector<guardrail::GuardrailPtr> scanners;
        for (const auto place : places) {
            scanners.push_back(all[place].ready->scanner);
        }
        trace().scanned(source, places, guardrail::scan(scanners, source, text), Milliseconds{2});
    }
    template <typename Write>
    static std::string written(Write write) {
        std::string out;
        JsonWriter json{out};
        write(json);
        return out;
    }
    std::string converse(TraceLevel level = TraceLevel::enabled) {
        return written([&](JsonWriter& json) { trace().write_trace(json, level); });
    }
    std::string invocation(TraceLevel level) {
        return written([&](JsonWriter& json) {
            json.begin_object();
            trace().write_invocation_action(json);
            trace().write_invocation_trace(json, level);
            json.end_object();
        });
    }
    std::string record() {
        return written([&](JsonWriter& json) { trace().write_record(json); });
    }
};

const std::string kDetailsOfFirst =
    R"("appliedGuardrailDetails":{"guardrailId":"aa","guardrailVersion":"DRAFT","guardrailArn":)"
    R"("arn:aws:bedrock:us-east-1:222222222222:guardrail/aa",)"
    R"("guardrailOrigin":["REQUEST"],"guardrailOwnership":"SELF"})";
const std::string kDetailsOfSecond =
    R"("appliedGuardrailDetails":{"guardrailId":"bb","guardrailVersion":"3","guardrailArn":)"
    R"("arn:aws:bedrock:us-east-1:111111111111:guardrail/bb",)"
    R"("guardrailOrigin":["REQUEST"],"guardrailOwnership":"CROSS_ACCOUNT"})";

std::string metrics(int latency, int words, int pii, int guarded, int total) {
    return fmt::format(
        R"("invocationMetrics":{{"guardrailProcessingLatency":{},"usage":{{"topicPolicyUnits":0,)"
        R"("contentPolicyUnits":0,"wordPolicyUnits":{},"sensitiveInformationPolicyUnits":{},)"
        R"("sensitiveInformationPolicyFreeUnits":0,"contextualGroundingPolicyUnits":0}},)"
        R"("guardrailCoverage":{{"textCharacters":{{"guarded":{},"total":{}}}}}}})",
        latency, words, pii, guarded, total);
}

const std::string kBad =
    R"("wordPolicy":{"customWords":[{"match":"bad","action":"BLOCKED","detected":true}],)"
    R"("managedWordLists":[]},)";
const std::string kAddress =
    R"("sensitiveInformationPolicy":{"piiEntities":[{"match":"a@b.example","type":"EMAIL",)"
    R"("action":"ANONYMIZED","detected":true}],"regexes":[]},)";

TEST_F(GuardrailTraceTest, IsConversesForWhoAsksIt) {
    scan(Source::input, kBoth, "to a@b.example");
    trace().unscanned(Source::input, 5);
    EXPECT_EQ(trace().outcome(), Action::anonymize);
    scan(Source::output, kFirst, "so bad");
    trace().withheld("so bad");
    EXPECT_EQ(trace().outcome(Source::input), Action::anonymize);
    EXPECT_EQ(trace().outcome(), Action::block);
    EXPECT_EQ(converse(), R"({"modelOutput":["so bad"],"inputAssessment":{"aa":{)" +
                              metrics(2, 1, 0, 14, 19) + "," + kDetailsOfFirst + R"(},"bb":{)" +
                              kAddress + metrics(2, 0, 1, 14, 19) + "," + kDetailsOfSecond +
                              R"(}},"outputAssessments":{"aa":[{)" + kBad + metrics(2, 1, 0, 6, 6) +
                              "," + kDetailsOfFirst +
                              R"(}]},"actionReason":"Guardrail blocked."})");
    EXPECT_NE(converse(TraceLevel::enabled_full)
                  .find(R"({"match":"","type":"URL","action":"NONE","detected":false})"),
              std::string::npos);
}

/// Who is held to a guardrail is not to have the words from it.
TEST_F(GuardrailTraceTest, TellsNoWordsOfWhatIsEnforced) {
    all[0].by_account = true;
    all[1].by_organization = true;
    made.emplace(all, kCaller);
    scan(Source::output, kBoth, "bad a@b.example");
    trace().withheld("bad a@b.example");
    for (const auto& told : {converse(), invocation(TraceLevel::enabled_full)}) {
        EXPECT_EQ(told.find("a@b"), std::string::npos) << told;
        EXPECT_EQ(told.find("\"bad"), std::string::npos) << told;
        EXPECT_NE(told.find(R"({"match":"","action":"BLOCKED","detected":true})"),
                  std::string::npos);
        EXPECT_NE(told.find(R"("guardrailOrigin":["REQUEST","ACCOUNT_ENFORCED"])"),
                  std::string::npos);
        EXPECT_NE(told.find(R"("type":"EMAIL","action":"ANONYMIZED")"), std::string::npos);
    }
}

TEST_F(GuardrailTraceTest, TellsNoTopicsOfWhatIsEnforced) {
    const auto told = [this](bool enforced) {
        guardrail::Rules rules;
        rules.judged.topics = {{"Mergers", "Who buys whom.", {}, kBlock}};
        all[0] = applied(rules, "aa", kCaller, 1);
        all[0].by_request = true;
        all[0].by_account = enforced;
        made.emplace(all, kCaller);
        scan(Source::input, kFirst, "hello");
        auto judgement = guardrail::Judgement::for_rules(rules.judged);
        judgement.topics = {true};
        trace().judged(Source::input, 0, judgement);
        return converse();
    };
    const auto own = told(false);
    EXPECT_NE(own.find(R"({"name":"Mergers","type":"DENY","action":"BLOCKED")"), std::string::npos)
        << own;
    const auto enforced = told(true);
    EXPECT_NE(enforced.find(R"({"name":"","type":"DENY","action":"BLOCKED")"), std::string::npos)
        << enforced;
    EXPECT_NE(record().find("Mergers"), std::string::npos) << "the audit knows";
}

TEST_F(GuardrailTraceTest, IsInvokeModelsInItsOwnForm) {
    EXPECT_EQ(invocation(TraceLevel::enabled),
              R"({"amazon-bedrock-guardrailAction":"NONE","amazon-bedrock-trace":{"guardrail":{)"
              R"("actionReason":"No action."}}})");
    scan(Source::input, kSecond, "a@b.example");
    scan(Source::output, kFirst, "fine");
    EXPECT_EQ(invocation(TraceLevel::disabled),
              R"({"amazon-bedrock-guardrailAction":"INTERVENED"})");
    EXPECT_EQ(invocation(TraceLevel::enabled),
              R"({"amazon-bedrock-guardrailAction":"INTERVENED","amazon-bedrock-trace":{)"
              R"("guardrail":{"input":{"bb":{)" +
                  kAddress + metrics(2, 0, 1, 11, 11) + "," + kDetailsOfSecond +
                  R"(}},"outputs":[{"aa":{)" + metrics(2, 1, 0, 4, 4) + "," + kDetailsOfFirst +
                  R"(}}],"actionReason":"Guardrail masked."}}})");
}

/// A stream counts once, when it is over, as the same text in one would.
TEST_F(GuardrailTraceTest, TellsOfStreamsAsOfTexts) {
    guardrail::StreamScanner scanner{{all[1].ready->scanner, all[0].ready->scanner},
                                     Source::output};
    std::string out;
    for (const auto* const piece : {"a@b.ex", "ample is b", "ad"}) {
        scanner.write(piece, out);
    }
    scanner.finish(out);
    constexpr std::array<std::size_t, 2> kTurned{1, 0};
    trace().scanned(Source::output, kTurned, scanner, Milliseconds{1});
    EXPECT_EQ(record(),
              R"([{"guardrailArn":"arn:aws:bedrock:us-east-1:222222222222:guardrail/aa",)"
              R"("guardrailVersion":"DRAFT","output":{"verdict":"BLOCKED","characters":18,)"
              R"("findings":{"word":1}}},)"
              R"({"guardrailArn":"arn:aws:bedrock:us-east-1:111111111111:guardrail/bb",)"
              R"("guardrailVersion":"3","output":{"verdict":"ANONYMIZED","characters":18,)"
              R"("findings":{"EMAIL":1}}}])");
}

/// The audit says of no text that was not scanned that it was.
TEST_F(GuardrailTraceTest, RecordsTheScansThatHappenedAndNothingOfTheTexts) {
    EXPECT_EQ(record(), "[]");
    trace().unscanned(Source::input, 100);
    EXPECT_EQ(record(), "[]");
    EXPECT_EQ(converse(), R"({"actionReason":"No action."})");
    scan(Source::input, kFirst, "bad");
    trace().unscanned(Source::output, 7);
    EXPECT_EQ(record(), R"([{"guardrailArn":"arn:aws:bedrock:us-east-1:222222222222:guardrail/aa",)"
                        R"("guardrailVersion":"DRAFT","input":{"verdict":"BLOCKED",)"
                        R"("characters":3,"charactersOfAll":103,"findings":{"word":1}}}])");
}

TEST_F(GuardrailTraceTest, KeepsTwoVersionsOfOneGuardrailApart) {
    all[1] = applied({.words = {{"bad", kMask}}}, "aa", kCaller, 3);
    made.emplace(all, kCaller);
    scan(Source::input, kBoth, "bad");
    EXPECT_NE(converse().find(R"("inputAssessment":{"aa":{)"), std::string::npos);
    EXPECT_NE(converse().find(R"(,"aa:3":{)"), std::string::npos);
}

TEST(TraceLevels, AreReadInEitherCase) {
    EXPECT_EQ(*read_trace_level(""), TraceLevel::disabled);
    EXPECT_EQ(*read_trace_level("disabled"), TraceLevel::disabled);
    EXPECT_EQ(*read_trace_level("ENABLED"), TraceLevel::enabled);
    EXPECT_EQ(*read_trace_level("enabled_full"), TraceLevel::enabled_full);
    EXPECT_EQ(read_trace_level("on").error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace licet::gateway
