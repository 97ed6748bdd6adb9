// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"

#include <cstddef>

namespace licet::api {

/// The table that the build generates from src/api/ops. Use all_operations().
extern const Operation* const kOperations[];
extern const std::size_t kOperationCount;

}  // namespace licet::api
