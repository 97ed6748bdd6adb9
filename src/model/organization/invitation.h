// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

enum class PartyType { ACCOUNT, ORGANIZATION, EMAIL };
BOOST_DESCRIBE_ENUM(PartyType, ACCOUNT, ORGANIZATION, EMAIL)

struct InviteAccount {
    PartyType type = PartyType::ACCOUNT;  ///< of the target
    std::string target;                   ///< account id or e-mail address
    std::string notes;
    std::vector<Tag> tags;  ///< for the account when it joins
};

/// Asks an account that stands alone to join. An e-mail address need not be an account's yet. The
/// handshake's id is in the HandshakesRequested, the last event. Only the management account may.
/// Source: rules 9.2 (Handshake), OR-1.
/// @return FinalizingOrganizationException, InvalidInputException, DuplicateHandshakeException,
///         HandshakeConstraintViolationException (ALREADY_IN_AN_ORGANIZATION,
///         INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES, ACCOUNT_NUMBER_LIMIT_EXCEEDED,
///         HANDSHAKE_RATE_LIMIT_EXCEEDED) and the errors of tags.
Result<Events> invite_account(const State& state, const InviteAccount& command,
                              const Context& context);

/// Invitations that can still be accepted. O(their number).
std::size_t count_open_invitations(const Handshakes& state, std::string_view organization,
                                   Time now);

/// Members, closed ones included, and open invitations, as far as they count towards accounts_max.
bool has_room_for_account(const Organizations& state, const OrganizationView& organization,
                          Time now);

/// FinalizingOrganizationException while a new organization is not ready. Source: rule OR-12.
Result<void> require_finalized(const Organization& organization, Time now);

/// `h-…`, not in use.
std::string new_handshake_id(const Handshakes& state, Random& random);

/// Adds the event that drops handshakes that are not shown any more, if there are any: twice as
/// many as `added`, so that those that are kept for nothing become fewer.
void forget_handshakes(const Handshakes& state, std::size_t added, Time now, Events& events);

}  // namespace licet::model
