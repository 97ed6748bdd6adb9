// SPDX-License-Identifier: Apache-2.0
#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "model/marketplace/errors.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/request_agreement.h"
#include "model/marketplace/succession.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

constexpr std::size_t kAgreementIdLetters = 25;

std::string bytes_of(const std::vector<AcceptedTerm>& terms) {
    std::string bytes;
    describe::write_binary(describe::type_of<std::vector<AcceptedTerm>>(), &terms, bytes);
    return bytes;
}

Result<const AgreementRequest*> require_request(const State& state, std::string_view id,
                                                const Context& context) {
    const auto found = state.marketplace.requests.find(id);
    if (found == state.marketplace.requests.end() ||
        found->second.acceptor != context.actor.account) {
        return unknown_resource("AgreementRequest", id);
    }
    const AgreementRequest& request = found->second;
    if (!request.accepted_as.empty()) {
        return resource_conflict("AgreementRequest", id,
                                 fmt::format("agreement request `{}` was accepted as agreement "
                                             "`{}`",
                                             id, request.accepted_as));
    }
    if (context.now > request.expires_at) {
        return not_valid("INVALID_AGREEMENT_REQUEST_ID",
                         fmt::format("agreement request `{}` could be accepted until {}; make a "
                                     "new one",
                                     id, format_iso8601(request.expires_at)));
    }
    return &request;
}

/// Whether a request for the same terms would come to the same now.
bool is_unchanged(const State& state, const AgreementRequest& request, const Offer& offer) {
    std::vector<RequestedTerm> requested;
    for (const AcceptedTerm& accepted : request.terms) {
        const bool offered =
            std::any_of(offer.terms.begin(), offer.terms.end(),
                        [&](const Term& term) { return term.id == accepted.term.id; });
        if (offered) {
            requested.push_back({accepted.term.id, accepted.choice});
        }
    }
    const auto again = request.intent == Intent::AMEND
                           ? amend_terms(state.marketplace.agreements.at(request.source).terms,
                                         &offer.terms, requested)
                           : choose_terms(offer.terms, requested);
    return again.ok() && bytes_of(*again) == bytes_of(request.terms);
}

/// The offer as it is now: it must still propose what was requested.
/// Source: rules MP-4, MP-11.
Result<Offer> require_same_offer(const State& state, const AgreementRequest& request) {
    auto offer = offer_view(state, request.offer_id);
    if (!offer || !may_accept(*offer, request.acceptor) || !is_unchanged(state, request, *offer)) {
        return not_valid("SUPERSEDED_AGREEMENT_PROPOSAL",
                         fmt::format("offer `{}` changed since the request was made; look at it "
                                     "and make a new request",
                                     request.offer_id));
    }
    return *std::move(offer);
}

Result<void> give_orders(std::vector<Charge>& charges, const std::vector<PurchaseOrder>& orders) {
    std::set<std::string_view> seen;
    for (const PurchaseOrder& order : orders) {
        const auto charge = std::find_if(charges.begin(), charges.end(),
                                         [&](const Charge& c) { return c.id == order.charge; });
        if (charge == charges.end()) {
            return not_valid("INVALID_CHARGE_ID",
                             fmt::format("the request has no charge `{}`", order.charge));
        }
        if (!seen.insert(order.charge).second) {
            return not_valid("DUPLICATE_CHARGES",
                             fmt::format("charge `{}` has two purchase orders", order.charge));
        }
        charge->purchase_order = order.reference;
    }
    return {};
}

Agreement make_agreement(const AgreementRequest& request, const Offer* offer,
                         const Succession& place, const AgreementPeriod& period, Time now) {
    const bool amends = request.intent == Intent::AMEND;
    const Agreement* const old = place.replaced ? &place.replaced->details : nullptr;
    Agreement made{.acceptor = request.acceptor,
                   .product_id = offer != nullptr ? offer->product_id : old->product_id,
                   .offer_id = offer != nullptr ? offer->offer_id : old->offer_id,
                   .accepted_at = now,
                   .starts_at = period.starts,
                   .ends_at = period.ends,
                   .license = old != nullptr ? old->license : Id128{},
                   .proposer = offer != nullptr ? offer->seller : old->proposer,
                   .offer_set_id = offer != nullptr ? offer->offer_set_id : old->offer_set_id,
                   .intent = request.intent,
                   .previous = place.replaced ? place.replaced->id : std::string{},
                   .currency = offer != nullptr ? offer->currency : old->currency,
                   .terms = request.terms,
                   .charges = request.charges};
    // A public offer that is amended becomes private and renews itself no more: rule MP-6.
    const bool was_public = old != nullptr && old->from_public;
    made.from_public = !amends && offer != nullptr && !is_private(*offer);
    made.auto_renew =
        renews_itself(made.terms) && made.ends_at.has_value() && !(amends && was_public);
    for (Charge& charge : made.charges) {
        if (charge.timing == ChargeTiming::ON_ACCEPTANCE) {
            charge.due = now;
        }
    }
    if (old != nullptr && !amends && made.starts_at > now) {
        made.starts_at = now;  // what renews or replaces does so at once: rule MP-6
    }
    return made;
}

/// @param id of the request; empty for one that was not noted.
Result<Events> conclude(const State& state, const AgreementRequest& request, std::string_view id,
                        const std::vector<PurchaseOrder>& orders, const Context& context) {
    std::optional<Offer> offer;
    if (!request.offer_id.empty()) {
        LICET_TRY(offer, require_same_offer(state, request));
    }
    const Offer* const proposed = offer ? &*offer : nullptr;
    LICET_TRY(const auto place, succession(state, request.acceptor, request.intent, proposed,
                                           request.source, context.now));
    const Agreement* const amended =
        request.intent == Intent::AMEND ? &place.replaced->details : nullptr;
    LICET_TRY(const auto period, period_of(request.terms, amended, context.now));
    Agreement made = make_agreement(request, proposed, place, period, context.now);
    LICET_TRY_VOID(give_orders(made.charges, orders));

    const std::string made_as = new_agreement_id(context.random);
    Events events{AgreementAccepted{made_as, std::move(made), std::string{id}}};
    if (place.replaced) {
        events.emplace_back(
            AgreementReplaced{place.replaced->id, place.status, context.now, made_as});
    }
    return events;
}

}  // namespace

std::string new_agreement_id(Random& random) {
    return "agmt-" + random.text(kLowerAlphanumeric, kAgreementIdLetters);
}

Result<Events> accept_agreement_request(const State& state, std::string_view request_id,
                                        const std::vector<PurchaseOrder>& orders,
                                        const Context& context) {
    LICET_TRY(const auto* request, require_request(state, request_id, context));
    return conclude(state, *request, request_id, orders, context);
}

Result<Events> accept_draft(const State& state, const AgreementRequest& draft,
                            const Context& context) {
    return conclude(state, draft, {}, {}, context);
}

}  // namespace licet::model
