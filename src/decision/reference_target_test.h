// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"
#include "decision/reference_places_test.h"
#include "model/bedrock/model_identifier.h"

/// What a call names, and where it may go: step 2 of design 6. Reads rules BA-25, BA-30, BA-31 and
/// BA-33. Shares with what it judges the types of state and question and the reading of a model's
/// identifier.
namespace licet::decision::reference {

struct Target {
    std::string refusal;  ///< the reason; empty when the call may go on
    const model::FoundationModel* model = nullptr;
    const model::InferenceProfile* profile = nullptr;
    std::string profile_arn = {};  ///< as policies see it; empty for a direct call
    model::Tags profile_tags = {};
    Texts destinations = {};  ///< of the profile; none for a global one
};

inline Target find_target(const model::State& state, const Question& question) {
    const auto& all = state.models;
    const auto account = question.subject.account;
    const std::string region{question.region};
    const auto named = model::resolve_model_identifier(question.model_identifier);
    if (!named.ok() || (!named->region.empty() && named->region != region) ||
        (named->account && named->account != account)) {
        return {"model_invalid"};
    }
    Target target;
    std::string id{named->id};
    const auto arn_of = [&](const std::string& kind) {
        return "arn:aws:bedrock:" + region + ":" + account.text() + ":" + kind + "/" + id;
    };
    if (named->kind == model::ModelRefKind::application_profile) {  // BA-30
        const auto own = all.application_profiles.find(id);
        if (own == all.application_profiles.end() || own->second.account != account ||
            own->second.region != region) {
            return {"model_invalid"};
        }
        target.profile_arn = arn_of("application-inference-profile");
        target.profile_tags = own->second.tags;
        id = own->second.source;
    }
    if (const auto found = all.profiles.find(id); found != all.profiles.end()) {
        target.profile = &found->second;
        if (target.profile_arn.empty()) {
            target.profile_arn = arn_of("inference-profile");
        }
        id = target.profile->model_id;
    }
    const auto found = all.models.find(id);
    if (found == all.models.end()) {
        return {"model_invalid"};
    }
    target.model = &found->second;
    const auto end = target.model->lifecycle.end_of_life;
    if (end && question.now >= *end) {  // BA-25
        target.refusal = "model_ended";
    }
    return target;
}

/// Where it may go, and whether the model is there. Requires that find_target() refused nothing.
inline std::string check_regions(Target& target, const std::string& region,
                                 const std::string& operation) {
    const auto& offered = target.model->regions;
    if (target.profile == nullptr) {
        const auto& types = target.model->inference_types;
        const bool direct = operation == "CountTokens" ||
                            std::count(types.begin(), types.end(), model::InferenceType::ON_DEMAND);
        return !has(offered, region) ? "region_not_served" : direct ? "" : "profile_needed";
    }
    bool is_source = false;
    for (const auto& route : target.profile->routes) {
        if (has(route.source_regions, region)) {
            is_source = true;
            target.destinations = route.destination_regions;
        }
    }
    const bool everywhere =
        std::all_of(target.destinations.begin(), target.destinations.end(),
                    [&](const auto& place) { return has(offered, place); });  // BA-31
    return is_source && has(offered, region) && everywhere ? "" : "region_not_served";
}

}  // namespace licet::decision::reference
