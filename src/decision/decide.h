// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "decision/facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace licet::decision {

/// Why a model call, or the use of a product, is allowed or refused. Stable: clients may match on
/// reason_text().
enum class Reason {
    amazon_model,      ///< allowed: the model needs no entitlement
    granted,           ///< allowed: by the grant named
    subscribing,       ///< allowed: the call subscribes the account to the public offer
    own_subscription,  ///< allowed: by the grant named, in place of one that is not in force
    account_closed,
    model_invalid,      ///< no such model, or no valid identifier
    model_ended,        ///< past its end of life
    region_not_served,  ///< neither model nor profile is offered in the region
    profile_needed,     ///< the model can only be invoked through a profile
    no_entitlement,
    license_not_available,
    license_not_yet,  ///< its validity begins later
    grant_not_accepted,
    grant_not_distributed,
    grant_not_activated,
    use_case_form_missing,
    subscription_failed,    ///< what the account needs to subscribe has been missing for too long
    subscribe_not_allowed,  ///< the caller's policies do not let it subscribe the account
    service_control_policy_denies,
    service_control_policy_missing_allow,
    identity_policy_denies,
    identity_policy_missing_allow,
    permissions_boundary_denies,
    permissions_boundary_missing_allow,
    scope_region,     ///< the grant's scope does not reach a region that the call may
    scope_operation,  ///< nor the operation
    scope_not_yet,    ///< it begins later
    scope_ended,
    guardrail_unavailable,  ///< a guardrail that is enforced cannot be applied
    guardrail_unknown,      ///< the one that the call names does not exist
    guardrail_not_allowed,  ///< the caller may not apply it
    product_unknown,        ///< the catalogue does not list the product
};

/// `grant_not_activated` and so on, as in the header x-licet-reason.
std::string_view reason_text(Reason reason);

/// Why policies refuse: `service_control_policy_denies` and so on. Requires that they do.
Reason reason_of(const Authorization& authorization);

/// The step of design 6 that a reason belongs to, 1 to 9; for what allows the entitlement's.
int step_of(Reason reason);

/// `bedrock:InvokeModel` and so on: what IAM calls the operation. Source: domain.md 7.4; Bedrock
/// User Guide, "Converse API: permissions".
const policy::Action& action_of(model::ModelOperation operation);

/// What is asked: may this subject do this now?
struct Question {
    Subject subject;
    std::string_view model_identifier;  ///< id or ARN, as the caller gave it
    std::string_view region;            ///< of the credential scope
    Time now;
    model::ModelOperation operation = model::ModelOperation::InvokeModel;
    /// What the request says: source address, guardrail, bearer token …; null: nothing. Time and
    /// region are added.
    const policy::Context* request = nullptr;
    /// Whether a refusal says in words what is missing. A verdict without them takes less time.
    bool in_words = true;
    RequestedGuardrail guardrail = {};
};

class Decision;
/// Checks the steps in their order and stops at the first that refuses. For an account as a whole
/// identity policies are not asked. Pure; allocates nothing when it allows by an index and no
/// guardrail applies. Source:
/// design 6; rules BA-23, BA-24, BA-30 to BA-35, BG-2 to BG-6, ME-30, OR-10, U-1;
/// domain.md 7.2, 7.4.
Decision decide(const Facts& facts, const Question& question);

/// Proof that a decision allowed a call. Only decide() makes one; nothing may be sent upstream
/// without it.
class Admission {
public:
    const model::FoundationModel& model() const { return *model_; }
    /// Null when the model was named directly.
    const model::InferenceProfile* profile() const { return profile_; }
    /// Null unless the call names an application profile: its source is then model() or profile().
    const model::ApplicationProfile* application_profile() const { return application_profile_; }
    /// The grant the right comes from; nothing for a model that needs none.
    const std::optional<model::GrantId>& grant() const { return grant_; }
    /// What the call's tokens cost; nothing for a model that needs no right.
    const model::TokenRates& rates() const { return rates_; }
    /// All must be applied to the call, each to prompt and answer. They outlive the facts.
    const std::vector<AppliedGuardrail>& guardrails() const { return guardrails_; }

private:
    friend Decision decide(const Facts& facts, const Question& question);
    Admission() = default;
    const model::FoundationModel* model_ = nullptr;
    const model::InferenceProfile* profile_ = nullptr;
    const model::ApplicationProfile* application_profile_ = nullptr;
    std::optional<model::GrantId> grant_;
    model::TokenRates rates_;
    std::vector<AppliedGuardrail> guardrails_;
};

/// Either an Admission or a reason. Refers into the facts it was made from.
class Decision {
public:
    bool allowed() const { return allowed_; }
    Reason reason() const { return reason_; }
    /// Requires allowed(), and that the subject is a principal: an account as a whole calls
    /// nothing.
    const Admission& admission() const { return *admission_; }
    /// Requires !allowed() and a question that asks for words: the error AWS would give, and one
    /// sentence on what to do.
    const Error& refusal() const { return refusal_; }
    /// The model as far as it was found out; null before that.
    const model::FoundationModel* model() const { return model_; }
    /// The entitlement as far as it was looked at.
    const Entitlement& entitlement() const { return entitlement_; }

private:
    friend Decision decide(const Facts& facts, const Question& question);
    bool allowed_ = false;
    Reason reason_ = Reason::model_invalid;
    std::optional<Admission> admission_;
    Error refusal_;
    const model::FoundationModel* model_ = nullptr;
    Entitlement entitlement_;
};

}  // namespace licet::decision
