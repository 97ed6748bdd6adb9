// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/facts.h"
#include "model/identity/principal.h"

#include <span>
#include <string>
#include <string_view>

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
    grant_not_accepted,
    grant_not_distributed,
    grant_not_activated,
    use_case_form_missing,
    subscription_failed,  ///< what the account needs to subscribe has been missing for too long
    product_unknown,      ///< the catalogue does not list the product
};

/// `grant_not_activated` and so on, as in the header x-licet-reason.
std::string_view reason_text(Reason reason);

/// What is asked: may this caller do this now?
struct Question {
    const model::Principal& caller;
    std::string_view model_identifier;  ///< id or ARN, as the caller gave it
    std::string_view region;            ///< of the credential scope
    Time now;
};

class Decision;
/// Checks the steps in their order and stops at the first that refuses. Pure; allocates nothing
/// when it allows. Source: design 6, steps 1 to 4; rules BA-23, BA-24, BA-30 to BA-35, ME-30, U-1;
/// domain.md 7.4.
Decision decide(const Facts& facts, const Question& question);

/// Proof that a decision allowed a call. Only decide() makes one; nothing may be sent upstream
/// without it.
class Admission {
public:
    const model::FoundationModel& model() const { return *model_; }
    /// Null when the model was named directly.
    const model::InferenceProfile* profile() const { return profile_; }
    /// The grant the right comes from; nothing for a model that needs none.
    const std::optional<model::GrantId>& grant() const { return grant_; }

private:
    friend Decision decide(const Facts& facts, const Question& question);
    Admission() = default;
    const model::FoundationModel* model_ = nullptr;
    const model::InferenceProfile* profile_ = nullptr;
    std::optional<model::GrantId> grant_;
};

/// Either an Admission or a reason. Refers into the facts it was made from.
class Decision {
public:
    bool allowed() const { return admission_.has_value(); }
    Reason reason() const { return reason_; }
    /// Requires allowed().
    const Admission& admission() const { return *admission_; }
    /// Requires !allowed(): the error AWS would give, and one sentence on what to do.
    const Error& refusal() const { return refusal_; }
    /// The model as far as it was found out; null before that.
    const model::FoundationModel* model() const { return model_; }
    /// The entitlement as far as it was looked at.
    const Entitlement& entitlement() const { return entitlement_; }

private:
    friend Decision decide(const Facts& facts, const Question& question);
    Reason reason_ = Reason::model_invalid;
    std::optional<Admission> admission_;
    Error refusal_;
    const model::FoundationModel* model_ = nullptr;
    Entitlement entitlement_;
};

}  // namespace licet::decision
