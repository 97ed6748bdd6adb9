// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/commands.h"

#include <functional>

namespace CLI {
class App;
}

namespace licet::cli {

/// Adds `explain`, `who-can`, `what-can`, `simulate`, `diff` and `quotas`, whose options land in
/// `arguments`.
/// @param options adds those of reaching a service
/// @param choose called with the command that the command line names
void add_questions(CLI::App& app, QuestionArguments& arguments,
                   const std::function<void(CLI::App&, ServiceOptions&)>& options,
                   const std::function<void(std::function<Result<void>()>)>& choose);

}  // namespace licet::cli
