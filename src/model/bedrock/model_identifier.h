// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace licet::model {

enum class ModelRefKind {
    foundation_model,
    system_profile,       ///< an inference profile that Bedrock defines
    application_profile,  ///< an inference profile that an account made
};

/// What a caller names as the model of a call. Says nothing about whether it exists. Refers into
/// the text it was read from.
struct ModelRef {
    ModelRefKind kind = ModelRefKind::foundation_model;
    std::string_view id = {};      ///< model id or profile id, never an ARN
    std::string_view region = {};  ///< of the ARN; empty when a bare id was given
    AccountId account = {};        ///< of a profile's ARN; zero otherwise

    bool operator==(const ModelRef&) const = default;
};

/// `arn:aws:bedrock:<region>::foundation-model/<id>`. An empty region makes the ARN that policies
/// see for a global profile's destinations.
/// Source: rule BA-32.
std::string model_arn(std::string_view region, std::string_view model_id);

/// `arn:aws:bedrock:<region>:<account>:inference-profile/<id>`
std::string profile_arn(std::string_view region, AccountId account, std::string_view profile_id);

/// `arn:aws:bedrock:<region>:<account>:application-inference-profile/<id>`
std::string application_profile_arn(std::string_view region, AccountId account,
                                    std::string_view profile_id);

/// Reads a model id, a system profile id, or the ARN of a model, a system profile or an application
/// profile. A bare id whose first label is a profile prefix is a profile's; the bare id of an
/// application profile is not accepted. Allocates nothing when it succeeds.
/// @param text hostile; at most kModelIdentifierMax bytes.
/// @return `invalid` for anything else, unknown regions included; the message does not repeat the
/// text.
/// Source: rule BA-30; Bedrock API Reference, InvokeModel, modelId.
Result<ModelRef> resolve_model_identifier(std::string_view text);

inline constexpr std::size_t kModelIdentifierMax = 2048;

/// Whether the text has the form of a model id (and not of a profile id): `provider.name`, with
/// further `.label`s and up to two `:label`s, each label 1 to 63 of `a-z 0-9 -`.
bool is_model_id(std::string_view text);

/// Whether the text is `<profile prefix>.<model id>`.
bool is_system_profile_id(std::string_view text);

}  // namespace licet::model
