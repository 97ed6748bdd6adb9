// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "model/marketplace/errors.h"
#include "model/state.h"

#include <set>

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

constexpr std::string_view kListing = "ListAgreementCancellationRequests";

struct Request {
    Text<1, 32, shapes::is_word> partyType;
    std::optional<shapes::ResourceId> agreementId;
    std::optional<model::CancellationStatus> status;
    std::optional<shapes::AgreementType> agreementType;
    std::optional<shapes::Catalog> catalog;
    shapes::MaxResults maxResults;
    shapes::NextToken nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (partyType, agreementId, status, agreementType, catalog, maxResults,
                       nextToken))

struct Item {
    std::string agreementCancellationRequestId;
    std::string agreementId;
    model::CancellationStatus status = model::CancellationStatus::PENDING_APPROVAL;
    model::CancellationReason reasonCode = model::CancellationReason::OTHER;
    std::string agreementType;
    std::string catalog;
    Time createdAt;
    Time updatedAt;
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (agreementCancellationRequestId, agreementId, status, reasonCode,
                       agreementType, catalog, createdAt, updatedAt))

struct Response {
    std::vector<Item> items;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (items, nextToken))

/// The cancellation requests of the caller's agreements, or of one of them, by id.
Result<std::set<std::string>> requests_of(const Call& call, const Request& request) {
    const auto& marketplace = call.state().marketplace;
    if (request.partyType != "Proposer" && request.partyType != "Acceptor") {
        return model::not_valid("INVALID_PARTY_TYPE", "partyType is Proposer or Acceptor");
    }
    const auto& by_party =
        request.partyType == "Proposer" ? marketplace.by_proposer : marketplace.by_acceptor;
    std::set<std::string> ids;
    const auto own = by_party.find(call.account());
    if (own == by_party.end()) {
        return ids;
    }
    for (const std::string& agreement : own->second) {
        const auto of = marketplace.cancellations_of.find(agreement);
        const bool wanted = !request.agreementId || *request.agreementId == agreement;
        if (wanted && of != marketplace.cancellations_of.end()) {
            ids.insert(of->second.begin(), of->second.end());
        }
    }
    return ids;
}

Item show(const model::CancellationView& view) {
    const auto answer = shapes::show_cancellation(view);
    return {.agreementCancellationRequestId = answer.agreementCancellationRequestId,
            .agreementId = answer.agreementId,
            .status = answer.status,
            .reasonCode = answer.reasonCode,
            .agreementType = std::string{shapes::kAgreementType},
            .catalog = std::string{shapes::kCatalog},
            .createdAt = answer.createdAt,
            .updatedAt = answer.updatedAt};
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const bool listed, shapes::is_listed(request.catalog, request.agreementType));
    LICET_TRY(const auto ids, requests_of(call, request));
    const Listing listing{
        call, kListing,
        request.partyType + "/" + request.agreementId.value_or(shapes::ResourceId{})};
    LICET_TRY(const auto page, shapes::page_of(listing, request.nextToken, request.maxResults));
    Response response;
    response.nextToken = shapes::fill(listing, ids, page, [&](const std::string& id) {
        const auto view = model::view_cancellation(call.state(), id, call.context().now);
        const bool wanted = listed && request.status.value_or(view.status) == view.status;
        if (wanted) {
            response.items.push_back(show(view));
        }
        return wanted;
    });
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_agreement::permit_party(request.partyType);
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_list_agreement_cancellation_requests =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "ListAgreementCancellationRequests",
         .doc = "Lists the cancellation requests of the caller's agreements as one of the parties.",
         .needs = marketplace_agreement::kOfParty});

}  // namespace licet::api
