// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace licet::cli {

/// Reads a file of commands to try out (YAML or JSON) and writes it as the body of a simulation.
///
/// A list of `service`, `operation`, and, where needed, `account`, `region` and `parameters`.
/// Plain whole numbers and true and false in `parameters` stay numbers and booleans: ids of
/// accounts stand in quotes.
/// @return `invalid` with file and line
Result<std::string> simulation_body(std::string_view text, const std::string& file);

}  // namespace licet::cli
