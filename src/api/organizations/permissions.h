// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

#include <optional>
#include <string>
#include <string_view>

/// What the operations of Organizations act on. ARNs are made of the id in the request and of the
/// caller's own organization; a caller without one acts on `*`.
/// Source: rule 9.1; service authorization reference.
namespace licet::api::organizations {

inline constexpr ResourceType kAccount{"account", "arn:aws:organizations::*:account/o-*/*"};
inline constexpr ResourceType kUnit{"organizationalunit", "arn:aws:organizations::*:ou/o-*/ou-*"};
inline constexpr ResourceType kRoot{"root", "arn:aws:organizations::*:root/o-*/r-*"};
inline constexpr ResourceType kPolicy{"policy", "arn:aws:organizations::*:policy/*"};
inline constexpr ResourceType kHandshake{"handshake", "arn:aws:organizations::*:handshake/*/*/h-*"};

inline constexpr Need kOnAccount{.resources = {&kAccount}, .keys = kTaggedKeys};
inline constexpr Need kOnUnit{.resources = {&kUnit}, .keys = kTaggedKeys};
inline constexpr Need kOnParent{.resources = {&kUnit, &kRoot}, .keys = kTaggedKeys};
inline constexpr Need kOnTaggable{
    .resources = {&kAccount, &kUnit, &kRoot, &kPolicy},
    .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_policy_type}};
inline constexpr Need kOnTagged{
    .resources = {&kAccount, &kUnit, &kRoot, &kPolicy},
    .keys = {policy::Key::aws_resource_tag, policy::Key::aws_request_tag, policy::Key::aws_tag_keys,
             policy::Key::organizations_policy_type}};
inline constexpr Need kOnHandshake{.resources = {&kHandshake}};
inline constexpr Need kOnService{.keys = {policy::Key::organizations_service_principal}};
inline constexpr Need kOnAccountAndService{
    .resources = {&kAccount},
    .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_service_principal}};

inline constexpr Need kOnPolicy{
    .resources = {&kPolicy},
    .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_policy_type}};

/// The operation's own action on the account, OU, root or policy of that id.
Permission on_node(const PermissionCall& call, std::string_view id);
Permissions permit_node(const PermissionCall& call, std::string_view id);

/// On a handshake. Only who asks and who is asked know its action and organization.
Permissions permit_handshake(const PermissionCall& call, const std::string& id);

/// organizations:ServicePrincipal, where the request names a service.
void add_service(Permissions& permissions, const std::optional<std::string>& service);

}  // namespace licet::api::organizations
