// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles.h"

#include "model/bedrock/model_identifier.h"

namespace licet::api::bedrock {

namespace {

std::vector<ProfileModel> models_of(const model::InferenceProfile& profile,
                                    const std::string& region) {
    const auto* destinations = model::destinations(profile, region);
    LICET_CHECK(destinations != nullptr);
    const std::vector<std::string> global{region, ""};
    std::vector<ProfileModel> models;
    for (const auto& place : profile.global ? global : *destinations) {
        models.push_back({model::model_arn(place, profile.model_id)});
    }
    return models;
}

}  // namespace

Profile show_profile(const model::InferenceProfile& profile, AccountId account,
                     const std::string& region) {
    return {.inferenceProfileName = profile.name,
            .description = profile.description,
            .createdAt = {},
            .updatedAt = {},
            .inferenceProfileArn = model::profile_arn(region, account, profile.profile_id),
            .models = models_of(profile, region),
            .inferenceProfileId = profile.profile_id};
}

Profile show_profile(const model::Models& models, const std::string& id,
                     const model::ApplicationProfile& profile) {
    Profile shown{
        .inferenceProfileName = profile.name,
        .description = {},
        .createdAt = format_iso8601(profile.created_at),
        .updatedAt = format_iso8601(profile.created_at),
        .inferenceProfileArn = model::application_profile_arn(profile.region, profile.account, id),
        .models = {},
        .inferenceProfileId = id,
        .type = ProfileType::APPLICATION};
    if (!profile.description.empty()) {
        shown.description = profile.description;
    }
    const auto* source = model::find_profile(models, profile.source);
    if (source != nullptr && model::destinations(*source, profile.region) != nullptr) {
        shown.models = models_of(*source, profile.region);
        return shown;
    }
    // The id of a system profile is its geography and the id of its model.
    const auto model_id = model::is_system_profile_id(profile.source)
                              ? profile.source.substr(profile.source.find('.') + 1)
                              : profile.source;
    shown.models = {{model::model_arn(profile.region, model_id)}};
    return shown;
}

}  // namespace licet::api::bedrock
