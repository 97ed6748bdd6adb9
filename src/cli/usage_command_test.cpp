// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"
#include "cli/program_test.h"
#include "meter/minutes.h"

#include <filesystem>

namespace licet::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct UsageCommandTest : ProgramTest {
    UsageCommandTest() {
        const auto directory = std::filesystem::path{at("data")} / "usage";
        std::filesystem::create_directories(directory);
        meter::Rows rows;
        const auto add = [&](std::int64_t minute, std::string_view account, std::string_view model,
                             std::int64_t tokens, std::string_view tags = {}) {
            std::string key;
            meter::write_key(key,
                             {.minute = minute, .account = account, .model = model, .tags = tags});
            meter::add(rows, key, {.calls = 1, .input_tokens = tokens});
        };
        const std::int64_t day = 20'784 * meter::kMinutesPerDay;  // 2026-11-27
        add(day, "111122223333", "a", 10);
        add(day + 1, "111122223333", "b", 5);
        add(day + 1, "444455556666", "a", 3, "team=blue");
        add(day + meter::kMinutesPerDay, "111122223333", "a", 1);
        const auto touch = [](std::int64_t, std::uint64_t) { return Result<void>{}; };
        EXPECT_TRUE(meter::append_rows(directory, rows, touch).ok());
    }
    Ran usage(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"usage", "--data", at("data")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return licet(std::move(arguments));
    }
    Ran reconcile(std::string_view invoice, std::string output = "table") const {
        EXPECT_TRUE(replace_file(at("invoice.csv"), invoice).ok());
        return usage({"--reconcile", at("invoice.csv"), "--to", "2026-11-28", "--output",
                      std::move(output)});
    }
};

TEST_F(UsageCommandTest, SumsByWhatIsAsked) {
    EXPECT_THAT(usage({"--by", "model", "--output", "csv"}).out,
                HasSubstr("\na,3,0,0,0,14,0,0,0,0,0,0,0,0,0\nb,1,0,0,0,5,"));
    EXPECT_THAT(usage({"--by", "day", "--account", "111122223333", "--output", "json"}).out,
                HasSubstr(R"([{"day":"2026-11-27","calls":2,)"));
    EXPECT_THAT(usage({"--from", "2026-11-28"}).out, HasSubstr("input_tokens"));
    EXPECT_THAT(usage({"--from", "2026-11-28", "--output", "csv"}).out, HasSubstr("\n1,0,0,0,1,"));
}

// Issue 5, 6.
TEST_F(UsageCommandTest, SumsByTagsOfTheCallers) {
    EXPECT_THAT(usage({"--by", "account,tag:team", "--output", "csv"}).out,
                AllOf(HasSubstr("account,tag:team,calls,"), HasSubstr("\n111122223333,,3,"),
                      HasSubstr("\n444455556666,blue,1,")));
    EXPECT_THAT(usage({"--by", "tag:team", "--by", "day", "--output", "json"}).out,
                HasSubstr(R"({"tag:team":"blue","day":"2026-11-27","calls":1,)"));
    EXPECT_EQ(reconcile("tag:team,input_tokens\n,15\nblue,3\n").code, 0);
    EXPECT_THAT(reconcile("tag:team,input_tokens\n,15\nblue,4\n").out, HasSubstr("blue"));
}

TEST_F(UsageCommandTest, FaultsAreNamed) {
    EXPECT_EQ(usage({"--by", "colour"}).code, 1);
    EXPECT_THAT(usage({"--by", "colour"}).err, HasSubstr("`colour`, but by account, principal"));
    EXPECT_EQ(usage({"--from", "yesterday"}).code, 1);
    EXPECT_EQ(licet({"usage", "--data", at("nowhere")}).code, 1);
}

// Issue 5, 6: the exit code says whether an invoice is right.
TEST_F(UsageCommandTest, AnInvoiceIsComparedWithWhatWasUsed) {
    const auto right = reconcile("account,input_tokens\n111122223333,15\n444455556666,3\n");
    EXPECT_EQ(right.code, 0) << right.err;
    EXPECT_EQ(right.out, "the invoice is what was used\n");
    const auto wrong = reconcile("account,input_tokens\n111122223333,16\n");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.out, HasSubstr("16"));
    EXPECT_THAT(wrong.out, HasSubstr("444455556666"));
    EXPECT_THAT(wrong.err, HasSubstr("differ in 2 places"));
    EXPECT_THAT(reconcile("account\n").err, HasSubstr("invoice.csv: line 1: nothing to compare"));
    EXPECT_EQ(usage({"--by", "day", "--reconcile", at("invoice.csv")}).code, 2);
}

// Issue 5, 6.
TEST_F(UsageCommandTest, WhatDiffersIsToldToMachinesToo) {
    const std::string wrong =
        "account,model,input_tokens\n111122223333,a,11\n"
        "111122223333,b,5\n444455556666,a,3\n";
    EXPECT_EQ(reconcile(wrong, "csv").out,
              "account,model,member,invoiced,used\n111122223333,a,input_tokens,11,10\n");
    EXPECT_EQ(reconcile(wrong, "json").out,
              R"([{"account":"111122223333","model":"a","member":"input_tokens","invoiced":11,)"
              R"("used":10}])"
              "\n");
    EXPECT_EQ(reconcile("input_tokens\n18\n", "json").out, "[]\n");
}

}  // namespace
}  // namespace licet::cli
