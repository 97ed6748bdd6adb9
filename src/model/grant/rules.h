// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/license/received.h"

namespace licet::model {

struct State;

inline constexpr std::string_view kLicenseManagerService = "license-manager.amazonaws.com";
inline constexpr std::string_view kLicenseManagerRole = "AWSServiceRoleForAWSLicenseManagerRole";

/// What a ClientToken is remembered by. See model/request/idempotency.h.
struct RequestKey {
    Id128 key;
    std::uint64_t input = 0;
};

/// An error of the kinds that License Manager's documentation names.
Error validation_error(std::string message, ErrorKind kind = ErrorKind::invalid);
Error access_denied(std::string message);

/// Whether the account has License Manager's service-linked role, by itself or through its
/// organization's trusted access. Source: rule ME-16.
bool has_license_manager_role(const State& state, AccountId account);

/// @return AccessDeniedException `Service role not found…` unless the account has the role.
Result<void> require_license_manager_role(const State& state, AccountId account);

/// @return AccessDeniedException unless the account is the management account or License Manager's
///         delegated administrator of its organization. Source: table 4.5 (List…ForOrganization).
Result<void> require_administrator(const State& state, AccountId account);

/// Grants are made and changed in the home region of their license only.
/// @return ValidationException otherwise. Source: rule LM-19.
Result<void> require_home_region(const License& license, std::string_view region);

/// Whether new grants to the organization or an OU may be made and activated.
/// @return ValidationException with what is missing: all features, trusted access, linked accounts.
/// Source: rules ME-10, ME-14, ME-15, U-20, GR-43.
Result<void> require_distribution(const State& state, std::string_view organization);

/// Whether a grant from `grantor` to the member account is accepted without the member's doing.
/// Source: rule U-2.
bool is_accepted_automatically(const State& state, AccountId grantor, AccountId grantee);

/// The principal `arn` of a new grant by `grantor`.
/// @return ValidationException for what is no principal in the grantor's organization;
///         AccessDeniedException for organizations and OUs unless the grantor administers them.
/// Source: rules ME-11, ME-40, ST-2, ST-3, tables 4.1 and 4.5.
Result<Grantee> parse_principal(const State& state, AccountId grantor, std::string_view arn);

/// How an account may grant a license to others.
struct GrantingRight {
    OperationSet operations;        ///< the most that it can pass on
    std::optional<GrantId> source;  ///< the received grant it would pass on; none for the holder
};

/// @param license as license_for() gives it for `grantor`
/// @return AccessDeniedException when the account has no right to grant it.
/// Source: rules GR-5, GR-6.
Result<GrantingRight> granting_right(const State& state, AccountId grantor,
                                     const ReceivedLicense& license);

/// The conflict of GR-20, naming the grant in force and the ways out.
/// @param replaceable whether the caller may set ActivationOverrideBehavior.
Error already_active(const State& state, const GrantId& other, bool replaceable);

}  // namespace licet::model
