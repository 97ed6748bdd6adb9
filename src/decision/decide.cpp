// SPDX-License-Identifier: Apache-2.0
#include "decision/decide.h"

#include "decision/shortfall.h"
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
    const auto missing = account_shortfall(standing, question.caller.account);
    return Refusal{
        missing.reason,
        Error{ErrorKind::denied,
              fmt::format("Access to Bedrock models is not allowed for this account. {}; {}.",
                          missing.what, missing.fix),
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

/// Requires a level below active.
Refusal refuse_entitlement(const Entitlement& found, const FoundationModel& model,
                           AccountId account) {
    const auto missing =
        entitlement_shortfall(found, model.product_id, account,
                              "accept the public offer with CreateFoundationModelAgreement");
    return no_access(missing.reason, fmt::format("{}: {}.", missing.what, missing.fix));
}

/// What a first use that cannot subscribe the account is told when its time is over.
/// Source: domain.md 7.2 and 7.4, rule U-16.
Refusal subscription_failed(std::string_view missing) {
    return {Reason::subscription_failed,
            Error{ErrorKind::denied,
                  fmt::format("Model access is denied due to {}. Your AWS Marketplace subscription "
                              "for this model cannot be completed at this time. If you recently "
                              "fixed this issue, try again after 2 minutes.",
                              missing),
                  "AccessDeniedException"}};
}

/// Sets what the account is entitled by, and the reason where it may go on: a grant in force, its
/// own subscription instead of one, or a subscription that this call makes.
/// Source: rules ME-30, BA-10, U-1; domain.md 7.2.
Checked check_entitlement(const Facts& facts, const Question& question,
                          const FoundationModel& model, Entitlement& found, Reason& reason) {
    const AccountId account = question.caller.account;
    found = facts.entitlement(account, model.product_id, question.now);
    if (found.level == EntitlementLevel::active) {
        reason = Reason::granted;
        return std::nullopt;
    }
    const bool falls_back = facts.falls_back(account);
    if (found.level == EntitlementLevel::standby && falls_back) {
        reason = Reason::own_subscription;
        return std::nullopt;
    }
    if (found.level <= EntitlementLevel::withdrawn || falls_back) {
        const auto first = facts.first_use(account, model.product_id, question.now);
        if (first.verdict == Facts::FirstUse::Verdict::allowed) {
            reason = Reason::subscribing;
            found.grant.reset();  // a grant that is not in force gives nothing
            return std::nullopt;
        }
        if (first.verdict == Facts::FirstUse::Verdict::failed) {
            return subscription_failed(first.missing);
        }
    }
    return refuse_entitlement(found, model, account);
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
        case Reason::product_unknown:
            return "product_unknown";
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
        refusal = check_entitlement(facts, question, *target.model, decision.entitlement_,
                                    decision.reason_);
    }
    if (!refusal) {
        refusal = check_form(facts, *target.model, account);
    }
    if (refusal) {
        decision.reason_ = refusal->reason;
        decision.refusal_ = std::move(refusal->error);
        return decision;
    }
    if (!bought) {
        decision.reason_ = Reason::amazon_model;
    }
    Admission admission;
    admission.model_ = target.model;
    admission.profile_ = target.profile;
    admission.grant_ = decision.entitlement_.grant;
    decision.admission_ = std::move(admission);
    return decision;
}

}  // namespace licet::decision
