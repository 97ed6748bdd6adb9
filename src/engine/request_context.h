// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/record.h"
#include "policy/context.h"

namespace licet::engine {

/// What conditions of policies see of the request itself, whatever it asks for and whoever asks.
/// What they see of the caller is added by decision::SubjectContext. Refers to the origin.
policy::Context request_context(const Origin& origin, Time now);

}  // namespace licet::engine
