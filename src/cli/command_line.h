// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace licet::cli {

/// Runs one command line, program name left out. Results go to stdout, everything else to stderr.
/// @return the exit code: 0 done, 1 failed, 2 the command line is wrong; `explain` answers with it:
/// 0
///         allowed, 1 refused, 2 it can't be told.
int run(std::vector<std::string> arguments);

/// The one of `known` that `word` was probably meant to be, or empty. For suggestions.
std::string closest(const std::string& word, const std::vector<std::string>& known);

}  // namespace licet::cli
