// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string_view>

namespace licet::wire {

/// Puts one more step (`.Key`, `[1]`, `$`) in front of the path that an error message starts with.
Error at(std::string_view step, Error error);

Error missing();  ///< "is required"

}  // namespace licet::wire
