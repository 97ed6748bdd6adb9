// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "model/marketplace/quote.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::ResourceId agreementId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId))

struct EstimatedCharges {
    std::string currencyCode;
    std::optional<std::string> agreementValue;
};
BOOST_DESCRIBE_STRUCT(EstimatedCharges, (), (currencyCode, agreementValue))

struct Response : shapes::AgreementViewSummary {
    EstimatedCharges estimatedCharges;
};
BOOST_DESCRIBE_STRUCT(Response, (shapes::AgreementViewSummary), (estimatedCharges))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto agreement, shapes::require_agreement(call, request.agreementId));
    const auto& details = agreement.details;
    const auto value =
        model::value_of(details.terms, {.starts = details.starts_at, .ends = details.ends_at});
    return Response{shapes::show_agreement(call.state(), agreement.id, details, call.context().now),
                    {details.currency, value ? std::optional{value->text()} : std::nullopt}};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_agreement(call, request.agreementId);
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_describe_agreement =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "DescribeAgreement",
         .doc = "Shows an agreement to its parties: who, what, from when to when.",
         .needs = marketplace_agreement::kOfParty});

}  // namespace licet::api
