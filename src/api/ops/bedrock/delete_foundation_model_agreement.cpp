// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/bedrock/permissions.h"
#include "api/define.h"
#include "model/marketplace/subscribe.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::ModelIdentifier modelId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_offered_model(call, request.modelId));
    LICET_TRY(auto events, model::cancel_agreement(call.state(), model->model_id, call.context()));
    const auto ended = std::get<model::AgreementEnded>(events.front());
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Marketplace::Agreement", ended.id);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::with_marketplace(call, bedrock::kUnsubscribe, request.modelId);
}

constexpr Need kAlso[] = {bedrock::kUnsubscribe};

constexpr wire::HttpBinding kHttp{"POST", "/delete-foundation-model-agreement", 202};

}  // namespace

extern constinit const Operation op_bedrock_delete_foundation_model_agreement =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "DeleteFoundationModelAgreement",
         .doc = "Cancels the agreement for a model; its license is withdrawn in the background.",
         .access = Access::write,
         .also = kAlso,
         .http = &kHttp});

}  // namespace licet::api
