// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "model/bedrock/catalogue.h"

#include <boost/describe.hpp>

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
    std::string description;
    std::string inferenceProfileArn;
    std::vector<ProfileModel> models;
    std::string inferenceProfileId;
    ProfileStatus status = ProfileStatus::ACTIVE;
    ProfileType type = ProfileType::SYSTEM_DEFINED;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (inferenceProfileName, description, inferenceProfileArn, models,
                       inferenceProfileId, status, type))

/// The profile as a caller sees it in a region that is a source of it. Its models are those of the
/// destination regions; of a global profile, the model in this region and the one without region.
/// Source: rules BA-31, BA-32.
Profile show_profile(const model::InferenceProfile& profile, AccountId account,
                     const std::string& region);

}  // namespace licet::api::bedrock
