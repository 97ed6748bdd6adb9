// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"

#include <string_view>

/// The forms of identifiers in requests. Source: rule 9.1 and the service model of Organizations.
namespace licet::api::organizations {

bool is_parent_id(std::string_view text);               ///< root id or OU id
bool is_unit_id(std::string_view text);                 ///< OU id
bool is_child_id(std::string_view text);                ///< account id or OU id
bool is_root_id(std::string_view text);                 ///< root id
bool is_target_id(std::string_view text);               ///< root id, OU id or account id
bool is_policy_id(std::string_view text);               ///< `p-…`
bool is_taggable_id(std::string_view text);             ///< root, OU, account, policy and the like
bool is_creation_id(std::string_view text);             ///< `car-…`
bool is_account_name(std::string_view text);            ///< printable ASCII
bool is_role_name(std::string_view text);               ///< letters, digits, `_+=,.@-`
bool is_service_principal_name(std::string_view text);  ///< the same characters

using ParentId = Text<0, 100, is_parent_id>;
using UnitId = Text<0, 68, is_unit_id>;
using ChildId = Text<0, 100, is_child_id>;
using TaggableId = Text<0, 130, is_taggable_id>;
using RootId = Text<0, 34, is_root_id>;
using TargetId = Text<0, 100, is_target_id>;
using PolicyId = Text<0, 130, is_policy_id>;
using PolicyName = Text<1, 128>;
using PolicyDescription = Text<0, 512>;
using PolicyContent = Text<1, 1'000'000>;
using CreationId = Text<0, 36, is_creation_id>;
using UnitName = Text<1, 128>;
using CreateAccountName = Text<1, 50, is_account_name>;
using RoleName = Text<0, 64, is_role_name>;
using ServicePrincipalName = Text<1, 128, is_service_principal_name>;

}  // namespace licet::api::organizations
