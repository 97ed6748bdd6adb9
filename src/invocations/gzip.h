// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace licet::invocations {

/// The bytes as one gzip file. O(size). Source: RFC 1952.
std::string gzip(std::string_view bytes);

}  // namespace licet::invocations
