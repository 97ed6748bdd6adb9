// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::ResourceId agreementId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::end_agreement(call.state(), request.agreementId, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Marketplace::Agreement", request.agreementId);
    return Empty{};
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_agreement::permit_agreements();
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_cancel_agreement =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "CancelAgreement",
         .doc = "Ends an agreement of the caller's account; its license is withdrawn.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfAgreementType});

}  // namespace licet::api
