// SPDX-License-Identifier: Apache-2.0
#include "model/background.h"

#include "model/organization/background.h"

namespace licet::model {

std::optional<BackgroundStep> next_background_step(const State& state, Time now, Random& random) {
    return organization_background_step(state, now, random);
}

}  // namespace licet::model
