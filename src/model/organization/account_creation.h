// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// The role of a created account that lets the management account in, when none is named.
inline constexpr std::string_view kAccountAccessRole = "OrganizationAccountAccessRole";

struct CreateAccount {
    std::string name;
    std::string email;                     ///< must satisfy is_email()
    std::optional<std::string> role_name;  ///< absent: kAccountAccessRole
    std::vector<Tag> tags;
};

/// Notes the request; background work then creates the account or fails. The id of the request is
/// in its AccountCreationRequested, the first event. Source: rule 9.2 (CreateAccount); only the
/// management account may.
/// @return FinalizingOrganizationException, InvalidInputException (INVALID_ROLE_NAME) and the
/// errors
///         of tags.
Result<Events> create_account(const State& state, const CreateAccount& command,
                              const Context& context);

/// What completes the request `id`, which is IN_PROGRESS: an account under the root with its access
/// role, or the failure EMAIL_ALREADY_EXISTS or ACCOUNT_LIMIT_EXCEEDED.
Events complete_account_creation(const State& state, const std::string& id, Time now,
                                 Random& random);

/// A role by which another account may do everything in this one.
RoleCreated access_role(AccountId account, const std::string& name, AccountId trusted, Time now,
                        Random& random);

}  // namespace licet::model
