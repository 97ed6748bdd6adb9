// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

namespace licet::model {

struct State;

/// The caller's settings in a region; those never set are at their defaults.
const LicenseSettings& settings_of(const State& state, AccountId account, std::string_view region);

/// What is to change; what is not given stays.
struct ChangeLicenseSettings {
    std::optional<bool> link_organizations;
    std::optional<bool> cross_account_discovery;
    std::optional<std::string> s3_bucket_arn;
    std::optional<std::string> sns_topic_arn;
    std::optional<std::vector<std::string>> discovery_source_regions;
};

/// Changes the caller's settings in the region of the call.
/// @return AccessDeniedException when another account than the organization's management account
///         sets link_organizations. Source: rule ME-14, table 4.5.
Result<Events> change_license_settings(const State& state, const ChangeLicenseSettings& command,
                                       const Context& context);

}  // namespace licet::model
