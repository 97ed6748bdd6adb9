// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

#include <optional>
#include <string>
#include <string_view>

/// What the operations of IAM act on: users, groups and roles of the caller's account, by name. A
/// refusal names them by name, so that it says nothing of their paths.
/// Source: service authorization reference; IAM User Guide, "Troubleshoot access denied error
/// messages".
namespace licet::api::iam {

inline constexpr ResourceType kUser{"user", "arn:aws:iam::*:user/*"};
inline constexpr ResourceType kGroup{"group", "arn:aws:iam::*:group/*"};
inline constexpr ResourceType kRole{"role", "arn:aws:iam::*:role/*"};
inline constexpr ResourceType kPolicy{"policy", "arn:aws:iam::*:policy/*"};

inline constexpr Need kOnUser{
    .resources = {&kUser},
    .keys = {policy::Key::aws_resource_tag, policy::Key::iam_permissions_boundary}};
inline constexpr Need kOnGroup{.resources = {&kGroup}};
inline constexpr Need kOnRole{
    .resources = {&kRole},
    .keys = {policy::Key::aws_resource_tag, policy::Key::iam_permissions_boundary}};
inline constexpr Need kOnPolicy{.resources = {&kPolicy}, .keys = kTaggedKeys};

/// Of operations that make a user or role, or give it a boundary.
inline constexpr KeySet kNewIdentityKeys{policy::Key::aws_request_tag, policy::Key::aws_tag_keys,
                                         policy::Key::iam_permissions_boundary};
/// Of operations that attach or detach a managed policy.
inline constexpr KeySet kAttachmentKeys{policy::Key::aws_resource_tag, policy::Key::iam_policy_arn,
                                        policy::Key::iam_permissions_boundary};

/// The operation's own action on an identity that exists or not, with its tags and boundary.
/// @param name absent: the caller itself
Permissions on_user(const PermissionCall& call, const std::optional<std::string>& name);
/// The same of an operation that renames it or moves it to another path: on what it becomes as
/// well. Source: IAM API Reference, UpdateUser, UpdateGroup.
/// @param new_name, new_path absent: stays
Permissions on_renamed_user(const PermissionCall& call, const std::string& name,
                            const std::optional<std::string>& new_name,
                            const std::optional<std::string>& new_path);
Permissions on_renamed_group(const PermissionCall& call, const std::string& name,
                             const std::optional<std::string>& new_name,
                             const std::optional<std::string>& new_path);
/// On the user of the caller's account that has the access key.
Permissions on_user_with_key(const PermissionCall& call, const std::string& key_id);
Permissions on_group(const PermissionCall& call, const std::string& name);
Permissions on_role(const PermissionCall& call, const std::string& name);
/// The same on a managed policy, by its ARN.
Permissions on_policy(const PermissionCall& call, const std::string& arn);

/// On an identity or a policy to be made.
/// @param kind `user`, `group`, `role` or `policy`
Permissions on_new(const PermissionCall& call, std::string_view kind, std::string_view path,
                   std::string_view name);

/// iam:PermissionsBoundary: what the request makes the boundary; absent leaves what it is.
void set_boundary(Permissions& permissions, const std::optional<std::string>& arn);
/// iam:PolicyARN
void add_policy_arn(Permissions& permissions, const std::string& arn);

}  // namespace licet::api::iam
