// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/profiles.h"

#include "model/bedrock/model_identifier.h"

namespace licet::api::bedrock {

Profile show_profile(const model::InferenceProfile& profile, AccountId account,
                     const std::string& region) {
    const auto* destinations = model::destinations(profile, region);
    LICET_CHECK(destinations != nullptr);
    Profile shown{.inferenceProfileName = profile.name,
                  .description = profile.description,
                  .inferenceProfileArn = model::profile_arn(region, account, profile.profile_id),
                  .models = {},
                  .inferenceProfileId = profile.profile_id};
    const std::vector<std::string> global{region, ""};
    for (const auto& place : profile.global ? global : *destinations) {
        shown.models.push_back({model::model_arn(place, profile.model_id)});
    }
    return shown;
}

}  // namespace licet::api::bedrock
