// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/define.h"
#include "decision/explain.h"
#include "decision/state_facts.h"

namespace licet::api {
namespace {

using decision::Reason;

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

/// The steps of the decision; see decision/explain.h.
enum class StepNumber { caller = 1, model, entitlement, form, control, identity, scope, guardrail };

bool refused(const decision::Explanation& explanation, StepNumber step) {
    return explanation.steps.at(static_cast<std::size_t>(step) - 1).verdict ==
           decision::StepVerdict::refused;
}

bool concerns_region(Reason reason) {
    return reason == Reason::region_not_served || reason == Reason::profile_needed;
}

/// What an invocation of the model in the call's region is told, whoever in the account makes it:
/// by the model's own id or a profile's, the first that is allowed, else the first that can be used
/// in the region.
decision::Explanation ask(const Call& call, const decision::Facts& facts,
                          const model::FoundationModel& model) {
    const auto& context = call.context();
    const auto by = [&](std::string_view id) {
        return decision::explain(facts, {call.account(), id, context.region, context.now});
    };
    auto best = by(model.model_id);
    for (const auto& [id, profile] : call.state().models.profiles) {
        if (best.allowed) {
            break;
        }
        if (profile.model_id != model.model_id) {
            continue;
        }
        auto routed = by(id);
        if (routed.allowed || (concerns_region(best.reason) && !concerns_region(routed.reason))) {
            best = std::move(routed);
        }
    }
    return best;
}

/// Whether the account has the model already, wherever it calls from.
bool is_entitled(const Call& call, const decision::Facts& facts,
                 const model::FoundationModel& model, const decision::Explanation& explanation) {
    if (model.category != model::ModelCategory::marketplace) {
        return true;
    }
    if (explanation.reason == Reason::own_subscription) {
        return true;
    }
    return facts.entitlement(call.account(), model.product_id, {}, call.context().now).level ==
               decision::EntitlementLevel::active &&
           !refused(explanation, StepNumber::scope);
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

/// Everything is available and authorized exactly when the decision allows; but where a first call
/// would subscribe the account there is no agreement yet. Source: rules BA-22, BA-10.
Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_model(call, request.modelId));
    const decision::StateFacts facts{call.state()};
    const auto explanation = ask(call, facts, *model);
    const bool entitled = is_entitled(call, facts, *model, explanation);
    const bool authorized =
        !refused(explanation, StepNumber::caller) && !refused(explanation, StepNumber::control) &&
        !refused(explanation, StepNumber::guardrail) &&
        (!model->needs_use_case_form || facts.has_use_case_form(call.account()));
    Response response{.modelId = model->model_id,
                      .agreementAvailability = {.status = agreement_state(call, *model, entitled),
                                                .errorMessage = {}},
                      .authorizationStatus =
                          authorized ? Authorization::AUTHORIZED : Authorization::NOT_AUTHORIZED,
                      .entitlementAvailability = available(entitled || explanation.allowed),
                      .regionAvailability = available(!refused(explanation, StepNumber::model))};
    if (const auto* step = explanation.refused()) {
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
