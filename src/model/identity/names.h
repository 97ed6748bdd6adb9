// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/tags.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The forms of IAM's texts. Source: the service model of IAM 2010-05-08.
namespace licet::model {

inline constexpr std::size_t kIdentityNameCharactersMax = 64;  ///< of a user or role
inline constexpr std::size_t kGroupNameCharactersMax = 128;
inline constexpr std::size_t kPathCharactersMax = 512;
inline constexpr std::size_t kDescriptionCharactersMax = 1'000;

/// Letters, digits and `_+=,.@-`: what names of users, roles and sessions consist of.
bool has_name_characters(std::string_view text);

/// `/`, or visible ASCII between slashes.
bool has_path_form(std::string_view text);

/// Visible ASCII, or DEL, after a slash.
bool has_path_prefix_form(std::string_view text);

/// Tab, line ends, printable ASCII and the visible part of Latin-1, in UTF-8.
bool has_description_form(std::string_view text);

/// Names of users and roles are unique without regard to case.
bool is_same_name(std::string_view left, std::string_view right);

/// @return `invalid` (ValidationError). @param what such as `user name`
Result<void> check_identity_name(std::string_view what, std::string_view name,
                                 std::size_t characters_max = kIdentityNameCharactersMax);
Result<void> check_path(std::string_view path);

/// The tags of something that has `present` and gets `tags`. Keys that differ only in case are one
/// and the same.
/// @return ValidationError, InvalidInput, or `exhausted` (LimitExceeded).
Result<Tags> with_identity_tags(const Tags& present, const std::vector<Tag>& tags);
/// Keys need not be present.
/// @return ValidationError.
Result<Tags> without_identity_tags(const Tags& present, const std::vector<std::string>& keys);
/// The tags of something new; as with_identity_tags().
Result<Tags> new_identity_tags(const std::vector<Tag>& tags);

}  // namespace licet::model
