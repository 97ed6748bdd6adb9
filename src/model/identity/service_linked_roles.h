// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// Roles by which services act in an account. Some are created by request and stored; the others
/// follow from the account's organization and its trusted access, and are never stored.
/// Source: rules ME-12, ME-13.
namespace licet::model {

/// What the path of every service-linked role begins with; no other role's does.
inline constexpr std::string_view kServiceLinkedPath = "/aws-service-role/";

/// What the name of every service-linked role begins with; no other role's does.
inline constexpr std::string_view kServiceLinkedPrefix = "AWSServiceRoleFor";

bool is_service_linked(const Role& role);

/// Whether the name begins with kServiceLinkedPrefix, in any case.
bool is_for_service_linked_roles(std::string_view name);

/// The name of a service's role, or kServiceLinkedPrefix for a service that has none.
std::string_view service_linked_role_name(std::string_view service);

/// The service-linked roles of an account, by name.
std::map<std::string, Role> service_linked_roles(const State& state, AccountId account);

bool has_service_linked_role(const State& state, AccountId account, std::string_view name);

/// The role of that name, whether it is stored or follows from the organization.
std::optional<Role> find_any_role(const State& state, AccountId account, std::string_view name);

/// Every role of an account that no event created: the part of service_linked_roles() that is not
/// stored.
std::map<std::string, Role> derived_roles(const State& state, AccountId account);

struct CreateServiceLinkedRole {
    std::string service;  ///< `license-manager.amazonaws.com`
    std::string description;
    std::optional<std::string> custom_suffix;
};

/// @return InvalidInput for a service that has no such role, a suffix, or a role that exists.
Result<Events> create_service_linked_role(const State& state,
                                          const CreateServiceLinkedRole& command,
                                          const Context& context);

}  // namespace licet::model
