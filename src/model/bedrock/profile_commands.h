// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/tags.h"

#include <string>
#include <string_view>
#include <vector>

/// What an account does with its application inference profiles. Source: rule BA-30; Bedrock API
/// Reference, CreateInferenceProfile.
namespace licet::model {

struct State;

/// In one region of one account. Source: Amazon Bedrock quotas, "Inference profiles per account".
inline constexpr std::size_t kApplicationProfilesMax = 1'000;

/// Words of letters and digits with single blanks, `_` or `-` behind any of them.
bool is_profile_name(std::string_view text);
/// The same, with `:` and `.` besides letters and digits.
bool is_profile_description(std::string_view text);

/// Whether the text could be the id of an application profile.
bool has_application_profile_form(std::string_view id);

struct CreateApplicationProfile {
    std::string name;
    std::string description;
    std::string copy_from;  ///< the ARN of a model or of a system profile in the caller's region
    std::vector<Tag> tags;
};

struct ApplicationProfileMade {
    std::string id;
    Events events;
};

/// @return ValidationException for a source that is neither, or bad tags; ResourceNotFoundException
///         for one that the region does not have; ConflictException for a name that is taken;
///         TooManyTagsException; ServiceQuotaExceededException. O(application profiles).
Result<ApplicationProfileMade> create_application_profile(const State& state,
                                                          const CreateApplicationProfile& command,
                                                          const Context& context);

/// The id of the caller's profile in its region that an id or ARN names.
/// @return ValidationException for what cannot be one's own; ResourceNotFoundException, which is
/// the
///         same for what does not exist and for what belongs to others.
Result<std::string> own_application_profile(const State& state, std::string_view identifier,
                                            const Context& context);

/// @return as own_application_profile.
Result<Events> delete_application_profile(const State& state, std::string_view identifier,
                                          const Context& context);

/// Adds tags; those of the same key are replaced.
/// @return as own_application_profile; ValidationException or TooManyTagsException for the tags.
Result<Events> tag_application_profile(const State& state, std::string_view identifier,
                                       const std::vector<Tag>& tags, const Context& context);
/// Takes tags away; keys that are not there do no harm.
Result<Events> untag_application_profile(const State& state, std::string_view identifier,
                                         const std::vector<std::string>& keys,
                                         const Context& context);

}  // namespace licet::model
