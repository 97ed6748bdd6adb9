// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"
#include "model/marketplace/request_agreement.h"
#include "model/state.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::AgreementRequestId agreementRequestId;
    std::optional<shapes::PurchaseOrders> purchaseOrders;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementRequestId, purchaseOrders))

struct Response {
    std::string agreementId;
};
BOOST_DESCRIBE_STRUCT(Response, (), (agreementId))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto given,
              shapes::read_orders(request.purchaseOrders.value_or(shapes::PurchaseOrders{})));
    std::vector<model::PurchaseOrder> orders;
    for (const auto& order : given) {
        orders.push_back({order.charge, order.reference});
    }
    LICET_TRY(auto events, model::accept_agreement_request(call.state(), request.agreementRequestId,
                                                           orders, call.context()));
    const std::string id = std::get<model::AgreementAccepted>(events.front()).id;
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Marketplace::Agreement", id);
    return Response{id};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto all = marketplace_agreement::permit_request(call, request.agreementRequestId);
    if (request.purchaseOrders && !request.purchaseOrders->empty()) {
        marketplace_agreement::add_agreements(all, marketplace_agreement::kUpdatePurchaseOrders);
    }
    return all;
}

constexpr Need kAlso[] = {marketplace_agreement::kUpdatePurchaseOrders};

}  // namespace

extern constinit const Operation op_marketplace_agreement_accept_agreement_request =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "AcceptAgreementRequest",
         .doc = "Accepts the terms of an agreement request; the license follows in the background.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfProduct,
         .also = kAlso});

}  // namespace licet::api
