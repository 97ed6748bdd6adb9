// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace licet::decision {

/// How often this thread of a program of tests has asked for memory.
std::size_t allocations();

}  // namespace licet::decision
