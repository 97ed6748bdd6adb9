// SPDX-License-Identifier: Apache-2.0
#include "decision/decide.h"

#include "base/check.h"
#include "decision/steps.h"

#include <utility>

namespace licet::decision {
namespace {

/// Global profiles have prices of their own.
model::Reach reach_of(const model::InferenceProfile* profile) {
    return profile != nullptr && profile->global ? model::Reach::global : model::Reach::regional;
}

}  // namespace

std::string_view reason_text(Reason reason) {
    switch (reason) {
        case Reason::amazon_model:
            return "amazon_model";
        case Reason::granted:
            return "granted";
        case Reason::subscribing:
            return "subscribing";
        case Reason::own_subscription:
            return "own_subscription";
        case Reason::account_closed:
            return "account_closed";
        case Reason::model_invalid:
            return "model_invalid";
        case Reason::model_ended:
            return "model_ended";
        case Reason::region_not_served:
            return "region_not_served";
        case Reason::profile_needed:
            return "profile_needed";
        case Reason::no_entitlement:
            return "no_entitlement";
        case Reason::license_not_available:
            return "license_not_available";
        case Reason::license_not_yet:
            return "license_not_yet";
        case Reason::grant_not_accepted:
            return "grant_not_accepted";
        case Reason::grant_not_distributed:
            return "grant_not_distributed";
        case Reason::grant_not_activated:
            return "grant_not_activated";
        case Reason::use_case_form_missing:
            return "use_case_form_missing";
        case Reason::subscription_failed:
            return "subscription_failed";
        case Reason::subscribe_not_allowed:
            return "subscribe_not_allowed";
        case Reason::service_control_policy_denies:
            return "service_control_policy_denies";
        case Reason::service_control_policy_missing_allow:
            return "service_control_policy_missing_allow";
        case Reason::identity_policy_denies:
            return "identity_policy_denies";
        case Reason::identity_policy_missing_allow:
            return "identity_policy_missing_allow";
        case Reason::permissions_boundary_denies:
            return "permissions_boundary_denies";
        case Reason::permissions_boundary_missing_allow:
            return "permissions_boundary_missing_allow";
        case Reason::scope_region:
            return "scope_region";
        case Reason::scope_operation:
            return "scope_operation";
        case Reason::scope_not_yet:
            return "scope_not_yet";
        case Reason::scope_ended:
            return "scope_ended";
        case Reason::guardrail_unavailable:
            return "guardrail_unavailable";
        case Reason::guardrail_unknown:
            return "guardrail_unknown";
        case Reason::guardrail_not_allowed:
            return "guardrail_not_allowed";
        case Reason::product_unknown:
            return "product_unknown";
    }
    return "unknown";
}

int step_of(Reason reason) {
    switch (reason) {
        case Reason::account_closed:
            return 1;
        case Reason::model_invalid:
        case Reason::model_ended:
        case Reason::region_not_served:
        case Reason::profile_needed:
        case Reason::product_unknown:
            return 2;
        case Reason::amazon_model:
        case Reason::granted:
        case Reason::subscribing:
        case Reason::own_subscription:
        case Reason::no_entitlement:
        case Reason::license_not_available:
        case Reason::license_not_yet:
        case Reason::grant_not_accepted:
        case Reason::grant_not_distributed:
        case Reason::grant_not_activated:
        case Reason::subscription_failed:
        case Reason::subscribe_not_allowed:
            return 3;
        case Reason::use_case_form_missing:
            return 4;
        case Reason::service_control_policy_denies:
        case Reason::service_control_policy_missing_allow:
            return 5;
        case Reason::identity_policy_denies:
        case Reason::identity_policy_missing_allow:
        case Reason::permissions_boundary_denies:
        case Reason::permissions_boundary_missing_allow:
            return 6;
        case Reason::scope_region:
        case Reason::scope_operation:
        case Reason::scope_not_yet:
        case Reason::scope_ended:
            return 7;
        case Reason::guardrail_unavailable:
        case Reason::guardrail_unknown:
        case Reason::guardrail_not_allowed:
            return 8;
    }
    return 9;
}

Reason reason_of(const Authorization& authorization) {
    LICET_CHECK(!authorization.allowed());
    const bool denies = authorization.verdict == policy::Verdict::denied;
    switch (authorization.layer) {
        case Layer::service_control_policy:
            return denies ? Reason::service_control_policy_denies
                          : Reason::service_control_policy_missing_allow;
        case Layer::permissions_boundary:
            return denies ? Reason::permissions_boundary_denies
                          : Reason::permissions_boundary_missing_allow;
        case Layer::identity_policy:
        case Layer::none:
            break;
    }
    return denies ? Reason::identity_policy_denies : Reason::identity_policy_missing_allow;
}

const policy::Action& action_of(model::ModelOperation operation) {
    static const policy::Action kInvoke{"bedrock:InvokeModel"};
    static const policy::Action kStream{"bedrock:InvokeModelWithResponseStream"};
    static const policy::Action kBidirectional{"bedrock:InvokeModelWithBidirectionalStream"};
    static const policy::Action kCountTokens{"bedrock:CountTokens"};
    switch (operation) {
        case model::ModelOperation::InvokeModelWithResponseStream:
        case model::ModelOperation::ConverseStream:
            return kStream;
        case model::ModelOperation::InvokeModelWithBidirectionalStream:
            return kBidirectional;
        case model::ModelOperation::CountTokens:
            return kCountTokens;
        case model::ModelOperation::InvokeModel:
        case model::ModelOperation::Converse:
        case model::ModelOperation::StartAsyncInvoke:
            break;
    }
    return kInvoke;
}

Decision decide(const Facts& facts, const Question& question) {
    Steps steps{facts, question};
    Decision decision;
    for (const auto step : kSteps) {
        if (auto refusal = (steps.*step)()) {
            decision.reason_ = refusal->reason;
            decision.refusal_ = std::move(refusal->error);
            decision.model_ = steps.found().model;
            decision.entitlement_ = steps.right();
            return decision;
        }
    }
    decision.model_ = steps.found().model;
    decision.entitlement_ = steps.right();
    decision.allowed_ = true;
    decision.reason_ = steps.allowing_reason();
    if (question.subject.principal != nullptr) {
        Admission admission;
        admission.model_ = steps.found().model;
        admission.profile_ = steps.found().profile;
        admission.application_profile_ = steps.found().application;
        admission.grant_ = steps.right().grant;
        if (steps.is_bought()) {
            admission.rates_ = facts.token_rates(steps.right(), steps.found().model->product_id,
                                                 reach_of(admission.profile_));
        }
        admission.guardrails_ = std::move(steps.guardrails());
        decision.admission_ = std::move(admission);
    }
    return decision;
}

}  // namespace licet::decision
