// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/refusal.h"

#include <string>
#include <vector>

namespace licet::decision {

/// What a call names, as far as it was found.
struct Target {
    const model::FoundationModel* model = nullptr;
    ListedModel listed = {};  ///< the same
    /// The system profile that is named, or that the application profile was copied from.
    const model::InferenceProfile* profile = nullptr;
    const model::ApplicationProfile* application = nullptr;
    std::string_view application_id = {};

    bool through_profile() const { return profile != nullptr || application != nullptr; }
};

/// Looks up what the call names. @param target filled in as far as it is found.
Checked find_target(const Facts& facts, const Question& question, Target& target);

/// Whether the model is alive. Source: rule BA-25.
Checked check_lifecycle(const ListedModel& model, const Question& question);

/// Whether the model can be invoked so from the region. Source: rules BA-31, BA-32, BA-35.
Checked check_regions(const Target& target, const Question& question);

/// The regions where a profile may send what is asked in the region; none: anywhere, or nowhere.
/// Requires a target that check_regions() lets pass.
const std::vector<std::string>& destinations_of(const Target& target, std::string_view region);

/// All regions that the call may reach. Source: rule BA-35.
model::RegionMask reach_of(const Target& target, std::string_view region);

}  // namespace licet::decision
