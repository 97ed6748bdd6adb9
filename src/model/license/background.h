// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/background.h"

namespace licet::model {

/// Makes a license in PENDING_DELETE DELETED. Source: table 3.
std::optional<BackgroundStep> license_background_step(const State& state, Time now);

}  // namespace licet::model
