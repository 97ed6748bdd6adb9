// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"

#include <string>
#include <string_view>

namespace licet::wire {

/// Whether a value of this kind is one piece of text outside JSON: no list, map, structure or
/// variant. An optional is what it holds.
bool is_scalar(const describe::Type& type);

/// Reads one scalar from text: `true`/`false`, decimal numbers, ISO 8601 times, base64 blobs, names
/// of enumerations. Bounds are checked. Requires is_scalar().
/// @return `invalid` with a message that starts after the path: "must be …".
Result<void> read_scalar(const describe::Type& type, void* place, std::string_view text);

/// The inverse of read_scalar. Requires is_scalar(), and that an optional has a value.
std::string write_scalar(const describe::Type& type, const void* object);

}  // namespace licet::wire
