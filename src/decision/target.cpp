// SPDX-License-Identifier: Apache-2.0
#include "decision/target.h"

#include "base/protection.h"
#include "model/bedrock/model_identifier.h"
#include "model/bedrock/regions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace licet::decision {
namespace {

using model::ModelRefKind;

/// Where the ARN that was given belongs elsewhere.
Checked check_place(const model::ModelRef& named, const Question& question) {
    if (!named.region.empty() && named.region != question.region && LICET_PROTECTED(arn_region)) {
        return refuse_identifier(question, Reason::model_invalid, [&] {
            return fmt::format(
                "The ARN is of region `{}` but the call went to `{}`; use the same "
                "region in both.",
                named.region, question.region);
        });
    }
    if (named.account && named.account != question.subject.account &&
        LICET_PROTECTED(arn_account)) {
        return refuse_identifier(question, Reason::model_invalid, [&] {
            return fmt::format("The inference profile's ARN must carry your own account, `{}`.",
                               question.subject.account.text());
        });
    }
    return std::nullopt;
}

/// By an id of the catalogue: a model's or a system profile's.
void look_up(const Facts& facts, std::string_view id, Target& target) {
    target.listed = facts.listed_model(id);
    if (target.listed.details == nullptr) {
        target.profile = facts.profile(id);
        target.listed = target.profile == nullptr ? ListedModel{}
                                                  : facts.listed_model(target.profile->model_id);
    }
    target.model = target.listed.details;
}

}  // namespace

Checked find_target(const Facts& facts, const Question& question, Target& target) {
    look_up(facts, question.model_identifier, target);
    if (target.model != nullptr) {
        return std::nullopt;  // an id of the catalogue is well formed, and of no region or account
    }
    const auto named = model::resolve_model_identifier(question.model_identifier);
    if (!named.ok()) {
        return refuse_identifier(question, Reason::model_invalid, [] {
            return std::string{"It must be the id or ARN of a model or of an inference profile."};
        });
    }
    if (auto refusal = check_place(*named, question)) {
        return refusal;
    }
    if (named->kind == ModelRefKind::application_profile) {
        target.application = facts.application_profile(named->account, named->region, named->id);
        target.application_id = named->id;
        if (target.application != nullptr) {
            look_up(facts, target.application->source, target);
        }
    } else {
        look_up(facts, named->id, target);
    }
    if (target.model != nullptr) {
        return std::nullopt;
    }
    return refuse_identifier(question, Reason::model_invalid, [&] {
        return target.application == nullptr
                   ? fmt::format(
                         "There is no `{}`; ListFoundationModels and "
                         "ListInferenceProfiles show what there is.",
                         named->id)
                   : fmt::format(
                         "Inference profile `{}` was made of `{}`, which there is no "
                         "more; make another with CreateInferenceProfile.",
                         named->id, target.application->source);
    });
}

Checked check_lifecycle(const ListedModel& model, const Question& question) {
    if (question.now < model.ends || !LICET_PROTECTED(end_of_life)) {
        return std::nullopt;
    }
    return refuse(question, Reason::model_ended, [&] {
        return Error{
            ErrorKind::not_found,
            fmt::format("This model version has reached the end of its life. Please refer to "
                        "the AWS documentation for more details. Model `{}` ended at {}; use "
                        "one that ListFoundationModels shows as ACTIVE.",
                        model.id, format_iso8601(model.ends)),
            "ResourceNotFoundException"};
    });
}

namespace {

Checked check_direct_call(const ListedModel& listed, const Question& question) {
    if ((listed.regions & model::region_mask(question.region)) == 0 &&
        LICET_PROTECTED(model_region)) {
        return refuse_identifier(question, Reason::region_not_served, [&] {
            return fmt::format("Model `{}` is not offered in region `{}`, only in {}.", listed.id,
                               question.region, fmt::join(listed.details->regions, ", "));
        });
    }
    // Tokens are counted by the model's own id, which clients cut out of the profile's.
    if (listed.direct || question.operation == model::ModelOperation::CountTokens) {
        return std::nullopt;
    }
    return refuse(question, Reason::profile_needed, [&] {
        return Error{
            ErrorKind::invalid,
            fmt::format("Invocation of model ID {} with on-demand throughput isn't supported. "
                        "Retry your request with the ID or ARN of an inference profile that "
                        "contains this model. ListInferenceProfiles shows those of region `{}`.",
                        listed.id, question.region),
            "ValidationException"};
    });
}

std::vector<std::string_view> sources_of(const model::InferenceProfile& profile) {
    std::vector<std::string_view> sources;
    for (const auto& route : profile.routes) {
        sources.insert(sources.end(), route.source_regions.begin(), route.source_regions.end());
    }
    return sources;
}

/// Source: rules BA-31, BA-32, BA-35.
Checked check_profile(const Target& target, const Question& question) {
    const auto& profile = *target.profile;
    const auto* destinations = model::destinations(profile, question.region);
    if (destinations == nullptr) {
        return refuse_identifier(question, Reason::region_not_served, [&] {
            return fmt::format(
                "Inference profile `{}` cannot be used from region `{}`, only "
                "from {}.",
                profile.profile_id, question.region, fmt::join(sources_of(profile), ", "));
        });
    }
    const auto is_offered = [&](std::string_view place) {
        return (target.listed.regions & model::region_mask(place)) != 0;
    };
    const auto missing = profile.global
                             ? destinations->end()
                             : std::find_if(destinations->begin(), destinations->end(),
                                            [&](const auto& place) { return !is_offered(place); });
    if ((missing == destinations->end() && is_offered(question.region)) ||
        !LICET_PROTECTED(profile_regions)) {
        return std::nullopt;
    }
    return refuse_identifier(question, Reason::region_not_served, [&] {
        return fmt::format(
            "Model `{}` is not offered in region `{}`, which inference profile "
            "`{}` needs.",
            target.listed.id, missing == destinations->end() ? question.region : *missing,
            profile.profile_id);
    });
}

}  // namespace

Checked check_regions(const Target& target, const Question& question) {
    return target.profile == nullptr ? check_direct_call(target.listed, question)
                                     : check_profile(target, question);
}

const std::vector<std::string>& destinations_of(const Target& target, std::string_view region) {
    static const std::vector<std::string> kNone;
    const auto* found =
        target.profile == nullptr ? nullptr : model::destinations(*target.profile, region);
    return found == nullptr ? kNone : *found;
}

model::RegionMask reach_of(const Target& target, std::string_view region) {
    if (target.profile != nullptr && target.profile->global) {
        return (model::RegionMask{1} << model::known_regions().size()) - 1;
    }
    auto reach = model::region_mask(region);
    if (LICET_PROTECTED(scope_destinations)) {
        for (const auto& place : destinations_of(target, region)) {
            reach |= model::region_mask(place);
        }
    }
    return reach;
}

}  // namespace licet::decision
