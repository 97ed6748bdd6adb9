// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"

#include <string>
#include <string_view>

namespace licet::describe {

/// Appends the value in a compact form that read_binary reads back to an equal value.
///
/// Integers are variable-length, texts and lists carry their length, structures the number of their
/// members, so that a later version may add members at the end. Equal values give equal bytes.
void write_binary(const Type& type, const void* object, std::string& out);

/// Reads one value into the default-made `object` and moves `in` past it. Bounds are not checked:
/// only our own, checksummed files are read this way.
/// @return `invalid` when the bytes end early or cannot be a value of this type.
Result<void> read_binary(const Type& type, void* object, std::string_view& in);

}  // namespace licet::describe
