// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::ResourceId agreementId;
    shapes::CancellationId agreementCancellationRequestId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId, agreementCancellationRequestId))

Result<shapes::CancellationAnswer> run(Call& call, const Request& request) {
    LICET_TRY(const auto answered,
              shapes::answer(call, {.agreement = request.agreementId,
                                    .request = request.agreementCancellationRequestId,
                                    .answer = model::CancellationAnswer::accept}));
    return shapes::CancellationAnswer{answered};  // there is no message to this answer
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto all = marketplace_agreement::permit_agreement(call, request.agreementId);
    marketplace_agreement::add_agreements(all, marketplace_agreement::kCancelAgreement);
    return all;
}

constexpr Need kAlso[] = {marketplace_agreement::kCancelAgreement};

}  // namespace

extern constinit const Operation op_marketplace_agreement_accept_agreement_cancellation_request =
    operation<Request, shapes::CancellationAnswer, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "AcceptAgreementCancellationRequest",
         .doc = "Agrees to a cancellation request: the agreement ends.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfParty,
         .also = kAlso});

}  // namespace licet::api
