// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/bedrock/permissions.h"
#include "api/define.h"
#include "model/marketplace/subscribe.h"

namespace licet::api {
namespace {

struct Request {
    bedrock::ModelIdentifier modelId;
    Text<1, 4096> offerToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelId, offerToken))

struct Response {
    std::string modelId;
};
BOOST_DESCRIBE_STRUCT(Response, (), (modelId))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_offered_model(call, request.modelId));
    Response response{model->model_id};
    LICET_TRY(auto events,
              model::accept_model_offer(
                  call.state(), {.model_id = model->model_id, .offer_token = request.offerToken},
                  call.context()));
    const auto accepted = std::get<model::AgreementAccepted>(events.front());
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Marketplace::Agreement", accepted.id);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::with_marketplace(call, bedrock::kSubscribe, request.modelId);
}

constexpr Need kAlso[] = {bedrock::kSubscribe};

constexpr wire::HttpBinding kHttp{"POST", "/create-foundation-model-agreement", 202};

}  // namespace

extern constinit const Operation op_bedrock_create_foundation_model_agreement =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "CreateFoundationModelAgreement",
         .doc = "Accepts an offer for a model; the license follows in the background.",
         .access = Access::write,
         .also = kAlso,
         .http = &kHttp});

}  // namespace licet::api
