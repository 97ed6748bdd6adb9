// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace licet {

/// `1 item`, `2 items`: for messages.
/// @param what in the singular; its plural ends with s.
std::string counted(std::int64_t count, std::string_view what);

}  // namespace licet
