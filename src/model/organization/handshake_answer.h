// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"

#include <string>

/// What the parties of a handshake do with it. Source: rule 9.2 (Handshake).
namespace licet::model {

struct AnswerHandshake {
    std::string id;
};

/// An invitation makes the caller's account a member under the root; grants to the organization
/// reach it, already accepted (rule GR-40). See all_features.h for the other actions. Only the
/// recipient may: the invited account, the asked member, or the management account for
/// ENABLE_ALL_FEATURES.
/// @return HandshakeNotFoundException, AccessDeniedException, HandshakeAlreadyInStateException,
///         InvalidHandshakeTransitionException, HandshakeConstraintViolationException
///         (ALREADY_IN_AN_ORGANIZATION, ACCOUNT_NUMBER_LIMIT_EXCEEDED).
Result<Events> accept_handshake(const State& state, const AnswerHandshake& command,
                                const Context& context);

/// Only the recipient may; ENABLE_ALL_FEATURES is canceled instead.
Result<Events> decline_handshake(const State& state, const AnswerHandshake& command,
                                 const Context& context);

/// Only the management account of the organization that asks may. Canceling an ENABLE_ALL_FEATURES
/// cancels what is under it, which cannot be canceled by itself.
Result<Events> cancel_handshake(const State& state, const AnswerHandshake& command,
                                const Context& context);

/// The handshake, if it is not forgotten and the caller has a part in it: an administrator of the
/// organization that asks, or the recipient.
/// @return `not_found` (HandshakeNotFoundException).
Result<const Handshake*> require_handshake(const Organizations& state, const std::string& id,
                                           AccountId caller, Time now);

/// Whether the account is the one that is asked: by its id, or by an e-mail address that is vouched
/// for.
bool is_recipient(const Organizations& state, const Handshake& handshake, AccountId account);

}  // namespace licet::model
