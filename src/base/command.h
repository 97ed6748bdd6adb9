// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"

#include <cstddef>
#include <string>

namespace licet {

/// What a command of the shell writes to its standard output; its errors go where ours go. Waits
/// for it, and kills it when it takes too long.
/// @return `invalid` when it fails, takes longer than `patience`, or writes more than `bytes_max`
Result<std::string> command_output(const std::string& command, std::size_t bytes_max,
                                   Milliseconds patience);

}  // namespace licet
