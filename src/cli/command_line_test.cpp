// SPDX-License-Identifier: Apache-2.0
#include "cli/program_test.h"

#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace licet::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Expects a usage error whose first line is `message`.
void refused(std::vector<std::string> arguments, const std::string& message,
             const std::string& help = "licet: see `licet help`\n") {
    const auto ran = licet(std::move(arguments));
    EXPECT_EQ(ran.code, 2) << message;
    EXPECT_EQ(ran.err, "licet: " + message + "\n" + help);
    EXPECT_THAT(ran.out, IsEmpty());
}

// Issue 2, 2: unknown options are errors with a suggestion; exit codes 0, 1, 2.
TEST(CommandLine, AnUnknownCommandIsRefusedWithASuggestion) {
    refused({"srve"}, "there is no command `srve`; did you mean `serve`?");
    refused({"frobnicate"}, "there is no command `frobnicate`");
    refused({"log", "shw", "--data", "d"}, "there is no command `shw`; did you mean `show`?",
            "licet: see `licet help log`\n");
    refused({"catalog", "aply", "f"}, "there is no command `aply`; did you mean `apply`?",
            "licet: see `licet help catalog`\n");
}

TEST(CommandLine, AnUnknownOptionIsRefusedWithASuggestion) {
    const std::string help = "licet: see `licet help serve`\n";
    refused({"serve", "--dta", "d"}, "there is no option `--dta`; did you mean `--data`?", help);
    refused({"serve", "--data", "d", "--lisen=:1"},
            "there is no option `--lisen`; did you mean `--listen`?", help);
    refused({"serve", "--data", "d", "-x"}, "there is no option `-x`", help);
    refused({"--verison"}, "there is no option `--verison`; did you mean `--version`?");
}

TEST(CommandLine, WhatIsMissingOrTooMuchIsNamed) {
    EXPECT_EQ(licet({}).code, 2);
    EXPECT_THAT(licet({}).err, HasSubstr("licet: a command is needed: init, serve, "));
    refused({"log"}, "a command is needed: show, verify", "licet: see `licet help log`\n");
    refused({"serve"}, "--data is required", "licet: see `licet help serve`\n");
    refused({"version", "now"}, "`now` is one argument too many",
            "licet: see `licet help version`\n");
    EXPECT_EQ(licet({"serve", "--data"}).code, 2);
    EXPECT_EQ(licet({"catalog", "apply"}).code, 2);
}

TEST(CommandLine, ValuesOutOfBoundsAreRefused) {
    for (const auto* value : {"-1", "abc", "99999999999999999999", ""}) {
        EXPECT_EQ(licet({"log", "show", "--data", "d", "--from", value}).code, 2) << value;
        EXPECT_EQ(licet({"log", "show", "--data", "d", "--limit", value}).code, 2) << value;
    }
    EXPECT_THAT(licet({"log", "show", "--data", "d", "--limit", "-1"}).err,
                HasSubstr("--limit: `-1` is not a whole number"));
    EXPECT_THAT(licet({"catalog", "show", "--output", "xml"}).err, HasSubstr("{table,json}"));
}

TEST(CommandLine, HelpExplainsTheProgramAndEachCommand) {
    const auto whole = licet({"help"});
    EXPECT_EQ(whole.code, 0);
    EXPECT_THAT(whole.out, HasSubstr("Usage: licet [OPTIONS] SUBCOMMAND"));
    for (const auto* command : {"init", "serve", "log", "catalog", "offer", "organization",
                                "account", "version", "help"}) {
        EXPECT_THAT(whole.out, HasSubstr(std::string{"\n  "} + command + " "));
        const auto one = licet({"help", command});
        EXPECT_EQ(one.code, 0);
        EXPECT_THAT(one.out, HasSubstr(std::string{"Usage: licet "} + command));
        EXPECT_EQ(licet({command, "--help"}).out, one.out);
    }
    EXPECT_EQ(licet({"--help"}).out, whole.out);
    EXPECT_THAT(licet({"help", "log", "show"}).out, HasSubstr("Usage: licet log show [OPTIONS]"));
    EXPECT_THAT(licet({"help", "serve"}).out, HasSubstr("--listen ADDR:PORT"));
}

TEST(CommandLine, HelpOnNoCommandIsRefused) {
    const auto ran = licet({"help", "log", "shwo"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.err, "licet: there is no command `shwo`; did you mean `show`?\n");
    EXPECT_EQ(licet({"help", "version", "x"}).code, 2);
}

TEST(CommandLine, VersionIsPrinted) {
    const auto ran = licet({"version"});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.out, "licet " LICET_VERSION "\n");
    EXPECT_EQ(licet({"--version"}).out, ran.out);
}

TEST(CommandLine, WhatCannotBePrintedFailsTheCommand) {
    testing::internal::CaptureStderr();
    const int kept = ::dup(STDOUT_FILENO);
    const int full = ::open("/dev/full", O_WRONLY);
    ASSERT_GE(full, 0);
    std::fflush(stdout);
    ::dup2(full, STDOUT_FILENO);
    const int code = run({"version"});
    ::dup2(kept, STDOUT_FILENO);
    std::clearerr(stdout);
    ::close(full);
    ::close(kept);
    EXPECT_EQ(code, 1);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "licet: the output could not be written\n");
}

TEST(CommandLine, ClosestIsSilentWhenNothingIsClose) {
    EXPECT_EQ(closest("servr", {"serve", "show"}), "serve");
    EXPECT_EQ(closest("zzzzzz", {"serve", "show"}), "");
    EXPECT_EQ(closest("", {}), "");
}

}  // namespace
}  // namespace licet::cli
