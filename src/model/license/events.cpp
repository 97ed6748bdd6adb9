// SPDX-License-Identifier: Apache-2.0
#include "model/license/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const LicenseIssued& event) {
    state.license.by_holder[event.details.holder].insert(event.id);
    state.license.by_product[product_of(event.details)].insert(event.id);
    if (is_seller_issued(event.details)) {
        state.license.by_beneficiary[{product_of(event.details), event.details.beneficiary}].insert(
            event.id);
        ++state.license.issued[event.details.issuer].all;
    }
    state.license.licenses.emplace(event.id, event.details);
}

void apply(State& state, const LicenseVersionAdded& event) {
    License& license = state.license.licenses.at(event.id);
    const bool was_deleted = is_deleted(license);
    license.versions.push_back(event.version);
    if (is_seller_issued(license) && !was_deleted && is_deleted(license)) {
        ++state.license.issued[license.issuer].deleted;
    }
    license.agreement = event.agreement.value_or(license.agreement);
    if (event.version.status == LicenseStatus::PENDING_DELETE) {
        state.license.pending.insert(event.id);
    } else {
        state.license.pending.erase(event.id);
    }
}

void apply(State& state, const LicenseSettingsChanged& event) {
    state.license.settings[event.account][event.region] = event.settings;
}

void apply(State& state, const LicenseTagsChanged& event) {
    state.license.licenses.at(event.id).tags = event.tags;
}

}  // namespace licet::model
