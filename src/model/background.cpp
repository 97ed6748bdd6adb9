// SPDX-License-Identifier: Apache-2.0
#include "model/background.h"

#include "model/grant/background.h"
#include "model/license/background.h"
#include "model/marketplace/background.h"
#include "model/organization/background.h"

namespace licet::model {

std::optional<BackgroundStep> next_background_step(const State& state, Time now, Random& random) {
    if (auto step = organization_background_step(state, now, random)) {
        return step;
    }
    if (auto step = marketplace_background_step(state, now, random)) {
        return step;
    }
    if (auto step = license_background_step(state, now)) {
        return step;
    }
    return grant_background_step(state, now, random);
}

}  // namespace licet::model
