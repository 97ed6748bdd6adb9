// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/body_edit.h"

#include "base/random.h"
#include "gateway/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

namespace licet::gateway {
namespace {

std::string edited(std::string_view object) {
    return edit_members(object, std::array<MemberEdit, 2>{{{"model", "\"m\""}, {"gone", {}}}})
        .value_or("nothing");
}

TEST(BodyEdit, SetsAndRemovesMembersAndKeepsAllElse) {
    EXPECT_EQ(edited("{}"), R"({"model":"m"})");
    EXPECT_EQ(edited(R"({"model":1,"a":[1, {"model":2}] })"),
              R"({"a":[1, {"model":2}],"model":"m"})");
    EXPECT_EQ(edited(" {\n \"gone\" : {\"x\":[\"}\"]} ,\t\"b\":1.50e1}"),
              R"({"b":1.50e1,"model":"m"})");
    EXPECT_EQ(edited(R"({"model":"x","model":"y","c":"\"}\\"})"), R"({"c":"\"}\\","model":"m"})");
    EXPECT_EQ(edited(R"({"a":true,"gone":null})"), R"({"a":true,"model":"m"})");
}

TEST(BodyEdit, FindsTheValueOfAMemberOfItsOwn) {
    constexpr std::string_view kObject = R"({"a":{"b":1}, "b" : [ "}" ] ,"c":null,"b":2})";
    EXPECT_EQ(member_of(kObject, "a"), R"({"b":1})");
    EXPECT_EQ(member_of(kObject, "b"), R"([ "}" ])");
    EXPECT_EQ(member_of(kObject, "c"), "null");
    EXPECT_EQ(member_of(kObject, "d"), "");
    EXPECT_EQ(member_of("{}", "a"), "");
}

TEST(BodyEdit, LeavesNamesWithEscapesToOthers) {
    EXPECT_EQ(edited(R"({"m\u006fdel":"x"})"), "nothing");
}

std::string random_value(Random& random, int depth) {
    static constexpr std::string_view kPlain[] = {
        "1", "-2.5e3", "true", "null", R"("")", R"("a\"}{][,:")", R"("\\")", "\"\xc3\xa9\""};
    if (depth == 0 || random.below(3) != 0) {
        return std::string{kPlain[random.below(std::size(kPlain))]};
    }
    const bool list = random.below(2) == 0;
    std::string out = list ? "[" : "{";
    for (auto left = random.below(3); left > 0; --left) {
        out += out.size() == 1 ? "" : random.below(2) == 0 ? "," : " ,\n";
        out += list ? "" : "\"model\":";
        out += random_value(random, depth - 1);
    }
    return out + (list ? "]" : "}");
}

// The reference parses both and compares.
TEST(BodyEdit, MeansTheSameAsASlowEdit) {
    static constexpr std::string_view kNames[] = {"model", "gone", "a", "b"};
    SeededRandom random{17};
    for (int i = 0; i < 3'000; ++i) {
        std::map<std::string, std::string> members;
        std::string text = "{";
        for (const auto name : kNames) {
            if (random.below(2) == 0) {
                const auto value = random_value(random, 3);
                text +=
                    (members.empty() ? " " : ", ") + ('"' + std::string{name} + "\" : " + value);
                members[std::string{name}] = value;
            }
        }
        members["model"] = "\"m\"";
        members.erase("gone");
        JsonReader reader;
        JsonReader values;
        const auto out = edited(text + "}");
        const auto parsed = reader.parse(out, JsonReader::Padding::absent);
        ASSERT_TRUE(parsed.ok()) << text << out;
        std::size_t count = 0;
        ASSERT_TRUE(parsed
                        ->each_member([&](std::string_view name, Json value) -> Result<void> {
                            const auto& known = members.at(std::string{name});
                            EXPECT_EQ(value.minified(),
                                      values.parse(known, JsonReader::Padding::absent)->minified());
                            ++count;
                            return {};
                        })
                        .ok());
        const auto nulls = std::count_if(members.begin(), members.end(),
                                         [](const auto& one) { return one.second == "null"; });
        ASSERT_EQ(count + static_cast<std::size_t>(nulls), members.size()) << out;
    }
}

}  // namespace
}  // namespace licet::gateway
