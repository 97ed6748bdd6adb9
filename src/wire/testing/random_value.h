// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"
#include "base/random.h"

namespace licet::wire::testing {

/// Which characters generated texts may hold: all, or only those that XML 1.0 can carry.
enum class Characters { any, xml };

/// Fills a default-made value with random content within the bounds of its table.
void fill_random(const describe::Type& type, void* place, Random& random, Characters characters);

}  // namespace licet::wire::testing
