// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

/// What the operations of License Manager act on. Source: rules AU-2, GR-3; service authorization
/// reference.
namespace licet::api::license_manager {

inline constexpr ResourceType kLicense{"license", "arn:aws:license-manager::*:license:*"};
inline constexpr ResourceType kGrant{"grant", "arn:aws:license-manager::*:grant:*"};

/// Of a new grant: whom it is to, and of which product; rule GR-3.
inline constexpr KeySet kNewGrantKeys{
    policy::Key::aws_resource_tag,       policy::Key::aws_request_tag,
    policy::Key::aws_tag_keys,           policy::Key::licet_grantee,
    policy::Key::licet_grantee_org_path, policy::Key::licet_product_id};

/// What operations on one license, and on one grant, need.
inline constexpr Need kOnLicense{.resources = {&kLicense}, .keys = kTaggedKeys};
inline constexpr Need kOnGrant{.resources = {&kGrant}, .keys = kTaggedKeys};
inline constexpr Need kOnOwnGrant{
    .resources = {&kGrant},
    .keys = {policy::Key::aws_resource_tag, policy::Key::licet_grantee,
             policy::Key::licet_grantee_org_path, policy::Key::licet_product_id}};

/// The operation's own action on the license or grant of that ARN. Its tags are known to the
/// account that has them: a license's holder, a grant's grantor.
Permissions on_license(const PermissionCall& call, const std::string& arn);
Permissions on_grant(const PermissionCall& call, const std::string& arn);
Permissions on_resource(const PermissionCall& call, const std::string& arn);

/// As on_grant(); the grantor's policies see whom the grant is to, and of which product.
Permissions on_own_grant(const PermissionCall& call, const std::string& arn);

/// A new grant of the license to the principal. The keys about it have values where the license is
/// one that the account has, and the principal one that it may grant to.
Permissions on_new_grant(const PermissionCall& call, const std::string& license_arn,
                         std::string_view principal, model::Tags tags);

}  // namespace licet::api::license_manager
