// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "model/marketplace/quote.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

constexpr std::string_view kListing = "ListAgreementCharges";

struct Request {
    std::optional<shapes::Catalog> catalog;
    std::optional<shapes::ResourceId> agreementId;
    std::optional<shapes::AgreementType> agreementType;
    shapes::MaxResults maxResults;
    shapes::NextToken nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (catalog, agreementId, agreementType, maxResults, nextToken))

struct Charge {
    std::string id;
    std::int64_t revision = 1;
    std::string agreementId;
    std::string agreementType;
    std::optional<std::string> purchaseOrderReference;
    std::string currencyCode;
    std::optional<std::string> amount;
    std::optional<Time> time;
};
BOOST_DESCRIBE_STRUCT(Charge, (),
                      (id, revision, agreementId, agreementType, purchaseOrderReference,
                       currencyCode, amount, time))

struct Response {
    std::vector<Charge> items;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (items, nextToken))

struct OwnCharge {
    const std::string* agreement;
    const model::Agreement* details;
    const model::Charge* charge;
};

/// The charges of the caller's agreements as their acceptor, by agreement, then in their order.
std::map<std::string, OwnCharge> charges_of(const Call& call, const Request& request) {
    const auto& marketplace = call.state().marketplace;
    std::map<std::string, OwnCharge> found;
    const auto own = marketplace.by_acceptor.find(call.account());
    if (own == marketplace.by_acceptor.end()) {
        return found;
    }
    for (const std::string& id : own->second) {
        if (request.agreementId && *request.agreementId != id) {
            continue;
        }
        const auto& agreement = marketplace.agreements.at(id);
        for (const auto& [key, at] : shapes::positions(agreement.charges.size())) {
            if (model::is_owed(agreement, agreement.charges[at])) {
                found.emplace(id + "/" + key, OwnCharge{&id, &agreement, &agreement.charges[at]});
            }
        }
    }
    return found;
}

Charge show(const OwnCharge& own) {
    const model::Charge& charge = *own.charge;
    return {.id = charge.id,
            .revision = charge.revision,
            .agreementId = *own.agreement,
            .agreementType = std::string{shapes::kAgreementType},
            .purchaseOrderReference =
                charge.purchase_order.empty() ? std::nullopt : std::optional{charge.purchase_order},
            .currencyCode = own.details->currency,
            .amount = charge.amount,
            .time = charge.due};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const bool listed, shapes::is_listed(request.catalog, request.agreementType));
    const Listing listing{call, kListing, request.agreementId.value_or(shapes::ResourceId{})};
    LICET_TRY(const auto page, shapes::page_of(listing, request.nextToken, request.maxResults));
    Response response;
    if (!listed) {
        return response;
    }
    response.nextToken =
        shapes::fill(listing, charges_of(call, request), page, [&](const auto& entry) {
            response.items.push_back(show(entry.second));
            return true;
        });
    return response;
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_agreement::permit_agreements();
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_list_agreement_charges =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "ListAgreementCharges",
         .doc = "Lists what the caller's account is to pay for its agreements.",
         .needs = marketplace_agreement::kOfAgreementType});

}  // namespace licet::api
