// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/organization/organization.h"

#include <string_view>

/// Who may call Organizations' operations. Source: rule OR-7. Each answers
/// AWSOrganizationsNotInUseException to an account that stands alone and AccessDeniedException to a
/// member that may not.
namespace licet::model {

/// The organization of the caller, who may be any member.
Result<OrganizationView> require_member(const Organizations& state, AccountId caller);

/// The organization of the caller, who must be its management account: for writes.
Result<OrganizationView> require_management(const Organizations& state, AccountId caller);

/// The organization of the caller, who must be its management account or a delegated administrator
/// of any service: for reads.
Result<OrganizationView> require_reader(const Organizations& state, AccountId caller);

/// The caller must be the installation's first account, which `licet init` opened: for what belongs
/// to no organization. Anybody who leaves an organization can make one; that gives no such right.
/// @return AccessDeniedException.
Result<void> require_founder(const Organizations& state, AccountId caller);

/// The account of that id in the organization.
/// @return `not_found` (AccountNotFoundException) for others, existing or not.
Result<const Account*> require_account(const Organizations& state,
                                       const OrganizationView& organization, AccountId account);

/// @return `not_found` (ParentNotFoundException) unless `parent` is the organization's root or one
/// of
///         its OUs.
Result<void> require_parent(const OrganizationView& organization, std::string_view parent);

/// Whether `node` is the organization's root or one of its OUs.
bool is_node_of(const OrganizationView& organization, std::string_view node);

}  // namespace licet::model
