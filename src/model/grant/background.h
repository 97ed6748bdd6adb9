// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/background.h"

namespace licet::model {

/// The next step of grants' work: distribution, acceptance, activation, deactivation, removal. Acts
/// as the grantor's Marketplace service-linked role.
/// Source: rules T2 to T4, P2 to P5, U-2, U-26, AU-3.
std::optional<BackgroundStep> grant_background_step(const State& state, Time now, Random& random);

}  // namespace licet::model
