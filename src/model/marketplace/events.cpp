// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/events.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const AgreementAccepted& event) {
    state.marketplace.by_acceptor[event.details.acceptor].insert(event.id);
    if (event.details.provisioning) {
        state.marketplace.provisioning.insert(event.id);
    }
    state.marketplace.agreements.emplace(event.id, event.details);
}

void apply(State& state, const AgreementProvisioned& event) {
    Agreement& agreement = state.marketplace.agreements.at(event.id);
    agreement.license = event.license;
    agreement.provisioning = false;
    state.marketplace.provisioning.erase(event.id);
}

void apply(State& state, const AgreementEnded& event) {
    Agreement& agreement = state.marketplace.agreements.at(event.id);
    agreement.status = event.status;
    agreement.ends_at = event.at;
    agreement.provisioning = true;
    state.marketplace.provisioning.insert(event.id);
}

void apply(State& state, const AgreementDeprovisioned& event) {
    state.marketplace.agreements.at(event.id).provisioning = false;
    state.marketplace.provisioning.erase(event.id);
}

}  // namespace licet::model
