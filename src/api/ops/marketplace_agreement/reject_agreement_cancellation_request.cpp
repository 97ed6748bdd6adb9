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
    Text<1, 2000> rejectionReason;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId, agreementCancellationRequestId, rejectionReason))

Result<shapes::AnsweredCancellation> run(Call& call, const Request& request) {
    return shapes::answer(call, {.agreement = request.agreementId,
                                 .request = request.agreementCancellationRequestId,
                                 .answer = model::CancellationAnswer::reject,
                                 .message = request.rejectionReason});
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_agreement(call, request.agreementId);
}

constexpr std::string_view kSecrets[] = {"rejectionReason"};

}  // namespace

extern constinit const Operation op_marketplace_agreement_reject_agreement_cancellation_request =
    operation<Request, shapes::AnsweredCancellation, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "RejectAgreementCancellationRequest",
         .doc = "Does not agree to a cancellation request: the agreement stays.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfParty,
         .secrets = kSecrets});

}  // namespace licet::api
