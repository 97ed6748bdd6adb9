// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "api/marketplace_agreement/terms.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

constexpr std::string_view kListing = "GetAgreementTerms";

struct Request {
    shapes::ResourceId agreementId;
    shapes::MaxResults maxResults;
    shapes::NextToken nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId, maxResults, nextToken))

struct Response {
    std::vector<shapes::AcceptedTerm> acceptedTerms;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (acceptedTerms, nextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto agreement, shapes::require_agreement(call, request.agreementId));
    const Listing listing{call, kListing, agreement.id};
    LICET_TRY(const auto page, shapes::page_of(listing, request.nextToken, request.maxResults));
    const auto& terms = agreement.details.terms;
    Response response;
    response.nextToken =
        shapes::fill(listing, shapes::positions(terms.size()), page, [&](const auto& position) {
            response.acceptedTerms.push_back(
                shapes::show_term(terms[position.second], agreement.details.currency));
            return true;
        });
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_agreement(call, request.agreementId);
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_get_agreement_terms =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "GetAgreementTerms",
         .doc = "Lists the terms of an agreement, with prices and what its acceptor chose.",
         .needs = marketplace_agreement::kOfParty});

}  // namespace licet::api
