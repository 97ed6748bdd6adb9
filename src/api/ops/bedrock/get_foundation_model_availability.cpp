// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/define.h"
#include "decision/availability.h"
#include "decision/state_facts.h"

namespace licet::api {
namespace {

enum class AgreementState { AVAILABLE, PENDING, NOT_AVAILABLE, ERROR };
BOOST_DESCRIBE_ENUM(AgreementState, AVAILABLE, PENDING, NOT_AVAILABLE, ERROR)

enum class Authorization { AUTHORIZED, NOT_AUTHORIZED };
BOOST_DESCRIBE_ENUM(Authorization, AUTHORIZED, NOT_AUTHORIZED)

enum class Availability { AVAILABLE, NOT_AVAILABLE };
BOOST_DESCRIBE_ENUM(Availability, AVAILABLE, NOT_AVAILABLE)

struct Request {
    bedrock::ModelIdentifier modelId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelId))

struct AgreementAvailability {
    AgreementState status = AgreementState::NOT_AVAILABLE;
    std::optional<std::string> errorMessage;  // why an invocation would be refused
};
BOOST_DESCRIBE_STRUCT(AgreementAvailability, (), (status, errorMessage))

struct Response {
    std::string modelId;
    AgreementAvailability agreementAvailability;
    Authorization authorizationStatus = Authorization::NOT_AUTHORIZED;
    Availability entitlementAvailability = Availability::NOT_AVAILABLE;
    Availability regionAvailability = Availability::NOT_AVAILABLE;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (modelId, agreementAvailability, authorizationStatus, entitlementAvailability,
                       regionAvailability))

Availability available(bool yes) {
    return yes ? Availability::AVAILABLE : Availability::NOT_AVAILABLE;
}

/// Source: rules BA-21, BA-23.
AgreementState agreement_state(const Call& call, const model::FoundationModel& model,
                               bool entitled) {
    const auto agreement = model::find_agreement(call.state().marketplace, call.account(),
                                                 model.product_id, call.context().now);
    if (agreement && agreement->details.provisioning) {
        return AgreementState::PENDING;
    }
    return agreement || entitled ? AgreementState::AVAILABLE : AgreementState::NOT_AVAILABLE;
}

/// Where a first call would subscribe the account there is no agreement yet. Source: rules BA-22,
/// BA-10.
Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_model(call, request.modelId));
    const decision::StateFacts facts{call.state()};
    const auto found = decision::availability_of(facts, facts, call.account(), *model,
                                                 call.context().region, call.context().now);
    Response response{
        .modelId = model->model_id,
        .agreementAvailability = {.status = agreement_state(call, *model, found.entitled),
                                  .errorMessage = {}},
        .authorizationStatus =
            found.authorized ? Authorization::AUTHORIZED : Authorization::NOT_AUTHORIZED,
        .entitlementAvailability = available(found.entitled || found.explanation.allowed),
        .regionAvailability = available(found.in_region)};
    if (const auto* step = found.explanation.refused()) {
        response.agreementAvailability.errorMessage = step->message;
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/foundation-model-availability/{modelId}"};
constexpr wire::RestMember kMembers[] = {{"modelId", wire::Location::label}};

}  // namespace

extern constinit const Operation op_bedrock_get_foundation_model_availability =
    operation<Request, Response, run>(
        {.service = &wire::kBedrock,
         .name = "GetFoundationModelAvailability",
         .doc = "Tells whether the caller's account could invoke a model in the region now.",
         .access = Access::read,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
