// SPDX-License-Identifier: Apache-2.0
#include "base/yaml/yaml_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace licet::yaml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Document parse(std::string_view text) {
    auto document = Document::parse(text, "f.yaml");
    EXPECT_TRUE(document) << document.error().message;
    return *std::move(document);
}

std::string refusal(std::string_view text) {
    const auto document = Document::parse(text, "f.yaml");
    return document ? "accepted" : document.error().message;
}

TEST(YamlReader, ReadsScalarsOfEveryType) {
    const auto document = parse(
        "text: plain words\n"
        "quoted: \"true\"\n"
        "single: 'null'\n"
        "flag: true\n"
        "number: -7\n"
        "day: 2026-11-23\n"
        "list: [a, b]\n");
    auto map = *document.root().map();
    EXPECT_EQ(*map.required("text")->text(), "plain words");
    EXPECT_EQ(*map.required("quoted")->text(), "true");
    EXPECT_EQ(*map.required("single")->text(), "null");
    EXPECT_TRUE(*map.required("flag")->boolean());
    EXPECT_EQ(*map.required("number")->integer(-10, 10), -7);
    EXPECT_EQ(*map.required("day")->time(), *parse_iso8601("2026-11-23"));
    EXPECT_THAT(*map.required("list")->texts(), ElementsAre("a", "b"));
    EXPECT_FALSE(map.optional("absent"));
    EXPECT_TRUE(map.finish());
}

TEST(YamlReader, ErrorsNameFileLineAndReason) {
    const auto document = parse(
        "flag: \"true\"\n"
        "number: 7x\n"
        "\n"
        "none:\n"
        "tilde: ~\n"
        "list: [a]\n"
        "choice: green\n");
    auto map = *document.root().map();
    const auto required = [&](const char* key) { return *map.required(key); };
    constexpr std::array<std::string_view, 2> kChoices{"red", "blue"};
    EXPECT_EQ(required("flag").boolean().error().message, "f.yaml:1: must be true or false");
    EXPECT_EQ(required("number").integer(0, 9).error().message,
              "f.yaml:2: must be a whole number from 0 to 9");
    EXPECT_EQ(required("none").text().error().message, "f.yaml:4: a value is missing");
    EXPECT_EQ(required("tilde").text().error().message, "f.yaml:5: a value is missing");
    EXPECT_EQ(required("list").text().error().message, "f.yaml:6: must be a text");
    EXPECT_EQ(required("list").map().error().message, "f.yaml:6: must be a map");
    EXPECT_EQ(required("choice").list().error().message, "f.yaml:7: must be a list");
    EXPECT_EQ(required("choice").choice(kChoices).error().message,
              "f.yaml:7: `green` is none of red, blue");
    EXPECT_EQ(required("choice").time().error().message, "f.yaml:7: `green` is no date or time");
    EXPECT_EQ(map.required("absent").error().message, "f.yaml:1: key `absent` is missing");
    EXPECT_EQ(required("choice").error("why").kind, ErrorKind::invalid);
}

TEST(YamlReader, WholeNumbersAreExact) {
    const auto document = parse("[1, 10, 11, 1.0, 0x1, +1, 99999999999999999999, '5', ~, []]");
    std::vector<bool> accepted;
    const auto values = *document.root().list();
    for (const auto& value : values) {
        accepted.push_back(value.integer(1, 10).ok());
    }
    EXPECT_THAT(accepted,
                ElementsAre(true, true, false, false, false, false, false, false, false, false));
}

TEST(YamlReader, UnknownKeysAreRefusedWithTheirLine) {
    const auto document = parse("a: 1\nb: 2\nc:\n  d: 3\n");
    auto map = *document.root().map();
    EXPECT_TRUE(map.optional("a"));
    EXPECT_EQ(map.finish().error().message, "f.yaml:2: unknown key `b`");
    EXPECT_TRUE(map.optional("b"));
    EXPECT_TRUE(map.optional("c"));
    EXPECT_TRUE(map.finish());
    EXPECT_EQ(document.root().map()->all().size(), 3U);
}

TEST(YamlReader, AliasesAreFollowed) {
    const auto document = parse("base: &b {x: 1}\nuse: *b\nmore: [*b, *b]\n");
    auto map = *document.root().map();
    auto use = *map.required("use")->map();
    EXPECT_EQ(*use.required("x")->integer(0, 9), 1);
    EXPECT_EQ(map.required("more")->list()->size(), 2U);
}

TEST(YamlReader, WhatCannotBeUnderstoodIsRefusedWhole) {
    EXPECT_EQ(refusal(""), "f.yaml:1: the file is empty");
    EXPECT_EQ(refusal("# only a comment\n"), "f.yaml:1: the file is empty");
    EXPECT_EQ(refusal("a: 1\na: 2\n"), "f.yaml:2: duplicate key `a`");
    EXPECT_EQ(refusal("a: 1\n---\nb: 2\n"), "f.yaml:3: more than one document");
    EXPECT_EQ(refusal("a: !!int 1\n"), "f.yaml:1: tags are not supported");
    EXPECT_EQ(refusal("a: !x [1]\n"), "f.yaml:1: tags are not supported");
    EXPECT_EQ(refusal("? [a]\n: 1\n"), "f.yaml:1: a key must be a text");
    EXPECT_EQ(refusal("~: 1\n"), "f.yaml:1: a key must be a text");
    EXPECT_EQ(refusal("a: &x [1, *x]\n"), "f.yaml:1: an alias inside the value it stands for");
    EXPECT_THAT(refusal("a: 1\nb: *nowhere\n"), HasSubstr("f.yaml:2: "));
    EXPECT_THAT(refusal("a: 1\n b: 2\n"), HasSubstr("f.yaml:2: "));
    EXPECT_THAT(refusal("a: [1\n"), HasSubstr("f.yaml:"));
    EXPECT_EQ(refusal("a: \xff\n"), "f.yaml:1: not UTF-8 text");
    EXPECT_EQ(refusal(std::string_view{"a: \0\n", 5}), "f.yaml:1: not UTF-8 text");
    EXPECT_EQ(refusal("<<: {a: 1}\n"), "accepted");
    EXPECT_EQ(parse("<<: {a: 1}\n").root().map()->finish().error().message,
              "f.yaml:1: unknown key `<<`");
}

TEST(YamlReader, LimitsHold) {
    EXPECT_THAT(refusal(std::string(kTextBytesMax + 1, ' ')), HasSubstr("larger than"));
    EXPECT_EQ(refusal(std::string(kDepthMax, '[') + std::string(kDepthMax, ']')), "accepted");
    EXPECT_THAT(refusal(std::string(kDepthMax + 1, '[') + std::string(kDepthMax + 1, ']')),
                HasSubstr("more than 32 levels"));
    EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("f.yaml:1: "));
    EXPECT_THAT(refusal(std::string(100'000, '{')), HasSubstr("f.yaml:1: "));

    std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        laughs += fmt::format("a{}: &a{} [", i, i);
        for (int j = 0; j < 10; ++j) {
            laughs += fmt::format("{}*a{}", j == 0 ? "" : ", ", i - 1);
        }
        laughs += "]\n";
    }
    EXPECT_THAT(refusal(laughs), HasSubstr("more than 1000000 values"));
}

}  // namespace
}  // namespace licet::yaml
