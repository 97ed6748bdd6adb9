// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/context.h"

#include <boost/describe.hpp>

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

/// An inference profile that an account made for itself, to tell its uses apart. It exists in one
/// region. Source: rule BA-30.
struct ApplicationProfile {
    AccountId account;
    std::string region;
    std::string name;  ///< unique within account and region
    std::string description;
    /// The model id or the system profile id it was copied from; the source may have left the
    /// catalogue since.
    std::string source;
    Time created_at;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(ApplicationProfile, (),
                      (account, region, name, description, source, created_at, tags))

/// By id: 12 characters of `a-z 0-9`, unique everywhere.
using ApplicationProfiles = std::map<std::string, ApplicationProfile, std::less<>>;

struct ApplicationProfileCreated {
    static constexpr std::string_view kName = "ApplicationProfileCreated";
    std::string id;
    ApplicationProfile details;
};
BOOST_DESCRIBE_STRUCT(ApplicationProfileCreated, (), (id, details))

struct ApplicationProfileDeleted {
    static constexpr std::string_view kName = "ApplicationProfileDeleted";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(ApplicationProfileDeleted, (), (id))

/// Its tags are these now.
struct ApplicationProfileTagged {
    static constexpr std::string_view kName = "ApplicationProfileTagged";
    std::string id;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(ApplicationProfileTagged, (), (id, tags))

void apply(State& state, const ApplicationProfileCreated& event);
void apply(State& state, const ApplicationProfileDeleted& event);
void apply(State& state, const ApplicationProfileTagged& event);

using ApplicationProfileEvent =
    std::variant<ApplicationProfileCreated, ApplicationProfileDeleted, ApplicationProfileTagged>;

/// The profile of that id if it belongs to the account and region, or null.
const ApplicationProfile* find_application_profile(const ApplicationProfiles& state,
                                                   AccountId account, std::string_view region,
                                                   std::string_view id);

}  // namespace licet::model
