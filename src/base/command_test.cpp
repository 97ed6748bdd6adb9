// SPDX-License-Identifier: Apache-2.0
#include "base/command.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

std::string run(const std::string& command, std::size_t bytes_max = 100,
                Milliseconds patience = Milliseconds{60'000}) {
    const auto said = command_output(command, bytes_max, patience);
    return said.ok() ? *said : "refused: " + said.error().message;
}

TEST(Command, SaysWhatItWrites) {
    EXPECT_EQ(run("printf 'a b'; printf '%s\\n' c"), "a bc\n");
    EXPECT_EQ(run("true"), "");
}

TEST(Command, MustEndWellAndInTimeAndBeShort) {
    EXPECT_EQ(run("echo key; exit 3"), "refused: the command failed");
    EXPECT_EQ(run("kill -9 $$"), "refused: the command failed");
    EXPECT_EQ(run("/no/such/program 2>&-"), "refused: the command failed");
    EXPECT_EQ(run("printf 12345", 4), "refused: the command says more than 4 bytes");
    EXPECT_EQ(run("printf 1234", 4), "1234");
    EXPECT_EQ(run("sleep 1000", 4, Milliseconds{1}), "refused: the command took longer than 0 s");
    EXPECT_EQ(run("exec >&-; sleep 1000", 4, Milliseconds{200}),
              "refused: the command took longer than 0 s");
}

}  // namespace
}  // namespace licet
