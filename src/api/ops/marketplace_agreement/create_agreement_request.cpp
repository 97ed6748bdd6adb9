// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/client_token.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "api/marketplace_agreement/terms.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/request_agreement.h"

#include <algorithm>

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

bool is_term_id(std::string_view text) {
    constexpr std::string_view kOthers = "+=;,.@-_";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kOthers.find(c) != std::string_view::npos;
    });
}

enum class AskedIntent { NEW, AMEND, REPLACE };
BOOST_DESCRIBE_ENUM(AskedIntent, NEW, AMEND, REPLACE)

enum class TaxEstimation { DISABLED, ENABLED };
BOOST_DESCRIBE_ENUM(TaxEstimation, DISABLED, ENABLED)

struct TaxConfiguration {
    std::optional<TaxEstimation> taxEstimation;
};
BOOST_DESCRIBE_STRUCT(TaxConfiguration, (), (taxEstimation))

struct RequestedTerm {
    Text<1, 256, is_term_id> id;
    std::optional<shapes::RequestedConfiguration> configuration;
};
BOOST_DESCRIBE_STRUCT(RequestedTerm, (), (id, configuration))

struct Request {
    std::optional<shapes::ClientToken> clientToken;
    AskedIntent intent = AskedIntent::NEW;
    List<RequestedTerm, 1, static_cast<std::int64_t>(model::kTermsMax)> requestedTerms;
    std::optional<shapes::ResourceId> sourceAgreementIdentifier;
    std::optional<shapes::AgreementProposalId> agreementProposalIdentifier;
    std::optional<TaxConfiguration> taxConfiguration;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (clientToken, intent, requestedTerms, sourceAgreementIdentifier,
                       agreementProposalIdentifier, taxConfiguration))

struct ExpectedCharge {
    std::string id;
    std::optional<Time> time;
    std::optional<std::string> amount;
    model::ChargeTiming timing = model::ChargeTiming::ON_ACCEPTANCE;
};
BOOST_DESCRIBE_STRUCT(ExpectedCharge, (), (id, time, amount, timing))

struct ItemizedCharge {
    std::string dimensionKey;
    std::int64_t newQuantity = 0;
    std::int64_t oldQuantity = 0;
    std::string chargeReference;
    std::optional<std::string> incrementalChargeAmount;
};
BOOST_DESCRIBE_STRUCT(ItemizedCharge, (),
                      (dimensionKey, newQuantity, oldQuantity, chargeReference,
                       incrementalChargeAmount))

/// Taxes are nobody's business here: the members for them are left out, as AWS does when it cannot
/// tell.
struct ChargeSummary {
    std::string currencyCode;
    std::optional<std::string> newAgreementValue;
    std::vector<ExpectedCharge> expectedCharges;
    std::vector<ItemizedCharge> itemizedCharges;
};
BOOST_DESCRIBE_STRUCT(ChargeSummary, (),
                      (currencyCode, newAgreementValue, expectedCharges, itemizedCharges))

struct Response {
    std::string agreementRequestId;
    ChargeSummary chargeSummary;
};
BOOST_DESCRIBE_STRUCT(Response, (), (agreementRequestId, chargeSummary))

model::Intent intent_of(AskedIntent asked) {
    switch (asked) {
        case AskedIntent::NEW:
            return model::Intent::NEW;
        case AskedIntent::AMEND:
            return model::Intent::AMEND;
        case AskedIntent::REPLACE:
            return model::Intent::REPLACE;
    }
    return model::Intent::NEW;
}

Result<model::RequestAgreement> read(const Request& request) {
    model::RequestAgreement command{.intent = intent_of(request.intent), .terms = {}};
    if (request.agreementProposalIdentifier) {
        command.proposal = *request.agreementProposalIdentifier;
    }
    if (request.sourceAgreementIdentifier) {
        command.source = *request.sourceAgreementIdentifier;
    }
    for (const auto& term : request.requestedTerms) {
        LICET_TRY(auto choice, shapes::read_choice(term.configuration));
        command.terms.push_back({term.id, std::move(choice)});
    }
    return command;
}

ChargeSummary show_charges(const model::State& state, const model::AgreementRequest& request) {
    const bool amends = request.intent == model::Intent::AMEND;
    const auto* amended = amends ? &state.marketplace.agreements.at(request.source) : nullptr;
    ChargeSummary summary{.currencyCode = request.currency,
                          .newAgreementValue = {},
                          .expectedCharges = {},
                          .itemizedCharges = {}};
    const auto period = model::period_of(request.terms, amended, request.created_at);
    const auto value = period.ok() ? model::value_of(request.terms, *period) : std::nullopt;
    summary.newAgreementValue = value ? std::optional{value->text()} : std::nullopt;
    for (const auto& charge : request.charges) {
        summary.expectedCharges.push_back({charge.id, charge.due, charge.amount, charge.timing});
    }
    for (const auto& item : model::itemize(request.terms, amended, request.charges)) {
        summary.itemizedCharges.push_back(
            {item.dimension, item.new_quantity, item.old_quantity, item.charge,
             item.amount ? std::optional{item.amount->text()} : std::nullopt});
    }
    return summary;
}

Result<Response> show(const Call& call, const Id128& id) {
    const std::string text = model::request_id(id);
    const auto& requests = call.state().marketplace.requests;
    const auto found = requests.find(text);
    if (found == requests.end()) {
        return model::not_valid("INVALID_CLIENT_TOKEN",
                                "the agreement request that this clientToken led to is over; use "
                                "a new token for a new request");
    }
    return Response{text, show_charges(call.state(), found->second)};
}

Result<Response> run(Call& call, const Request& request) {
    const auto as = shapes::remembered_as(call, "CreateAgreementRequest", request);
    LICET_TRY(const auto before, shapes::made_before(call, as));
    if (before) {
        return show(call, *before);
    }
    LICET_TRY(const auto command, read(request));
    LICET_TRY(auto made, model::request_agreement(call.state(), command, call.context()));
    shapes::commit(call, std::move(made.events), as, made.id);
    return show(call, made.id);
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_proposal(call, request.agreementProposalIdentifier,
                                                  request.sourceAgreementIdentifier);
}

constexpr std::string_view kErrors[] = {"ThrottlingException"};

}  // namespace

extern constinit const Operation op_marketplace_agreement_create_agreement_request =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "CreateAgreementRequest",
         .doc = "Quotes the terms of an offer that an account wants to accept.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfProduct,
         .errors = kErrors});

}  // namespace licet::api
