// SPDX-License-Identifier: Apache-2.0
//
// The operations on guardrails, which are one family. What they decide is tested in
// model/bedrock/guardrail_commands_test.cpp.
#include "api/bedrock/fixture_test.h"

#include <array>
#include <initializer_list>

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct GuardrailsTest : BedrockTest {
    static std::string settings(const std::string& name, const std::string& word = "secret") {
        return R"("name":")" + name +
               R"(","blockedInputMessaging":"not in","blockedOutputsMessaging":"not out",)"
               R"("wordPolicyConfig":{"wordsConfig":[{"text":")" +
               word + R"("}]})";
    }
    static std::string asked(const std::string& name, const std::string& more = "") {
        return "{" + settings(name) + more + "}";
    }
    static std::string named(const std::string& identifier, const std::string& more = "") {
        return R"({"guardrailIdentifier":")" + identifier + "\"" + more + "}";
    }
    static std::string enforced(const std::string& id, const std::string& version,
                                const std::string& more = "") {
        return R"({"guardrailInferenceConfig":{"guardrailIdentifier":")" + id +
               R"(","guardrailVersion":")" + version + "\"" + more + "}}";
    }
    static std::string resource(const std::string& arn, const std::string& more = "") {
        return R"({"resourceArn":")" + arn + "\"" + more + "}";
    }
    std::string create(const std::string& name) {
        return must("CreateGuardrail", asked(name)).text("guardrailId");
    }
};

// rule BG-1
TEST_F(GuardrailsTest, AreMadeReadyAndShownAsTheyWereGiven) {
    const auto made = must("CreateGuardrail", asked("mine", R"(,"description":"words",
        "sensitiveInformationPolicyConfig":{"piiEntitiesConfig":[{"type":"EMAIL",
        "action":"ANONYMIZE","inputEnabled":false}]},"tags":[{"key":"team","value":"a"}])"));
    const auto arn = made.text("guardrailArn");
    const auto id = made.text("guardrailId");
    EXPECT_EQ(arn, "arn:aws:bedrock:us-east-1:111111111111:guardrail/" + id);
    EXPECT_EQ(made.text("version"), "DRAFT");
    for (const auto& identifier : {id, arn}) {
        const auto shown = must("GetGuardrail", named(identifier));
        EXPECT_EQ(shown.text("status"), "READY");
        EXPECT_EQ(shown.text("name"), "mine");
        EXPECT_EQ(shown.text("description"), "words");
        EXPECT_EQ(shown.text("blockedInputMessaging"), "not in");
        EXPECT_EQ(shown.text("wordPolicy.words.0.text"), "secret");
        EXPECT_EQ(shown.text("sensitiveInformationPolicy.piiEntities.0.action"), "ANONYMIZE");
    }
    const auto tags = must("ListTagsForResource", R"({"resourceARN":")" + arn + "\"}");
    EXPECT_EQ(tags.text("tags.0.key"), "team");
    must("TagResource", R"({"resourceARN":")" + arn + R"(","tags":[{"key":"b","value":""}]})");
    must("UntagResource", R"({"resourceARN":")" + arn + R"(","tagKeys":["team"]})");
    EXPECT_EQ(must("ListTagsForResource", R"({"resourceARN":")" + arn + "\"}").text("tags.0.key"),
              "b");
}

TEST_F(GuardrailsTest, AreMadeOnceForATokenAndAnInput) {
    const std::string token = R"(,"clientRequestToken":"again-1")";
    const auto first = must("CreateGuardrail", asked("one", token));
    EXPECT_EQ(must("CreateGuardrail", asked("one", token)).text("guardrailId"),
              first.text("guardrailId"));
    EXPECT_THAT(refusal("CreateGuardrail", asked("two", token)), StartsWith("ValidationException"));
    const auto id = first.text("guardrailId");
    EXPECT_EQ(must("CreateGuardrailVersion", named(id, token)).text("version"), "1");
    EXPECT_EQ(must("CreateGuardrailVersion", named(id, token)).text("version"), "1");
    EXPECT_EQ(must("CreateGuardrailVersion", named(id)).text("version"), "2");
}

TEST_F(GuardrailsTest, AreRefusedWhenTheyAskForWhatIsNotOffered) {
    create("taken");
    EXPECT_THAT(refusal("CreateGuardrail", asked("taken")), StartsWith("ConflictException"));
    for (
        const auto& [more, what] : std::initializer_list<std::array<std::string, 2>>{
            {R"(,"topicPolicyConfig":{"topicsConfig":[{"name":"a","definition":"b","type":"DENY"}]})",
             "topicPolicyConfig"},
            {R"(,"contentPolicyConfig":{"filtersConfig":[{"type":"HATE","inputStrength":"LOW",)"
             R"("outputStrength":"LOW"}]})",
             "contentPolicyConfig"},
            {R"(,"contextualGroundingPolicyConfig":{"filtersConfig":[{"type":"GROUNDING",)"
             R"("threshold":0.5}]})",
             "contextualGroundingPolicyConfig"},
            {R"(,"automatedReasoningPolicyConfig":{"policies":["arn:a"]})",
             "automatedReasoningPolicyConfig"},
            {R"(,"crossRegionConfig":{"guardrailProfileIdentifier":"us.guardrail.v1:0"})",
             "crossRegionConfig"},
            {R"(,"kmsKeyId":"alias/a")", "kmsKeyId"},
            {R"(,"sensitiveInformationPolicyConfig":{"regexesConfig":[{"name":"a",)"
             R"("pattern":"a(","action":"BLOCK"}]})",
             "ValidationException"},
            {R"(,"sensitiveInformationPolicyConfig":{"piiEntitiesConfig":[{"type":"SOUL",)"
             R"("action":"BLOCK"}]})",
             "ValidationException"}}) {
        EXPECT_THAT(refusal("CreateGuardrail", asked("new", more)), HasSubstr(what)) << more;
    }
    EXPECT_THAT(refusal("CreateGuardrail", R"({"name":"a","blockedInputMessaging":"b"})"),
                StartsWith("ValidationException"));
    EXPECT_THAT(refusal("CreateGuardrail", asked("a b")), StartsWith("ValidationException"));
}

constexpr const char* kTopics =
    R"([{"name":"Advice","definition":"what to buy","examples":["Buy?"],"type":"DENY",)"
    R"("inputAction":"NONE","outputEnabled":false},)"
    R"({"name":"Weather","definition":"rain","type":"DENY"}])";
constexpr const char* kFilters =
    R"([{"type":"HATE","inputStrength":"LOW","outputStrength":"HIGH","inputModalities":["TEXT"],)"
    R"("outputAction":"BLOCK"},)"
    R"({"type":"PROMPT_ATTACK","inputStrength":"MEDIUM","outputStrength":"NONE"}])";
constexpr const char* kGrounding = R"([{"type":"GROUNDING","threshold":0.75,"action":"BLOCK"},)"
                                   R"({"type":"RELEVANCE","threshold":0.5,"enabled":false}])";

TEST_F(GuardrailsTest, AreMadeWithWhatIsJudgedOnceThereIsAClassifier) {
    const std::string judged =
        R"({"name":"mine","blockedInputMessaging":"a","blockedOutputsMessaging":"b",)"
        R"("topicPolicyConfig":{"topicsConfig":)" +
        std::string{kTopics} + R"(,"tierConfig":{"tierName":"CLASSIC"}},)" +
        R"("contentPolicyConfig":{"filtersConfig":)" + kFilters + "}," +
        R"("contextualGroundingPolicyConfig":{"filtersConfig":)" + kGrounding + "}}";
    EXPECT_THAT(refusal("CreateGuardrail", judged), HasSubstr("none is configured"));
    world.set_has_classifier(true);
    const auto id = must("CreateGuardrail", judged).text("guardrailId");
    must("CreateGuardrailVersion", named(id));
    must("UpdateGuardrail", named(id, "," + settings("mine")));
    const auto shown = must("GetGuardrail", named(id, R"(,"guardrailVersion":"1")"));
    EXPECT_EQ(shown.text("topicPolicy.topics"), kTopics);
    EXPECT_EQ(shown.text("topicPolicy.tier.tierName"), "CLASSIC");
    EXPECT_EQ(shown.text("contentPolicy.filters"), kFilters);
    EXPECT_FALSE(shown.has("contentPolicy.tier"));
    EXPECT_EQ(shown.text("contextualGroundingPolicy.filters"), kGrounding);
    const auto draft = must("GetGuardrail", named(id));
    EXPECT_FALSE(draft.has("topicPolicy") || draft.has("contentPolicy") ||
                 draft.has("contextualGroundingPolicy"));
    must("UpdateGuardrail", named(id, "," + judged.substr(1, judged.size() - 2)));
    EXPECT_EQ(must("GetGuardrail", named(id)).text("contentPolicy.filters"), kFilters);
    world.set_has_classifier(false);
    EXPECT_THAT(refusal("UpdateGuardrail", named(id, "," + judged.substr(1, judged.size() - 2))),
                HasSubstr("none is configured"));
}

TEST_F(GuardrailsTest, AreRefusedWhenAClassifierCannotDoWhatTheyAskFor) {
    world.set_has_classifier(true);
    const auto topic = [](const std::string& members) {
        return R"(,"topicPolicyConfig":{"topicsConfig":[{"type":"DENY",)" + members + "}]}";
    };
    const auto filter = [](const std::string& members) {
        return R"(,"contentPolicyConfig":{"filtersConfig":[{"outputStrength":"LOW",)" + members +
               "}]}";
    };
    for (const auto& [more, what] : std::initializer_list<std::array<std::string, 2>>{
             {R"(,"topicPolicyConfig":{"topicsConfig":[]})", "topicsConfig"},
             {topic(R"("name":"a,b","definition":"b")"), "name"},
             {topic(R"("name":"a")"), "definition"},
             {topic(R"("name":"a","definition":")" + std::string(201, 'x') + "\""), "definition"},
             {topic(R"("name":"a","definition":"b","examples":["1","2","3","4","5","6"])"),
              "examples"},
             {R"(,"topicPolicyConfig":{"topicsConfig":[{"name":"a","definition":"b",)"
              R"("type":"DENY"}],"tierConfig":{"tierName":"STANDARD"}})",
              "STANDARD needs crossRegionConfig"},
             {filter(R"("type":"HATE")"), "inputStrength"},
             {filter(R"("type":"JOY","inputStrength":"LOW")"), "type"},
             {filter(R"("type":"PROMPT_ATTACK","inputStrength":"LOW")"), "PROMPT_ATTACK"},
             {filter(R"("type":"HATE","inputStrength":"LOW","inputModalities":["IMAGE"])"),
              "leave the modality IMAGE out"},
             {R"(,"contextualGroundingPolicyConfig":{"filtersConfig":[{"type":"GROUNDING",)"
              R"("threshold":1}]})",
              "from 0 to 0.99"},
             {R"(,"automatedReasoningPolicyConfig":{"policies":["arn:a"]})", "not offered"},
             {R"(,"crossRegionConfig":{"guardrailProfileIdentifier":"us.guardrail.v1:0"})",
              "crossRegionConfig"}}) {
        const auto why = refusal("CreateGuardrail", asked("new", more));
        EXPECT_THAT(why, StartsWith("ValidationException")) << more;
        EXPECT_THAT(why, HasSubstr(what)) << more;
    }
}

TEST_F(GuardrailsTest, AreListedChangedAndDeleted) {
    const auto id = create("one");
    create("two");
    must("CreateGuardrailVersion", named(id, R"(,"description":"first")"));
    EXPECT_EQ(must("UpdateGuardrail", named(id, "," + settings("uno", "other"))).text("version"),
              "DRAFT");
    EXPECT_EQ(must("GetGuardrail", named(id, R"(,"guardrailVersion":"1")")).text("name"), "one");
    EXPECT_EQ(must("GetGuardrail", named(id)).text("name"), "uno");
    EXPECT_EQ(ids(must("ListGuardrails", "{}"), "guardrails", "version"), "DRAFT DRAFT");
    EXPECT_EQ(ids(must("ListGuardrails", named(id)), "guardrails", "version"), "DRAFT 1");
    const auto page = must("ListGuardrails", named(id, R"(,"maxResults":1)"));
    EXPECT_EQ(
        ids(must("ListGuardrails", named(id, R"(,"nextToken":")" + page.text("nextToken") + "\"")),
            "guardrails", "version"),
        "1");
    EXPECT_THAT(refusal("GetGuardrail", named(id, R"(,"guardrailVersion":"7")")),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("DeleteGuardrail", named(id, R"(,"guardrailVersion":"DRAFT")")),
                StartsWith("ValidationException"));
    for (const auto* operation : {"GetGuardrail", "DeleteGuardrail", "CreateGuardrailVersion"}) {
        EXPECT_THAT(refusal(member, operation, named(id)), StartsWith("ResourceNotFoundException"));
        EXPECT_THAT(refusal(operation, named("abcdefghijkl")),
                    StartsWith("ResourceNotFoundException"));
    }
    EXPECT_THAT(refusal("ListGuardrails", named("abcdefghijkl")),
                StartsWith("ResourceNotFoundException"));
    EXPECT_EQ(ids(world.must(member, "bedrock", "ListGuardrails", "{}", "us-east-1"), "guardrails",
                  "version"),
              "");
    must("DeleteGuardrail", named(id, R"(,"guardrailVersion":"1")"));
    must("DeleteGuardrail", named(id));
    EXPECT_THAT(refusal("UpdateGuardrail", named(id, "," + settings("uno"))),
                StartsWith("ResourceNotFoundException"));
}

// rule BG-2
TEST_F(GuardrailsTest, AreEnforcedOnTheAccountByANumberedVersion) {
    const auto id = create("one");
    EXPECT_THAT(refusal("PutEnforcedGuardrailConfiguration", enforced(id, "1")),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("PutEnforcedGuardrailConfiguration", enforced(id, "DRAFT")),
                StartsWith("ValidationException"));
    must("CreateGuardrailVersion", named(id));
    const auto config =
        must("PutEnforcedGuardrailConfiguration",
             enforced(id, "1",
                      R"(,"selectiveContentGuarding":{"system":"SELECTIVE"},)"
                      R"("modelEnforcement":{"includedModels":["ALL"],"excludedModels":[]})"))
            .text("configId");
    const auto listed = must("ListEnforcedGuardrailsConfiguration", "{}");
    EXPECT_EQ(listed.text("guardrailsConfig.0.configId"), config);
    EXPECT_EQ(listed.text("guardrailsConfig.0.guardrailId"), id);
    EXPECT_EQ(listed.text("guardrailsConfig.0.selectiveContentGuarding.system"), "SELECTIVE");
    EXPECT_EQ(listed.text("guardrailsConfig.0.owner"), "ACCOUNT");
    EXPECT_THAT(refusal("DeleteGuardrail", named(id)), StartsWith("ResourceInUseException"));
    EXPECT_THAT(refusal(member, "DeleteEnforcedGuardrailConfiguration",
                        R"({"configId":")" + config + "\"}"),
                StartsWith("ResourceNotFoundException"));
    must("DeleteEnforcedGuardrailConfiguration", R"({"configId":")" + config + "\"}");
    must("DeleteGuardrail", named(id));
}

// rule BG-4
TEST_F(GuardrailsTest, AreSharedByAResourcePolicy) {
    const auto arn = must("CreateGuardrail", asked("one")).text("guardrailArn");
    const std::string policy =
        R"({\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",)"
        R"(\"Action\":\"bedrock:ApplyGuardrail\",\"Resource\":\"*\"}})";
    EXPECT_THAT(refusal("GetResourcePolicy", resource(arn)),
                StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("PutResourcePolicy", resource(arn, R"(,"resourcePolicy":"{}")")),
                HasSubstr("must have a Statement"));
    EXPECT_EQ(must("PutResourcePolicy", resource(arn, R"(,"resourcePolicy":")" + policy + "\""))
                  .text("resourceArn"),
              arn);
    EXPECT_THAT(must("GetResourcePolicy", resource(arn)).text("resourcePolicy"),
                HasSubstr("ApplyGuardrail"));
    EXPECT_THAT(refusal(member, "GetResourcePolicy", resource(arn)),
                StartsWith("ResourceNotFoundException"));
    must("DeleteResourcePolicy", resource(arn));
    EXPECT_THAT(refusal("DeleteResourcePolicy", resource(arn)),
                StartsWith("ResourceNotFoundException"));
}

}  // namespace
}  // namespace licet::api
