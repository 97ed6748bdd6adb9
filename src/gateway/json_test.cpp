// SPDX-License-Identifier: Apache-2.0
#include "gateway/json.h"

#include <gtest/gtest.h>

#include <string>

namespace licet::gateway {
namespace {

std::string refusal(JsonReader& reader, std::string_view text) {
    const auto parsed = reader.parse(text, JsonReader::Padding::absent);
    return parsed.ok() ? "accepted" : parsed.error().message;
}

TEST(JsonReader, RefusesWhatIsNoJson) {
    JsonReader reader;
    for (const auto* text : {"", " ", "{", "{]", "tru", "{\"a\":1,}", "\"\xff\"", "{} {}",
                             "\"\\ud800\"", "[1 2]", "{\"a\" 1}"}) {
        EXPECT_EQ(refusal(reader, text), "must be JSON in UTF-8") << text;
    }
    EXPECT_EQ(refusal(reader, "{}"), "accepted");
}

TEST(JsonReader, RefusesDeepNestingAlsoInLongTexts) {
    JsonReader reader;
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    EXPECT_EQ(refusal(reader, deep), "must not be nested deeper than 64 levels");
    const std::string padded = deep + std::string(1'000'000, ' ');
    EXPECT_EQ(refusal(reader, padded), "must not be nested deeper than 64 levels");
    EXPECT_EQ(refusal(reader, "[[[]]]" + std::string(1'000'000, ' ')), "accepted");
    EXPECT_EQ(refusal(reader, deep), "must not be nested deeper than 64 levels");
}

TEST(Json, VisitsMembersOnceAndSkipsNull) {
    JsonReader reader;
    const auto root = reader.parse(R"({"a":1,"b":null,"c":"x"})", JsonReader::Padding::absent);
    std::string keys;
    EXPECT_TRUE(root->each_member([&](std::string_view key, Json) -> Result<void> {
                        keys += key;
                        return {};
                    })
                    .ok());
    EXPECT_EQ(keys, "ac");
    EXPECT_FALSE(root->find("d").has_value());
    EXPECT_EQ(*root->find("c")->text(), "x");
    EXPECT_EQ(root->each_item([](Json) -> Result<void> { return {}; }).error().message,
              "must be a list");
}

TEST(Json, RefusesDuplicateAndTooManyMembers) {
    JsonReader reader;
    const auto visit = [](std::string_view, Json) -> Result<void> { return {}; };
    const auto twice = reader.parse(R"({"a":1,"a":2})", JsonReader::Padding::absent);
    EXPECT_EQ(twice->each_member(visit).error().message, ".a: must not be given twice");
    std::string many = "{";
    for (std::size_t i = 0; i <= Json::kMembersMax; ++i) {
        many += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":0";
    }
    const auto lots = reader.parse(many + "}", JsonReader::Padding::absent);
    EXPECT_EQ(lots->each_member(visit).error().message, "must not have more than 64 members");
}

TEST(Json, GivesAValueBackAsJson) {
    JsonReader reader;
    const auto root = reader.parse(R"({ "a": [1, "x\u00e9\n"], "b": true, "c": {} })",
                                   JsonReader::Padding::absent);
    EXPECT_EQ(root->minified(), "{\"a\":[1,\"x\xc3\xa9\\n\"],\"b\":true,\"c\":{}}");
    EXPECT_TRUE(*root->find("b")->boolean());
    EXPECT_EQ(root->find("a")->boolean().error().message, "must be true or false");
    EXPECT_TRUE(root->find("a")->is_list());
    EXPECT_TRUE(root->find("c")->is_object());
}

}  // namespace
}  // namespace licet::gateway
