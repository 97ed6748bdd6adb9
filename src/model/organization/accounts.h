// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <optional>
#include <string>
#include <string_view>

/// Accounts: opening one that stands alone, moving and closing members. Grants follow in the same
/// events. account_creation.h has CreateAccount, leaving.h how members go.
namespace licet::model {

struct OpenAccount {
    std::optional<AccountId> id;  ///< absent: a random one
    std::string name;
    std::string email;
};

struct MoveAccount {
    AccountId account;
    std::string source;       ///< root id or OU id that the account is directly under
    std::string destination;  ///< root id or OU id
};

struct CloseAccount {
    AccountId account;
};

/// Opens an account that stands alone: the first step of a new installation, before there is anyone
/// who could ask for it. Its id is in its AccountOpened, the first event.
/// @return `invalid` for an e-mail address that is none; `conflict` when the id or the e-mail
///         address is taken; an address is not by an account for which nobody vouches.
Result<Events> open_account(const State& state, const OpenAccount& command, const Context& context);

/// Source: rule OR-3; only the management account may.
/// @return AccountNotFoundException (also for an account that is not under `source`),
///         SourceParentNotFoundException, DestinationParentNotFoundException,
///         DuplicateAccountException.
Result<Events> move_account(const State& state, const MoveAccount& command, const Context& context);

/// Makes an account PENDING_CLOSURE; background work then closes it. Source: rule 9.2 (Account);
/// only the management account may.
/// @return AccountNotFoundException, AccountAlreadyClosedException, ConflictException (closing
///         already), ConstraintViolationException (CANNOT_CLOSE_MANAGEMENT_ACCOUNT,
///         ORGANIZATION_NOT_IN_ALL_FEATURES_MODE).
Result<Events> close_account(const State& state, const CloseAccount& command,
                             const Context& context);

/// Whether an account's e-mail address is good for what `organization` does: the installation
/// opened the account, or that organization made it. CreateAccount takes any address, and whoever
/// leaves an organization can make one, so what others made proves nothing.
bool is_vouched_for(const Organizations& state, AccountId account, std::string_view organization);

/// The account with that e-mail address, if it is vouched for.
std::optional<AccountId> find_by_email(const Organizations& state, std::string_view email,
                                       std::string_view organization);

/// `x@y.z`, without white space. Source: the Email pattern of Organizations.
bool is_email(std::string_view text);

/// An account number of 12 digits that does not begin with 0 and is not in use.
AccountId new_account_id(const Organizations& state, Random& random);

}  // namespace licet::model
