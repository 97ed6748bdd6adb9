// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/temporary_directory.h"
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet::cli {

/// What one run of the program left.
struct Ran {
    int code;
    std::string out;  ///< stdout
    std::string err;  ///< stderr
};

/// Runs a command line in this process.
inline Ran licet(std::vector<std::string> arguments) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run(std::move(arguments));
    return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

/// A directory to work in, and the options most commands take.
class ProgramTest : public testing::Test {
protected:
    std::string at(const std::string& name) const { return (temporary_.path() / name).string(); }

    Ran init(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"init", "--data", at("data"), "--credentials",
                                           at("credentials")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return licet(std::move(arguments));
    }

private:
    TemporaryDirectory temporary_;
};

}  // namespace licet::cli
