// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/state.h"

#include <set>
#include <string>
#include <string_view>

namespace licet::model {

/// What users, groups and roles have in common. Refers to the state.
struct IdentityView {
    std::string arn;
    const InlinePolicies* policies = nullptr;
    const std::set<std::string>* attached = nullptr;
    const std::string* boundary = nullptr;  ///< null for a group
    const Tags* tags = nullptr;             ///< null for a group
    bool is_service_linked = false;
};

/// `user`, `group`, `role`
std::string_view text_of(IdentityKind kind);

/// @return NoSuchEntity.
Result<IdentityView> require_identity(const State& state, const IdentityName& identity);

/// What the account may change itself.
/// @return NoSuchEntity; UnmodifiableEntity for a service-linked role.
Result<IdentityView> require_own_identity(const State& state, const IdentityName& identity);

}  // namespace licet::model
