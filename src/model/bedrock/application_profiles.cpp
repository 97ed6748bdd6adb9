// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/application_profiles.h"

#include "model/state.h"

namespace licet::model {

void apply(State& state, const ApplicationProfileCreated& event) {
    state.models.application_profiles.emplace(event.id, event.details);
}

void apply(State& state, const ApplicationProfileDeleted& event) {
    state.models.application_profiles.erase(event.id);
}

void apply(State& state, const ApplicationProfileTagged& event) {
    state.models.application_profiles.at(event.id).tags = event.tags;
}

const ApplicationProfile* find_application_profile(const ApplicationProfiles& state,
                                                   AccountId account, std::string_view region,
                                                   std::string_view id) {
    const auto found = state.find(id);
    const bool own =
        found != state.end() && found->second.account == account && found->second.region == region;
    return own ? &found->second : nullptr;
}

}  // namespace licet::model
