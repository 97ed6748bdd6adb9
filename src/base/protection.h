// SPDX-License-Identifier: Apache-2.0
#pragma once

/// LICET_PROTECTED(name) is true. It stands where a rule protects somebody, so that a program that
/// is built for it can leave one rule out and show that the tests notice. Only such a program
/// defines LICET_PROTECTION_SWITCHES.
#ifdef LICET_PROTECTION_SWITCHES

#include <cstdlib>
#include <string_view>

namespace licet {
/// Whether the protection is on: all are but the one that the environment variable
/// LICET_PROTECTION_OFF names.
inline bool is_protected(std::string_view name) {
    static const char* const off = std::getenv("LICET_PROTECTION_OFF");
    return off == nullptr || name != off;
}
}  // namespace licet
#define LICET_PROTECTED(name) ::licet::is_protected(#name)

#else
#define LICET_PROTECTED(name) true
#endif
