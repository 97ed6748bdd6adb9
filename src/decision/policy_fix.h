// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/explain.h"

#include <cstddef>
#include <functional>

namespace licet::decision {

/// Policies that refuse somebody something.
struct PolicyCase {
    const Subject& subject;
    const ControlLevels& levels;
    const PrincipalRights& rights;
    AccountId management;  ///< of the subject's organization
    /// Calls what it is given with everything that must be allowed.
    std::function<void(const std::function<void(const policy::Question&)>&)> for_each;
};

/// What makes all service control policies let everything pass: the management account detaches
/// those that deny any of it, and attaches p-FullAWSAccess where none allows it all.
Fix control_policy_fix(const PolicyCase& refused);

/// Of a principal with more policies than this a fix says who can change it, but not how: each is
/// asked about everything that must be allowed.
inline constexpr std::size_t kFixPoliciesMax = 64;

/// What makes the principal's own policies do so: an administrator of its account takes away those
/// that deny any of it and a boundary that does not allow it all, and adds an inline policy where
/// none allows it. Requires a principal.
Fix identity_policy_fix(const PolicyCase& refused);

}  // namespace licet::decision
