// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
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

}  // namespace

extern constinit const Operation op_marketplace_agreement_accept_agreement_cancellation_request =
    operation<Request, shapes::CancellationAnswer, run>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "AcceptAgreementCancellationRequest",
         .doc = "Agrees to a cancellation request: the agreement ends.",
         .access = Access::write});

}  // namespace licet::api
