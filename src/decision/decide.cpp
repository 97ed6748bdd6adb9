// SPDX-License-Identifier: Apache-2.0
#include "decision/decide.h"

#include "model/bedrock/model_identifier.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace licet::decision {
namespace {

using model::FoundationModel;
using model::InferenceProfile;

struct Refusal {
    Reason reason;
    Error error;
};
using Checked = std::optional<Refusal>;

/// What a call names, as far as it was found.
struct Target {
    const FoundationModel* model = nullptr;
    const InferenceProfile* profile = nullptr;
};

bool contains(const std::vector<std::string>& regions, std::string_view region) {
    return std::find(regions.begin(), regions.end(), region) != regions.end();
}

/// The texts that AWS gives come first and to the letter, because clients look for parts of them;
/// `sentence` says what is missing and who can change that.
Refusal invalid(Reason reason, std::string sentence) {
    return {reason, Error{ErrorKind::invalid,
                          "The provided model identifier is invalid. " + std::move(sentence),
                          "ValidationException"}};
}

Refusal no_access(Reason reason, std::string sentence) {
    return {reason, Error{ErrorKind::denied,
                          "You don't have access to the model with the specified model ID. " +
                              std::move(sentence),
                          "AccessDeniedException"}};
}

Checked check_account(const Facts& facts, const Question& question) {
    const auto standing = facts.standing(question.caller.account);
    if (standing == Facts::AccountStanding::open) {
        return std::nullopt;
    }
    return Refusal{
        Reason::account_closed,
        Error{ErrorKind::denied,
              fmt::format("Access to Bedrock models is not allowed for this account. Account `{}` "
                          "{}; use the credentials of an account that is ACTIVE.",
                          question.caller.account.text(),
                          standing == Facts::AccountStanding::closed ? "is closed or suspended"
                                                                     : "does not exist"),
              "AccessDeniedException"}};
}

Checked find_target(const Facts& facts, const Question& question, Target& target) {
    const auto named = model::resolve_model_identifier(question.model_identifier);
    if (!named.ok()) {
        return invalid(Reason::model_invalid,
                       "It must be the id or ARN of a model or of an "
                       "inference profile.");
    }
    if (!named->region.empty() && named->region != question.region) {
        return invalid(Reason::model_invalid,
                       fmt::format("The ARN is of region `{}` but the call went to `{}`; use the "
                                   "same region in both.",
                                   named->region, question.region));
    }
    if (named->kind == model::ModelRefKind::system_profile) {
        if (named->account && named->account != question.caller.account) {
            return invalid(Reason::model_invalid,
                           fmt::format("The inference profile's ARN must carry your own account, "
                                       "`{}`.",
                                       question.caller.account.text()));
        }
        target.profile = facts.profile(named->id);
        target.model = target.profile == nullptr ? nullptr : facts.model(target.profile->model_id);
    } else if (named->kind == model::ModelRefKind::foundation_model) {
        target.model = facts.model(named->id);
    }
    if (target.model == nullptr) {
        return invalid(Reason::model_invalid,
                       fmt::format("There is no `{}`; ListFoundationModels and "
                                   "ListInferenceProfiles show what there is.",
                                   named->id));
    }
    return std::nullopt;
}

Checked check_lifecycle(const FoundationModel& model, Time now) {
    const auto& end = model.lifecycle.end_of_life;
    if (!end || now < *end) {
        return std::nullopt;
    }
    return Refusal{
        Reason::model_ended,
        Error{ErrorKind::not_found,
              fmt::format("This model version has reached the end of its life. Please refer to "
                          "the AWS documentation for more details. Model `{}` ended at {}; use "
                          "one that ListFoundationModels shows as ACTIVE.",
                          model.model_id, format_iso8601(*end)),
              "ResourceNotFoundException"}};
}

Checked check_direct_call(const FoundationModel& model, std::string_view region) {
    if (!contains(model.regions, region)) {
        return invalid(Reason::region_not_served,
                       fmt::format("Model `{}` is not offered in region `{}`, only in {}.",
                                   model.model_id, region, fmt::join(model.regions, ", ")));
    }
    const auto& types = model.inference_types;
    if (std::find(types.begin(), types.end(), model::InferenceType::ON_DEMAND) != types.end()) {
        return std::nullopt;
    }
    return Refusal{
        Reason::profile_needed,
        Error{ErrorKind::invalid,
              fmt::format("Invocation of model ID {} with on-demand throughput isn't supported. "
                          "Retry your request with the ID or ARN of an inference profile that "
                          "contains this model. ListInferenceProfiles shows those of region `{}`.",
                          model.model_id, region),
              "ValidationException"}};
}

/// Source: rules BA-31, BA-32, BA-35.
Checked check_profile(const Target& target, std::string_view region) {
    const auto& id = target.profile->profile_id;
    const auto* destinations = model::destinations(*target.profile, region);
    if (destinations == nullptr) {
        std::vector<std::string_view> sources;
        for (const auto& route : target.profile->routes) {
            sources.insert(sources.end(), route.source_regions.begin(), route.source_regions.end());
        }
        return invalid(Reason::region_not_served,
                       fmt::format("Inference profile `{}` cannot be used from region `{}`, only "
                                   "from {}.",
                                   id, region, fmt::join(sources, ", ")));
    }
    const auto& offered = target.model->regions;
    const auto missing =
        target.profile->global
            ? destinations->end()
            : std::find_if(destinations->begin(), destinations->end(),
                           [&](const auto& place) { return !contains(offered, place); });
    if (missing == destinations->end() && contains(offered, region)) {
        return std::nullopt;
    }
    return invalid(Reason::region_not_served,
                   fmt::format("Model `{}` is not offered in region `{}`, which inference profile "
                               "`{}` needs.",
                               target.model->model_id,
                               missing == destinations->end() ? region : *missing, id));
}

Checked check_regions(const Target& target, std::string_view region) {
    return target.profile == nullptr ? check_direct_call(*target.model, region)
                                     : check_profile(target, region);
}

/// Requires a level below active. Source: rules ME-30, BA-34, U-1.
Refusal refuse_entitlement(const Entitlement& found, const FoundationModel& model,
                           const std::string& account) {
    const std::string grant = found.grant ? "g-" + found.grant->text() : std::string{};
    switch (found.level) {
        case EntitlementLevel::none:
            return no_access(
                Reason::no_entitlement,
                fmt::format("Account `{}` has neither a subscription to product `{}` nor a grant "
                            "of one: ask the organization's management account for a grant, or "
                            "accept the public offer with CreateFoundationModelAgreement.",
                            account, model.product_id));
        case EntitlementLevel::withdrawn:
            return no_access(
                Reason::license_not_available,
                fmt::format("The license behind grant `{}` of account `{}` is no longer AVAILABLE: "
                            "the account that holds the subscription must renew it.",
                            grant, account));
        case EntitlementLevel::pending_accept:
            return no_access(
                Reason::grant_not_accepted,
                fmt::format("Grant `{}` waits to be accepted: account `{}` must call AcceptGrant, "
                            "then CreateGrantVersion with status ACTIVE.",
                            grant, account));
        case EntitlementLevel::pending_workflow:
            return no_access(Reason::grant_not_distributed,
                             fmt::format("Grant `{}` to account `{}` is still being distributed: "
                                         "try again in a moment.",
                                         grant, account));
        case EntitlementLevel::disabled:
        case EntitlementLevel::active:
            break;
    }
    return no_access(Reason::grant_not_activated,
                     fmt::format("Grant `{}` is accepted but not activated: account `{}` or the "
                                 "grantor must call CreateGrantVersion with status ACTIVE.",
                                 grant, account));
}

Checked check_form(const Facts& facts, const FoundationModel& model, AccountId account) {
    if (!model.needs_use_case_form || facts.has_use_case_form(account)) {
        return std::nullopt;
    }
    return Refusal{
        Reason::use_case_form_missing,
        Error{ErrorKind::not_found,
              fmt::format("Model use case details have not been submitted for this account. Fill "
                          "out the Anthropic use case details form before using the model. If you "
                          "have already filled out the form, try again in 15 minutes. Send it "
                          "with PutUseCaseForModelAccess from account `{}`, or once from the "
                          "organization's management account.",
                          account.text()),
              "ResourceNotFoundException"}};
}

}  // namespace

std::string_view reason_text(Reason reason) {
    switch (reason) {
        case Reason::amazon_model:
            return "amazon_model";
        case Reason::granted:
            return "granted";
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
        case Reason::grant_not_accepted:
            return "grant_not_accepted";
        case Reason::grant_not_distributed:
            return "grant_not_distributed";
        case Reason::grant_not_activated:
            return "grant_not_activated";
        case Reason::use_case_form_missing:
            return "use_case_form_missing";
    }
    return "unknown";
}

Decision decide(const Facts& facts, const Question& question) {
    const AccountId account = question.caller.account;
    Decision decision;
    Target target;
    Checked refusal = check_account(facts, question);
    if (!refusal) {
        refusal = find_target(facts, question, target);
        decision.model_ = target.model;
    }
    if (!refusal) {
        refusal = check_lifecycle(*target.model, question.now);
    }
    if (!refusal) {
        refusal = check_regions(target, question.region);
    }
    const bool bought =
        target.model != nullptr && target.model->category == model::ModelCategory::marketplace;
    if (!refusal && bought) {
        decision.entitlement_ = facts.entitlement(account, target.model->product_id, question.now);
        if (decision.entitlement_.level != EntitlementLevel::active) {
            refusal = refuse_entitlement(decision.entitlement_, *target.model, account.text());
        }
    }
    if (!refusal) {
        refusal = check_form(facts, *target.model, account);
    }
    if (refusal) {
        decision.reason_ = refusal->reason;
        decision.refusal_ = std::move(refusal->error);
        return decision;
    }
    decision.reason_ = bought ? Reason::granted : Reason::amazon_model;
    Admission admission;
    admission.model_ = target.model;
    admission.profile_ = target.profile;
    admission.grant_ = decision.entitlement_.grant;
    decision.admission_ = std::move(admission);
    return decision;
}

}  // namespace licet::decision
