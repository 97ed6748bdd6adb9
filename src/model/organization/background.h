// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/background.h"

#include <optional>

namespace licet::model {

/// Creates the accounts that were asked for, oldest request first, and closes those that are
/// PENDING_CLOSURE.
std::optional<BackgroundStep> organization_background_step(const State& state, Time now,
                                                           Random& random);

}  // namespace licet::model
