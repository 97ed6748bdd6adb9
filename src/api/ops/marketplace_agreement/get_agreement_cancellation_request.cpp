// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::CancellationId agreementCancellationRequestId;
    shapes::ResourceId agreementId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementCancellationRequestId, agreementId))

Result<shapes::AnsweredCancellation> run(Call& call, const Request& request) {
    LICET_TRY(const auto view, model::require_cancellation(
                                   call.state(), call.account(), request.agreementId,
                                   request.agreementCancellationRequestId, call.context().now));
    return shapes::show_cancellation(view);
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_agreement(call, request.agreementId);
}

}  // namespace

extern constinit const Operation op_marketplace_agreement_get_agreement_cancellation_request =
    operation<Request, shapes::AnsweredCancellation, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "GetAgreementCancellationRequest",
         .doc = "Shows a cancellation request to the parties of its agreement.",
         .needs = marketplace_agreement::kOfParty});

}  // namespace licet::api
