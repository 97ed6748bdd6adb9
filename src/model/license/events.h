// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/license/license.h"

#include <variant>

namespace licet::model {

struct State;

struct LicenseIssued {
    static constexpr std::string_view kName = "LicenseIssued";
    Id128 id;
    License details;
};
BOOST_DESCRIBE_STRUCT(LicenseIssued, (), (id, details))

/// A new version follows the last one. Source: rule LI-1.
struct LicenseVersionAdded {
    static constexpr std::string_view kName = "LicenseVersionAdded";
    Id128 id;
    LicenseVersion version;
    std::optional<std::string> agreement = {};  ///< the one it now stems from; rule MP-7
};
BOOST_DESCRIBE_STRUCT(LicenseVersionAdded, (), (id, version, agreement))

struct LicenseSettingsChanged {
    static constexpr std::string_view kName = "LicenseSettingsChanged";
    AccountId account;
    std::string region;
    LicenseSettings settings;
};
BOOST_DESCRIBE_STRUCT(LicenseSettingsChanged, (), (account, region, settings))

struct LicenseTagsChanged {
    static constexpr std::string_view kName = "LicenseTagsChanged";
    Id128 id;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(LicenseTagsChanged, (), (id, tags))

void apply(State& state, const LicenseIssued& event);
void apply(State& state, const LicenseVersionAdded& event);
void apply(State& state, const LicenseSettingsChanged& event);
void apply(State& state, const LicenseTagsChanged& event);

using LicenseEvent =
    std::variant<LicenseIssued, LicenseVersionAdded, LicenseSettingsChanged, LicenseTagsChanged>;

}  // namespace licet::model
