// SPDX-License-Identifier: Apache-2.0
#include "policy/management/bedrock.h"
#include "policy/management/merge.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace licet::policy::management {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

PolicyPtr policy(std::string_view json) {
    auto parsed = parse(json);
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().message);
    return parsed.ok() ? *parsed : parse("{}").value();
}

std::string fault(std::string_view json) {
    const auto parsed = parse(json);
    return parsed.ok() ? "" : parsed.error().message;
}

/// Each level's policies as texts of one setting `s`.
std::string merged(const std::vector<std::vector<std::string>>& levels) {
    std::vector<Level> all;
    for (const auto& texts : levels) {
        auto& level = all.emplace_back();
        for (const std::string& text : texts) {
            level.push_back(policy(R"({"s":{)" + text + "}}"));
        }
    }
    const std::string json = to_json(merge(all));
    return json == "{}" ? "" : json.substr(5, json.size() - 6);
}

TEST(ManagementPolicy, IsRefusedWithTheFirstFaultsPlace) {
    EXPECT_EQ(fault(R"({"tags":{"a":{"tag_key":{"@@assign":"A"}}}})"), "");
    EXPECT_EQ(fault("{}"), "");
    EXPECT_THAT(fault("[]"), StartsWith("$: must be an object"));
    EXPECT_NE(fault("{"), "");
    EXPECT_THAT(fault(R"({"@@assign":1})"), StartsWith("$: must not be a setting"));
    EXPECT_THAT(fault(R"({"a":1})"), StartsWith("$.a: must be an object"));
    EXPECT_THAT(fault(R"({"a":{"@@set":1}})"), StartsWith("$.a.@@set: there is no such operator"));
    EXPECT_THAT(fault(R"({"a":{"@@assign":{"b":1}}})"), StartsWith("$.a.@@assign: a value must"));
    EXPECT_THAT(fault(R"({"a":{"@@assign":[[1]]}})"), StartsWith("$.a.@@assign[0]: must be a str"));
    EXPECT_THAT(fault(R"({"a":{"@@append":1}})"), StartsWith("$.a.@@append: must be a list"));
    EXPECT_THAT(fault(R"({"a":{"@@assign":1,"b":{}}})"), StartsWith("$.a: has a value and memb"));
    EXPECT_THAT(fault(R"({"a":{},"A":{}})"), HasSubstr("is given twice"));
    EXPECT_NE(fault(R"({"a":{},"a":{}})"), "");
    EXPECT_THAT(fault(R"({"":{}})"), HasSubstr("must not be empty"));
    const std::string control = R"({"a":{"@@operators_allowed_for_child_policies":)";
    EXPECT_EQ(fault(control + R"(["@@all","@@append"]}})"), "");
    EXPECT_THAT(fault(control + R"(["@@set"]}})"), HasSubstr("`@@set` is no operator"));
    EXPECT_THAT(fault(control + R"(["@@none","@@append"]}})"), HasSubstr("stands alone"));
    EXPECT_THAT(fault(control + R"(["@@append","@@append"]}})"), HasSubstr("given twice"));
    EXPECT_THAT(fault(control + R"([]}})"), HasSubstr("at least one"));
    EXPECT_THAT(fault(control + R"("@@all"}})"), HasSubstr("must be a list"));
    std::string deep = R"({"@@assign":1})";
    for (std::size_t i = 0; i + 1 < kDepthMax; ++i) {
        deep = R"({"a":)" + deep + "}";
    }
    EXPECT_EQ(fault(deep), "");
    EXPECT_THAT(fault(R"({"a":)" + deep + "}"), HasSubstr("nested too deep"));
    EXPECT_THAT(fault(R"({")" + std::string(kNameCharactersMax + 1, 'x') + R"(":{}})"),
                HasSubstr("too long"));
}

// Rule OR-11; the first four: the guide's "Inheritance examples", the others as observed at AWS.
TEST(ManagementPolicy, IsMergedDownwards) {
    EXPECT_EQ(merged({{R"("@@assign":["a","b"])"}, {R"("@@assign":["c"])"}}), R"(["c"])");
    EXPECT_EQ(merged({{R"("@@assign":["a","b"])"}, {R"("@@append":["b","c"])"}}),
              R"(["a","b","c"])");
    EXPECT_EQ(merged({{R"("@@assign":["a","b"])"}, {R"("@@remove":["a","x"])"}}), R"(["b"])");
    EXPECT_EQ(merged({{R"("@@append":["a"])"}}), R"(["a"])");
    EXPECT_EQ(merged({{R"("@@assign":"one")"}, {R"("@@assign":"two")"}}), R"("two")");
    EXPECT_EQ(merged({{R"("@@assign":["a"],"@@append":["b"],"@@remove":["a"])"}}), R"(["b"])");
    EXPECT_EQ(merged({{R"("@@assign":["a","b"])"},
                      {R"("@@assign":["c"],"@@append":["d"],"@@remove":["c"])"}}),
              R"(["d"])");
    EXPECT_EQ(merged({{R"("@@assign":["a"])"}, {R"("@@remove":["a"])"}}), "[]");
    EXPECT_EQ(merged({{R"("@@remove":["a"])"}}), "");
    EXPECT_EQ(merged({}), "");
}

// Rule OR-11; "Conflicts with appending values at same hierarchy level", and as observed at AWS.
TEST(ManagementPolicy, OfOneLevelAssignsFirstThenAppendsThenRemoves) {
    EXPECT_EQ(merged({{R"("@@assign":"first")", R"("@@assign":"second")"}}), R"("first")");
    EXPECT_EQ(merged({{R"("@@assign":["a"])", R"("@@append":["b"])"}}), R"(["a","b"])");
    EXPECT_EQ(merged({{R"("@@append":["a"])", R"("@@assign":["b"])"}}), R"(["b","a"])");
    EXPECT_EQ(merged({{R"("@@append":["a"])", R"("@@append":["b"])"}}), R"(["a","b"])");
    EXPECT_EQ(merged({{R"("@@assign":["a","b"])", R"("@@remove":["a"])"}}), R"(["b"])");
    EXPECT_EQ(merged({{R"("@@append":["a"])", R"("@@remove":["a"])"}}), "[]");
    EXPECT_EQ(merged({{R"("@@remove":["a"])", R"("@@append":["a"])"}}), "[]");
}

// Rule OR-11; "Restrict changes to child policies", "Conflicts with child control operators".
TEST(ManagementPolicy, SaysWhatThoseBelowMayDo) {
    const auto with = [](std::string_view operators) {
        return R"("@@assign":["a"],"@@operators_allowed_for_child_policies":[)" +
               std::string{operators} + "]";
    };
    EXPECT_EQ(merged({{with(R"("@@none")")}, {R"("@@assign":["b"],"@@append":["c"])"}}),
              R"(["a"])");
    EXPECT_EQ(merged({{with(R"("@@append")")}, {R"("@@append":["b"])"}}), R"(["a","b"])");
    EXPECT_EQ(merged({{with(R"("@@append")")}, {R"("@@remove":["a"])"}}), R"(["a"])");
    // A policy below cannot give back what one above took.
    EXPECT_EQ(merged({{with(R"("@@append")")},
                      {R"("@@assign":["b"],"@@operators_allowed_for_child_policies":["@@all"])"},
                      {R"("@@assign":["c"])"}}),
              R"(["a"])");
    // What two policies of one level allow, both must; their own operators are not held back.
    const std::string removes = R"("@@operators_allowed_for_child_policies":["@@remove"])";
    EXPECT_EQ(merged({{with(R"("@@append")"), removes}, {R"("@@append":["b"])"}}), R"(["a"])");
    EXPECT_EQ(merged({{removes, R"("@@assign":["a"])"}}), R"(["a"])");
    EXPECT_EQ(merged({{with(R"("@@append","@@remove")"), removes}, {R"("@@remove":["a"])"}}), "[]");
}

// Rule OR-11; the guide's backup example: a locked plan list takes no more plans, but settings in
// its plans are locked only by their own operator (as observed at AWS).
TEST(ManagementPolicy, LocksWhatContainsSettingsAgainstMore) {
    const std::string locked =
        R"({"plans":{"@@operators_allowed_for_child_policies":["@@none"],"p":{"r":{"@@assign":1}}}})";
    const std::string child =
        R"({"plans":{"p":{"r":{"@@assign":2},"more":{"@@assign":3}},"q":{"r":{"@@assign":4}}}})";
    EXPECT_EQ(to_json(merge({{policy(locked)}, {policy(child)}})),
              R"({"plans":{"p":{"more":3,"r":2}}})");
}

TEST(ManagementPolicy, ShowsNoEmptyParts) {
    EXPECT_EQ(to_json(merge({{policy(R"({"a":{"b":{}},"c":{"d":{"@@remove":[1]}}})")}})), "{}");
    EXPECT_EQ(to_json(merge({{policy(R"({"B":{"@@assign":null},"A":{"@@assign":[true,1.5]}})")}})),
              R"({"a":[true,1.5],"b":null})");
}

TEST(ManagementPolicy, KeepsWhatItsFirstPolicyMadeOfAName) {
    const auto setting = policy(R"({"a":{"@@assign":1}})");
    const auto holder = policy(R"({"a":{"b":{"@@assign":2}}})");
    EXPECT_EQ(to_json(merge({{setting}, {holder}})), R"({"a":1})");
    EXPECT_EQ(to_json(merge({{holder}, {setting}})), R"({"a":{"b":2}})");
    EXPECT_EQ(to_json(merge({{setting, holder}})), R"({"a":1})");
}

std::string bedrock_fault(const std::string& configuration,
                          const std::string& region = "us-east-1") {
    const auto checked = check_bedrock(*policy(R"({"bedrock":{"guardrail_inference":{")" + region +
                                               R"(":{"c_1":{)" + configuration + "}}}}}"),
                                       "111111111111");
    return checked.ok() ? "" : checked.error().message;
}

std::string identifier(const std::string& arn) {
    return bedrock_fault(R"("identifier":{"@@assign":")" + arn + R"("})");
}

// Rules BG-3, BG-4.
TEST(BedrockPolicy, IsNothingButGuardrailsOfItsOwner) {
    EXPECT_EQ(identifier("arn:aws:bedrock:us-east-1:111111111111:guardrail/hu1dlsv9wy1d:1"), "");
    const std::string path = "$.bedrock.guardrail_inference.us-east-1.c_1";
    for (const char* other : {"arn:aws:bedrock:us-east-1:222222222222:guardrail/hu1dlsv9wy1d:1",
                              "arn:aws:bedrock:eu-west-1:111111111111:guardrail/hu1dlsv9wy1d:1",
                              "arn:aws:bedrock:us-east-1:111111111111:guardrail/:1",
                              "arn:aws:bedrock:us-east-1:111111111111:guardrail/x", "x"}) {
        EXPECT_THAT(identifier(other), StartsWith(path + ".identifier: must be the ARN")) << other;
    }
    for (const char* version : {"DRAFT", "0", "1a", ""}) {
        EXPECT_THAT(identifier("arn:aws:bedrock:us-east-1:111111111111:guardrail/abc:" +
                               std::string{version}),
                    StartsWith(path + ".identifier: must name a version"))
            << version;
    }
    EXPECT_THAT(bedrock_fault(R"("identifier":{"@@append":["x"]})"), HasSubstr("has one value"));
    EXPECT_THAT(bedrock_fault(R"("identifier":{"@@assign":1})"), HasSubstr("must be a string"));
    EXPECT_THAT(bedrock_fault(R"("guardrail":{})"), StartsWith(path + ".guardrail: is unknown"));
    EXPECT_THAT(bedrock_fault("", "mars"), HasSubstr("is no region"));
    const auto other = check_bedrock(*policy(R"({"tags":{}})"), "111111111111");
    EXPECT_THAT(other.error().message, StartsWith("$.tags: is unknown here; use bedrock"));
    EXPECT_TRUE(check_bedrock(*policy("{}"), "111111111111").ok());
    EXPECT_EQ(other.error().name, "MalformedPolicyDocument");
}

// Rule BG-3.
TEST(BedrockPolicy, SaysWhatIsGuardedAndForWhichModels) {
    EXPECT_EQ(bedrock_fault(R"("selective_content_guarding":{"system":{"@@assign":"selective"},)"
                            R"("messages":{"@@assign":"comprehensive"}},)"
                            R"("model_enforcement":{"included_models":{"@@assign":["ALL"]},)"
                            R"("excluded_models":{"@@append":["amazon.titan-embed-text-v2:0"]}})"),
              "");
    EXPECT_THAT(bedrock_fault(R"("selective_content_guarding":{"system":{"@@assign":"some"}})"),
                HasSubstr(".system: must be `selective` or `comprehensive`"));
    EXPECT_THAT(bedrock_fault(R"("model_enforcement":{"included_models":{"@@assign":"ALL"}})"),
                HasSubstr(".included_models: must be a list"));
    EXPECT_THAT(bedrock_fault(R"("model_enforcement":{"excluded_models":{"@@remove":["Claude"]}})"),
                HasSubstr("must list ids of foundation models"));
    EXPECT_THAT(bedrock_fault(R"("model_enforcement":{"models":{}})"), HasSubstr("is unknown"));
}

}  // namespace
}  // namespace licet::policy::management
