// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/bedrock/models.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

/// What the operations on inference profiles return. Members are spelled as on the wire.
/// Source: the service model of Bedrock, rule BA-30.
namespace licet::api::bedrock {

enum class ProfileType { SYSTEM_DEFINED, APPLICATION };
BOOST_DESCRIBE_ENUM(ProfileType, SYSTEM_DEFINED, APPLICATION)

enum class ProfileStatus { ACTIVE };
BOOST_DESCRIBE_ENUM(ProfileStatus, ACTIVE)

struct ProfileModel {
    std::string modelArn;
};
BOOST_DESCRIBE_STRUCT(ProfileModel, (), (modelArn))

struct Profile {
    std::string inferenceProfileName;
    std::optional<std::string> description;
    std::optional<std::string> createdAt;
    std::optional<std::string> updatedAt;
    std::string inferenceProfileArn;
    std::vector<ProfileModel> models;
    std::string inferenceProfileId;
    ProfileStatus status = ProfileStatus::ACTIVE;
    ProfileType type = ProfileType::SYSTEM_DEFINED;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (inferenceProfileName, description, createdAt, updatedAt, inferenceProfileArn,
                       models, inferenceProfileId, status, type))

/// An id or ARN of an inference profile.
using ProfileIdentifier = Text<1, 2048>;

/// The profile as a caller sees it in a region that is a source of it. Its models are those of the
/// destination regions; of a global profile, the model in this region and the one without region.
/// Source: rules BA-31, BA-32.
Profile show_profile(const model::InferenceProfile& profile, AccountId account,
                     const std::string& region);

/// A profile that an account made. Its models are those of what it was copied from, also when the
/// catalogue has that no more. Source: rule BA-30.
Profile show_profile(const model::Models& models, const std::string& id,
                     const model::ApplicationProfile& profile);

}  // namespace licet::api::bedrock
