// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"
#include "api/testing/principals_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct ApplyGuardrailTest : BedrockTest {
    std::string id;
    std::string arn;

    ApplyGuardrailTest() {
        const auto made = must("CreateGuardrail", R"({"name":"g","blockedInputMessaging":"not in",
            "blockedOutputsMessaging":"not out",
            "wordPolicyConfig":{"wordsConfig":[{"text":"secret"}]},
            "sensitiveInformationPolicyConfig":{
              "piiEntitiesConfig":[{"type":"EMAIL","action":"ANONYMIZE"},
                                   {"type":"URL","action":"NONE"}],
              "regexesConfig":[{"name":"ticket","pattern":"T-[0-9]+","action":"BLOCK",
                                "inputAction":"NONE"}]}})");
        id = made.text("guardrailId");
        arn = made.text("guardrailArn");
    }

    /// @param texts without characters that JSON escapes
    static std::string asked(const std::string& identifier, const std::string& source,
                             const std::vector<std::string>& texts,
                             const std::string& version = "DRAFT", const std::string& more = "") {
        std::string content;
        for (const auto& text : texts) {
            content += (content.empty() ? "" : ",") + (R"({"text":{"text":")" + text + "\"}}");
        }
        return R"({"guardrailIdentifier":")" + identifier + R"(","guardrailVersion":")" + version +
               R"(","source":")" + source + R"(","content":[)" + content + "]" + more + "}";
    }
    testing::Reply apply(const std::string& request) {
        return world.must(world.admin(), "bedrock-runtime", "ApplyGuardrail", request);
    }
    std::string refused(const model::Principal& who, const std::string& request) {
        const auto reply = world.call(who, "bedrock-runtime", "ApplyGuardrail", request);
        return reply.ok() ? "" : reply.error + ": " + reply.message;
    }
    std::string refused(const std::string& request) { return refused(world.admin(), request); }

    void share(const std::string& effect, const std::string& principal) {
        must("PutResourcePolicy",
             R"({"resourceArn":")" + arn +
                 R"(","resourcePolicy":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\")" +
                 effect + R"(\",\"Principal\":{\"AWS\":\")" + principal +
                 R"(\"},\"Action\":\"bedrock:ApplyGuardrail\",\"Resource\":\"*\"}}"})");
    }
};

TEST_F(ApplyGuardrailTest, LetsTextsPass) {
    const auto reply = apply(asked(id, "INPUT", {"fine", "as well T-1"}));
    EXPECT_EQ(reply.text("action"), "NONE");
    EXPECT_EQ(reply.text("actionReason"), "No action.");
    EXPECT_EQ(reply.count("outputs"), 0U);
    EXPECT_EQ(reply.count("assessments"), 1U);
    // A finding without an action is told.
    EXPECT_EQ(reply.text("assessments.0.sensitiveInformationPolicy.regexes"),
              R"([{"name":"ticket","match":"T-1","regex":"T-[0-9]+","action":"NONE",)"
              R"("detected":true}])");
    EXPECT_FALSE(reply.has("assessments.0.wordPolicy"));
    EXPECT_EQ(reply.text("guardrailCoverage.textCharacters.guarded"), "15");
    EXPECT_EQ(reply.text("guardrailCoverage.textCharacters.total"), "15");
    // Units are begun thousands of each text.
    EXPECT_EQ(reply.text("usage.wordPolicyUnits"), "2");
    EXPECT_EQ(reply.text("usage.topicPolicyUnits"), "0");
    EXPECT_EQ(reply.text("assessments.0.invocationMetrics.usage"), reply.text("usage"));
    EXPECT_EQ(reply.text("assessments.0.appliedGuardrailDetails"),
              R"({"guardrailId":")" + id + R"(","guardrailVersion":"DRAFT","guardrailArn":")" +
                  arn + R"(","guardrailOrigin":["REQUEST"],"guardrailOwnership":"SELF"})");
}

TEST_F(ApplyGuardrailTest, MasksEachTextAndBlocksAll) {
    auto reply = apply(asked(id, "INPUT", {"to a@b.example", "fine"}));
    EXPECT_EQ(reply.text("action"), "GUARDRAIL_INTERVENED");
    EXPECT_EQ(reply.text("actionReason"), "Guardrail masked.");
    EXPECT_EQ(reply.text("outputs"), R"([{"text":"to {EMAIL}"},{"text":"fine"}])");
    reply = apply(asked(arn, "INPUT", {"Secret", "to a@b.example"}));
    EXPECT_EQ(reply.text("actionReason"), "Guardrail blocked.");
    EXPECT_EQ(reply.text("outputs"), R"([{"text":"not in"}])");
    EXPECT_EQ(reply.text("assessments.0.wordPolicy.customWords.0.match"), "Secret");
    reply = apply(asked(id, "OUTPUT", {"T-1"}));
    EXPECT_EQ(reply.text("outputs"), R"([{"text":"not out"}])");
    EXPECT_EQ(reply.text("assessments.0.sensitiveInformationPolicy.regexes.0.action"), "BLOCKED");
}

TEST_F(ApplyGuardrailTest, TellsWhatWasNotFoundWhenAsked) {
    const auto scope = [&](const std::string& name) {
        return apply(asked(id, "INPUT", {"a@b.example"}, "DRAFT",
                           R"(,"outputScope":")" + name + "\""))
            .text("assessments.0.sensitiveInformationPolicy.piiEntities");
    };
    EXPECT_THAT(scope("INTERVENTIONS"), Not(HasSubstr("URL")));
    EXPECT_THAT(scope("FULL"),
                HasSubstr(R"({"match":"","type":"URL","action":"NONE","detected":false})"));
}

TEST_F(ApplyGuardrailTest, TakesTheVersionThatIsNamed) {
    must("CreateGuardrailVersion", R"({"guardrailIdentifier":")" + id + "\"}");
    must("UpdateGuardrail", R"({"guardrailIdentifier":")" + id + R"(","name":"g",
        "blockedInputMessaging":"no","blockedOutputsMessaging":"no",
        "wordPolicyConfig":{"wordsConfig":[{"text":"other"}]}})");
    EXPECT_EQ(apply(asked(id, "INPUT", {"secret"}, "1")).text("action"), "GUARDRAIL_INTERVENED");
    EXPECT_EQ(apply(asked(id, "INPUT", {"secret"})).text("action"), "NONE");
    EXPECT_EQ(apply(asked(id, "INPUT", {"other"})).text("outputs.0.text"), "no");
}

TEST_F(ApplyGuardrailTest, RefusesWhatItCannotScan) {
    const auto with = [&](const std::string& content) {
        return R"({"guardrailIdentifier":")" + id +
               R"(","guardrailVersion":"DRAFT","source":"INPUT","content":)" + content + "}";
    };
    EXPECT_THAT(refused(with(R"([{"image":{"format":"png","source":{"bytes":"AAAA"}}}])")),
                HasSubstr("$.content[0].image: images cannot be scanned"));
    EXPECT_THAT(refused(with(R"([{"text":{"text":"a"}},{}])")),
                HasSubstr("$.content[1]: must have a text"));
    EXPECT_THAT(refused(with("[]")), StartsWith("ValidationException"));
    const std::string half(12'501, 'a');
    EXPECT_EQ(refused(asked(id, "INPUT", {std::string(12'499, 'a'), half})), "");
    EXPECT_THAT(refused(asked(id, "INPUT", {half, half})),
                HasSubstr("has 25002 characters, and a guardrail is applied to 25000 at once"));
    EXPECT_THAT(refused(asked(id, "INPUT", {half + half})), StartsWith("ValidationException"));
}

/// Rule BG-4. An outsider does not learn what exists.
TEST_F(ApplyGuardrailTest, IsForOthersWhereTheResourcePolicyLetsThem) {
    const std::string unknown = "ValidationException: The guardrail identifier or version";
    const auto nobodys =
        asked("arn:aws:bedrock:us-east-1:111111111111:guardrail/abcdefghijkl", "INPUT", {"secret"});
    const auto named = asked(arn, "INPUT", {"secret"});
    EXPECT_THAT(refused(asked("abcdefghijkl", "INPUT", {"a"})), StartsWith(unknown));
    EXPECT_THAT(refused(asked(id, "INPUT", {"a"}, "7")), StartsWith(unknown));
    EXPECT_THAT(refused(member, asked(id, "INPUT", {"a"})),
                StartsWith(unknown));  // none of its own
    EXPECT_THAT(refused(member, named), StartsWith(unknown));
    EXPECT_EQ(refused(member, named), refused(member, nobodys));

    share("Allow", "222222222222");
    const auto reply = world.must(member, "bedrock-runtime", "ApplyGuardrail", named);
    EXPECT_EQ(reply.text("action"), "GUARDRAIL_INTERVENED");
    EXPECT_EQ(reply.text("assessments.0.appliedGuardrailDetails.guardrailOwnership"),
              "CROSS_ACCOUNT");
    share("Deny", "222222222222");
    EXPECT_EQ(refused(member, named), refused(member, nobodys));
}

TEST_F(ApplyGuardrailTest, AsksForThePermissionOnTheGuardrail) {
    const auto user = testing::add_user(world, world.admin().account, "user");
    const auto denied = refused(user, asked(id, "INPUT", {"secret"}));
    EXPECT_THAT(denied, StartsWith("AccessDeniedException"));
    EXPECT_THAT(denied, HasSubstr("bedrock:ApplyGuardrail on resource: " + arn));
    const auto tagged = [](const std::string& team) {
        return testing::allowing(
            "bedrock:ApplyGuardrail", "*",
            R"(,"Condition":{"StringEquals":{"aws:ResourceTag/team":")" + team + "\"}}");
    };
    must("TagResource", R"({"resourceARN":")" + arn + R"(","tags":[{"key":"team","value":"a"}]})");
    testing::give(world, user, tagged("b"));
    EXPECT_THAT(refused(user, asked(id, "INPUT", {"secret"})), StartsWith("AccessDenied"));
    testing::give(world, user, tagged("a"));
    EXPECT_EQ(refused(user, asked(id, "INPUT", {"secret"})), "");
}

/// Rule BG-5: what a classifier is to judge does not pass where none can be asked.
TEST_F(ApplyGuardrailTest, LetsNothingPassThatIsNotJudged) {
    world.set_has_classifier(true);
    const auto judged = must("CreateGuardrail", R"({"name":"j","blockedInputMessaging":"a",
        "blockedOutputsMessaging":"b","wordPolicyConfig":{"wordsConfig":[{"text":"secret"}]},
        "topicPolicyConfig":{"topicsConfig":[{"name":"t","type":"DENY","definition":"d",
                                              "outputEnabled":false}]}})")
                            .text("guardrailId");
    EXPECT_THAT(
        refused(asked(judged, "INPUT", {"hello"})),
        StartsWith("ServiceUnavailableException: a guardrail that applies needs a classifier"));
    EXPECT_EQ(apply(asked(judged, "INPUT", {"secret"})).text("outputs.0.text"), "a");
    EXPECT_EQ(apply(asked(judged, "OUTPUT", {"hello"})).text("action"), "NONE");
}

/// Says of no text that was not scanned that it was.
TEST_F(ApplyGuardrailTest, TellsTheJournalWhatWasScanned) {
    apply(asked(id, "INPUT", {"my secret", "a@b.example"}));
    EXPECT_NE(refused(asked(id, "INPUT", {"my secret"}, "7")), "");
    std::vector<journal::Entry> entries;
    ASSERT_TRUE(world.journal()
                    .read_backward(journal::Position::newest(), 2,
                                   [&](const auto&, std::string_view line) -> Result<void> {
                                       LICET_TRY(auto entry, journal::parse_entry(line));
                                       entries.push_back(std::move(entry));
                                       return {};
                                   })
                    .ok());
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].error_code, "ValidationException");
    EXPECT_EQ(entries[0].extra, "");
    EXPECT_EQ(entries[1].event_name, "ApplyGuardrail");
    EXPECT_EQ(entries[1].extra, R"({"guardrails":[{"guardrailArn":")" + arn +
                                    R"(","guardrailVersion":"DRAFT","input":{"verdict":"BLOCKED",)"
                                    R"("characters":20,"findings":{"EMAIL":1,"word":1}}}]})");
    EXPECT_EQ(entries[1].resources,
              (std::vector<journal::Resource>{{"AWS::Bedrock::Guardrail", arn}}));
}

}  // namespace
}  // namespace licet::api
