// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_agreement/client_token.h"
#include "api/marketplace_agreement/permissions.h"
#include "api/marketplace_agreement/shapes.h"

namespace licet::api {
namespace {

namespace shapes = marketplace_agreement;

struct Request {
    shapes::ResourceId agreementId;
    model::CancellationReason reasonCode = model::CancellationReason::OTHER;
    std::optional<shapes::ClientToken> clientToken;
    std::optional<Text<1, 2000>> description;
};
BOOST_DESCRIBE_STRUCT(Request, (), (agreementId, reasonCode, clientToken, description))

Result<shapes::CancellationAnswer> run(Call& call, const Request& request) {
    const auto as = shapes::remembered_as(call, "SendAgreementCancellationRequest", request);
    LICET_TRY(const auto before, shapes::made_before(call, as));
    Id128 id = before.value_or(Id128{});
    if (!before) {
        model::SendCancellation command{.agreement = request.agreementId,
                                        .reason = request.reasonCode};
        if (request.description) {
            command.description = *request.description;
        }
        LICET_TRY(auto made, model::send_cancellation(call.state(), command, call.context()));
        id = made.id;
        shapes::commit(call, std::move(made.events), as, id);
        call.transaction.touch("AWS::Marketplace::Agreement", request.agreementId);
    }
    const auto sent =
        model::view_cancellation(call.state(), model::cancellation_id(id), call.context().now);
    return shapes::CancellationAnswer{shapes::show_cancellation(sent)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return marketplace_agreement::permit_agreement(call, request.agreementId);
}

constexpr std::string_view kSecrets[] = {"description"};

}  // namespace

extern constinit const Operation op_marketplace_agreement_send_agreement_cancellation_request =
    operation<Request, shapes::CancellationAnswer, run, permissions>(
        {.service = &wire::kMarketplaceAgreement,
         .name = "SendAgreementCancellationRequest",
         .doc = "Asks the acceptor of an agreement that the caller proposed to end it.",
         .access = Access::write,
         .needs = marketplace_agreement::kOfParty,
         .secrets = kSecrets});

}  // namespace licet::api
