// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/dialect.h"
#include "gateway/json.h"
#include "gateway/reply.h"

namespace licet::gateway {

/// Whether the inputs of tools can be told: some dialects have them as objects, and some upstreams
/// as any text. @return ModelErrorException
Result<void> check_tools(const Reply& reply, Dialect told_in, JsonReader& reader);

}  // namespace licet::gateway
