// SPDX-License-Identifier: Apache-2.0
#include "model/license/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const LicenseIssued& event) {
    state.license.by_holder[event.details.holder].insert(event.id);
    state.license.by_product[event.details.product_sku].insert(event.id);
    state.license.licenses.emplace(event.id, event.details);
}

void apply(State& state, const LicenseVersionAdded& event) {
    state.license.licenses.at(event.id).versions.push_back(event.version);
}

void apply(State& state, const LicenseSettingsChanged& event) {
    state.license.settings[event.account][event.region] = event.settings;
}

void apply(State& state, const LicenseTagsChanged& event) {
    state.license.licenses.at(event.id).tags = event.tags;
}

}  // namespace licet::model
