// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/identity.h"
#include "model/identity/principal.h"
#include "policy/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// Between an inline policy's name and whose it is, and between a managed policy's ARN and the
/// group by which a user has it; a `)` ends both.
inline constexpr std::string_view kInlinePolicyOf = " (inline policy of ";
inline constexpr std::string_view kAttachedTo = " (attached to ";

/// A policy and what explanations call it: its ARN, `<ARN> (attached to group/devs)`, or
/// `<name> (inline policy of user/ann)`.
struct NamedDocument {
    std::string name;
    policy::DocumentPtr document;
    /// Whether an earlier policy of the list has the same document: it need not be asked twice.
    bool repeated = false;
};

/// What the identity of a principal lets it do, before any service control policy.
struct PrincipalPolicies {
    bool unrestricted = false;            ///< an account's root: needs no policy
    std::vector<NamedDocument> identity;  ///< inline, attached, and those of a user's groups
    std::optional<NamedDocument> boundary;
    const Tags* tags = nullptr;  ///< of the user or role; null: none. Lives as long as the state
};

/// Nothing allows anything for a user or role that does not exist (any more).
PrincipalPolicies policies_of(const Identities& state, const Principal& principal);

}  // namespace licet::model
