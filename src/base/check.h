// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace licet {

/// Prints the broken invariant to stderr and ends the process. Never returns.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace licet

/// States an invariant of ours, in every build type. Never for foreign input.
#define LICET_CHECK(condition)                                     \
    do {                                                           \
        if (!(condition)) {                                        \
            ::licet::check_failed(#condition, __FILE__, __LINE__); \
        }                                                          \
    } while (false)
