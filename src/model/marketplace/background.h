// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/background.h"

namespace licet::model {

/// The next agreement that renews itself, or whose license is to be made available, renewed or
/// withdrawn. Acts as the acceptor's Marketplace service-linked role.
/// Source: rules LI-4, LI-7, ME-20, ME-37, MP-6, MP-7, AU-3.
std::optional<BackgroundStep> marketplace_background_step(const State& state, Time now,
                                                          Random& random);

}  // namespace licet::model
