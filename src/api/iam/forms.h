// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/identity/names.h"

#include <string_view>

/// The forms of texts in requests to IAM. Source: the service model of IAM 2010-05-08.
namespace licet::api::iam {

bool is_word(std::string_view text);  ///< letters, digits and `_`

/// Slashes around names: `/a/b/`.
bool has_policy_path_form(std::string_view text);

using UserName = Text<1, 64, model::has_name_characters>;
using ExistingUserName = Text<1, 128, model::has_name_characters>;
using GroupName = Text<1, 128, model::has_name_characters>;
using RoleName = Text<1, 64, model::has_name_characters>;
using ServiceName = Text<1, 128, model::has_name_characters>;
using CustomSuffix = Text<1, 64, model::has_name_characters>;
using Path = Text<1, 512, model::has_path_form>;
using PathPrefix = Text<1, 512, model::has_path_prefix_form>;
using Description = Text<0, 1000, model::has_description_form>;
using PolicyName = Text<1, 128, model::has_name_characters>;
using PolicyPath = Text<1, 512, has_policy_path_form>;
using PolicyDocument = Text<1, 131'072>;
using AccessKeyId = Text<16, 128, is_word>;
using Arn = Text<20, 2048>;

}  // namespace licet::api::iam
