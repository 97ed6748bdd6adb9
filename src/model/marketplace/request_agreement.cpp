// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/request_agreement.h"

#include "model/marketplace/errors.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/succession.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

/// The offer behind a proposal id, if the account may accept it.
Result<Offer> require_proposal(const State& state, AccountId account, std::string_view proposal) {
    const auto id = offer_id_of(proposal);
    auto offer = id ? offer_view(state, *id) : std::nullopt;
    if (!offer || !may_accept(*offer, account)) {
        return unknown_resource("AgreementProposal", proposal);
    }
    return *std::move(offer);
}

Result<void> check_quota(const State& state, AccountId account, Time now) {
    const Marketplace& marketplace = state.marketplace;
    const auto own = marketplace.requests_by_acceptor.find(account);
    if (own == marketplace.requests_by_acceptor.end()) {
        return {};
    }
    const auto open = std::count_if(own->second.begin(), own->second.end(), [&](const auto& id) {
        const AgreementRequest& request = marketplace.requests.at(id);
        return request.accepted_as.empty() && now <= request.expires_at;
    });
    if (static_cast<std::size_t>(open) < kRequestsMax) {
        return {};
    }
    return Error{
        ErrorKind::exhausted,
        fmt::format("account `{}` has {} agreement requests; accept some, or wait: they are "
                    "forgotten {} hours after they were made",
                    account.text(), open, kRequestLife.count()),
        "ServiceQuotaExceededException",
        {{"quotaCode", "AgreementRequestsPerAccount"},
         {"serviceCode", "marketplace-agreement"},
         {"resourceType", "AgreementRequest"},
         {"resourceId", account.text()}}};
}

Result<std::vector<AcceptedTerm>> agreed_terms(const RequestAgreement& command, const Offer* offer,
                                               const Agreement* source) {
    if (command.intent == Intent::AMEND) {
        return amend_terms(source->terms, offer == nullptr ? nullptr : &offer->terms,
                           command.terms);
    }
    return choose_terms(offer->terms, command.terms);
}

}  // namespace

std::string request_id(const Id128& id) {
    return "ar-" + id.text();
}

Result<AgreementRequest> draft_request(const State& state, const RequestAgreement& command,
                                       const Context& context) {
    const AccountId account = context.actor.account;
    LICET_CHECK(command.intent != Intent::RENEW);
    std::optional<Offer> offer;
    if (!command.proposal.empty()) {
        LICET_TRY(offer, require_proposal(state, account, command.proposal));
    }
    const Offer* const proposed = offer ? &*offer : nullptr;
    LICET_TRY(const auto place,
              succession(state, account, command.intent, proposed, command.source, context.now));
    const Agreement* const amended =
        command.intent == Intent::AMEND ? &place.replaced->details : nullptr;
    LICET_TRY(auto terms, agreed_terms(command, proposed, amended));
    LICET_TRY(const auto period, period_of(terms, amended, context.now));
    LICET_TRY(auto charges, charges_for(terms, amended, period, context.now, context.random));
    return AgreementRequest{.acceptor = account,
                            .intent = command.intent,
                            .offer_id = offer ? offer->offer_id : std::string{},
                            .source = command.source,
                            .currency = offer ? offer->currency : amended->currency,
                            .terms = std::move(terms),
                            .charges = std::move(charges),
                            .created_at = context.now,
                            .expires_at = context.now + kRequestLife};
}

Result<RequestedAgreement> request_agreement(const State& state, const RequestAgreement& command,
                                             const Context& context) {
    LICET_TRY(auto request, draft_request(state, command, context));
    LICET_TRY_VOID(check_quota(state, request.acceptor, context.now));
    RequestedAgreement made{.id = Id128::random(context.random), .events = {}};
    made.events.emplace_back(AgreementRequested{request_id(made.id), std::move(request)});
    return made;
}

}  // namespace licet::model
