// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/events.h"

#include "model/state.h"

namespace licet::model {
namespace {

Agreement& agreement_of(State& state, const std::string& id) {
    return state.marketplace.agreements.at(id);
}

void forget_renewal(Marketplace& marketplace, const std::string& id, const Agreement& agreement) {
    if (agreement.ends_at) {
        marketplace.renewals.erase({*agreement.ends_at, id});
    }
}

/// Forgets the account's agreement requests that are over at `now`.
void drop_old_requests(Marketplace& marketplace, AccountId account, Time now) {
    auto& own = marketplace.requests_by_acceptor[account];
    for (auto id = own.begin(); id != own.end();) {
        const auto request = marketplace.requests.find(*id);
        if (now > request->second.expires_at) {
            marketplace.requests.erase(request);
            id = own.erase(id);
        } else {
            ++id;
        }
    }
}

}  // namespace

void apply(State& state, const OffersApplied& event) {
    Marketplace& marketplace = state.marketplace;
    for (const Offer& offer : event.offers) {
        Offer& kept = marketplace.offers[offer.offer_id];
        for (const AccountId buyer : kept.buyers) {
            marketplace.by_buyer[buyer].erase(offer.offer_id);
        }
        kept = offer;
        for (const AccountId buyer : kept.buyers) {
            marketplace.by_buyer[buyer].insert(offer.offer_id);
        }
    }
    for (const OfferSet& set : event.sets) {
        marketplace.offer_sets[set.offer_set_id] = set;
    }
}

void apply(State& state, const AgreementRequested& event) {
    Marketplace& marketplace = state.marketplace;
    drop_old_requests(marketplace, event.details.acceptor, event.details.created_at);
    marketplace.requests_by_acceptor[event.details.acceptor].insert(event.id);
    marketplace.requests.emplace(event.id, event.details);
}

void apply(State& state, const AgreementAccepted& event) {
    Marketplace& marketplace = state.marketplace;
    const Agreement& agreement =
        marketplace.agreements.emplace(event.id, event.details).first->second;
    marketplace.index(event.id, agreement);
    if (const auto request = marketplace.requests.find(event.request);
        request != marketplace.requests.end()) {
        request->second.accepted_as = event.id;
    }
}

void apply(State& state, const AgreementReplaced& event) {
    Agreement& agreement = agreement_of(state, event.id);
    forget_renewal(state.marketplace, event.id, agreement);
    agreement.status = event.status;
    agreement.ends_at = event.at;
    agreement.replaced_by = event.by;
    agreement.provisioning = false;
    state.marketplace.provisioning.erase(event.id);
}

void apply(State& state, const AgreementProvisioned& event) {
    Agreement& agreement = agreement_of(state, event.id);
    agreement.license = event.license;
    agreement.provisioning = false;
    state.marketplace.provisioning.erase(event.id);
}

void apply(State& state, const AgreementEnded& event) {
    Agreement& agreement = agreement_of(state, event.id);
    forget_renewal(state.marketplace, event.id, agreement);
    agreement.status = event.status;
    agreement.ends_at = event.at;
    agreement.provisioning = true;
    state.marketplace.provisioning.insert(event.id);
}

void apply(State& state, const AgreementDeprovisioned& event) {
    agreement_of(state, event.id).provisioning = false;
    state.marketplace.provisioning.erase(event.id);
}

void apply(State& state, const PurchaseOrdersUpdated& event) {
    for (const PurchaseOrder& order : event.orders) {
        for (Charge& charge : agreement_of(state, event.agreement).charges) {
            if (charge.id == order.charge) {
                charge.purchase_order = order.reference;
                ++charge.revision;
            }
        }
    }
}

void apply(State& state, const CancellationRequested& event) {
    state.marketplace.cancellations_of[event.details.agreement].insert(event.id);
    state.marketplace.cancellations.emplace(event.id, event.details);
}

void apply(State& state, const CancellationAnswered& event) {
    CancellationRequest& request = state.marketplace.cancellations.at(event.id);
    request.status = event.status;
    request.status_message = event.message;
    request.updated_at = event.at;
}

}  // namespace licet::model
