// SPDX-License-Identifier: Apache-2.0
#include "decision/availability.h"

namespace licet::decision {
namespace {

/// The steps of the decision; see explain.h.
enum class StepNumber { caller = 1, model, entitlement, form, control, identity, scope, guardrail };

bool refused(const Explanation& explanation, StepNumber step) {
    return explanation.steps.at(static_cast<std::size_t>(step) - 1).verdict == StepVerdict::refused;
}

bool concerns_region(Reason reason) {
    return reason == Reason::region_not_served || reason == Reason::profile_needed;
}

Explanation best_call(const Facts& facts, const Directory& directory, AccountId account,
                      const model::FoundationModel& model, std::string_view region, Time now) {
    auto best = explain(facts, {account, model.model_id, region, now});
    for (const auto* profile : directory.profiles()) {
        if (best.allowed) {
            break;
        }
        if (profile->model_id != model.model_id) {
            continue;
        }
        auto routed = explain(facts, {account, profile->profile_id, region, now});
        if (routed.allowed || (concerns_region(best.reason) && !concerns_region(routed.reason))) {
            best = std::move(routed);
        }
    }
    return best;
}

bool is_entitled(const Facts& facts, AccountId account, const model::FoundationModel& model,
                 Time now, const Explanation& explanation) {
    if (model.category != model::ModelCategory::marketplace ||
        explanation.reason == Reason::own_subscription) {
        return true;
    }
    return facts.entitlement(account, model.product_id, {}, now).level ==
               EntitlementLevel::active &&
           !refused(explanation, StepNumber::scope);
}

}  // namespace

Availability availability_of(const Facts& facts, const Directory& directory, AccountId account,
                             const model::FoundationModel& model, std::string_view region,
                             Time now) {
    auto explanation = best_call(facts, directory, account, model, region, now);
    const bool entitled = is_entitled(facts, account, model, now, explanation);
    const bool authorized = !refused(explanation, StepNumber::caller) &&
                            !refused(explanation, StepNumber::control) &&
                            !refused(explanation, StepNumber::guardrail) &&
                            (!model.needs_use_case_form || facts.has_use_case_form(account));
    const bool in_region = !refused(explanation, StepNumber::model);
    return {std::move(explanation), entitled, authorized, in_region};
}

}  // namespace licet::decision
