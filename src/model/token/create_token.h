// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/license/received.h"
#include "model/token/token.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

struct State;

inline constexpr std::int64_t kTokenDaysDefault = 365;  ///< rule CO-10
inline constexpr std::int64_t kTokenDaysMax = 3'650;
inline constexpr std::size_t kTokenRolesMax = 10;
/// Tokens of one account that are not deleted.
inline constexpr std::size_t kTokensMax = 10'000;

struct CreateToken {
    std::string_view license_arn;
    std::vector<std::string> role_arns;
    std::vector<std::string> properties;
    std::int64_t days = kTokenDaysDefault;
};

/// Whether the account may give its license's tokens away now: the license is usable, and the
/// account is its issuer or has it by a grant in force that allows CreateToken.
/// Source: rules CO-10, GR-7, LI-3.
bool may_create_tokens(const State& state, AccountId account, const Id128& license, Time now);

/// The token that the command asks for, all but the key that signs it.
///
/// @return ResourceNotFoundException for a license that is none of the caller's business;
///         AccessDeniedException when it may not create tokens; RedirectException outside of the
///         license's home region; ValidationException for properties in AWS's own name;
///         ResourceLimitExceededException beyond kTokensMax.
Result<LicenseToken> new_token(const State& state, const CreateToken& command,
                               const Context& context);

/// The event that deletes one of the caller's tokens; none when it is deleted already.
/// @return ResourceNotFoundException for an unknown and for a foreign token alike;
///         RedirectException outside of the license's home region.
Result<Events> delete_token(const State& state, std::string_view id, const Context& context);

}  // namespace licet::model
