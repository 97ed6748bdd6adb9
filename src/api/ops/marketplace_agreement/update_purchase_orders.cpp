// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::PurchaseOrders purchaseOrders;
};
BOOST_DESCRIBE_STRUCT(Request, (), (purchaseOrders))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(const auto orders, shapes::read_orders(request.purchaseOrders));
    LICET_TRY(auto events, model::update_purchase_orders(call.state(), orders, call.context()));
    call.transaction.commit(std::move(events));
    return Empty{};
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_agreement::permit_agreements();
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_update_purchase_orders =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "UpdatePurchaseOrders",
         .doc = "Enters purchase orders for charges of the caller's agreements.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfAgreementType});

}  // namespace licet::api
