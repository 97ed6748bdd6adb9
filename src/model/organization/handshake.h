// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <boost/describe.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace licet::model {

enum class FeatureSet { ALL, CONSOLIDATED_BILLING };
BOOST_DESCRIBE_ENUM(FeatureSet, ALL, CONSOLIDATED_BILLING)

/// Source: rule 9.2 (Handshake). The last two can be asked for in lists, but none is ever made.
enum class HandshakeAction {
    INVITE,                ///< to an account: join the organization
    ENABLE_ALL_FEATURES,   ///< to the organization itself: finish the change of its feature set
    APPROVE_ALL_FEATURES,  ///< to an invited member: agree to that change
    ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE,
    TRANSFER_RESPONSIBILITY
};
BOOST_DESCRIBE_ENUM(HandshakeAction, INVITE, ENABLE_ALL_FEATURES, APPROVE_ALL_FEATURES,
                    ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE, TRANSFER_RESPONSIBILITY)

enum class HandshakeState {
    REQUESTED,  ///< an ENABLE_ALL_FEATURES that waits for the handshakes under it
    OPEN,       ///< waits for its recipient's answer
    CANCELED,
    ACCEPTED,
    DECLINED,
    EXPIRED  ///< never stored: follows from `expires_at`
};
BOOST_DESCRIBE_ENUM(HandshakeState, REQUESTED, OPEN, CANCELED, ACCEPTED, DECLINED, EXPIRED)

/// What an organization asks of an account or, for ENABLE_ALL_FEATURES, of itself. Its id (the key)
/// is `h-…`.
struct Handshake {
    HandshakeAction action = HandshakeAction::INVITE;
    std::string organization;          ///< that asks
    AccountId management;              ///< its management account
    FeatureSet features{};             ///< its feature set when it asked
    std::optional<AccountId> account;  ///< recipient, when named by its id
    std::string email;                 ///< recipient, when named by its e-mail address
    HandshakeState state = HandshakeState::OPEN;
    Time requested_at;
    Time expires_at;               ///< from then on it is EXPIRED, unless it ended before
    std::optional<Time> ended_at;  ///< accepted, declined or canceled
    std::string notes;             ///< of an invitation
    Tags tags;                     ///< of an invitation: what the account gets when it joins
    std::string parent;  ///< of APPROVE_ALL_FEATURES: the ENABLE_ALL_FEATURES it belongs to
};
BOOST_DESCRIBE_STRUCT(Handshake, (),
                      (action, organization, management, features, account, email, state,
                       requested_at, expires_at, ended_at, notes, tags, parent))

/// The handshakes part of the state. Owned by the engine's thread.
struct Handshakes {
    using Timed = std::set<std::pair<Time, std::string>>;  ///< handshake ids in order of a time
    using Ids = std::set<std::string, std::less<>>;

    std::map<std::string, Handshake, std::less<>> all;  ///< by `h-…`

    // Derived from the above; not stored. Sets are never empty.
    std::map<std::string, Ids, std::less<>> by_organization;  ///< that asks
    std::map<AccountId, Ids> by_account;                      ///< recipients named by id
    std::map<std::string, Ids, std::less<>> by_email;         ///< recipients, by email_key()
    Timed by_forgetting;                                      ///< by forgotten_at()
    std::map<std::string, Timed, std::less<>> invitations;    ///< of an organization, by request
    /// Invitations of an organization that nobody ended, by expiry.
    std::map<std::string, Timed, std::less<>> open_invitations;
    /// ENABLE_ALL_FEATURES -> the handshakes under it that keep it from being completed.
    std::map<std::string, Ids, std::less<>> approvals_missing;
    /// ENABLE_ALL_FEATURES of an organization that nobody ended, by expiry: only the last may live.
    std::map<std::string, Timed, std::less<>> migrations;

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Handshakes, (), (all))

/// How long handshakes are listed after their end. Source: rule 9.2 (Handshake).
inline constexpr std::chrono::days kHandshakeKept{30};

/// When it is not shown any more. Answers to an ENABLE_ALL_FEATURES stay until all of them run out.
Time forgotten_at(const Handshake& handshake);

/// Its state at that time: EXPIRED when it ran out before anybody ended it.
HandshakeState state_at(const Handshake& handshake, Time now);

/// Whether it still can be answered or canceled.
bool is_live(const Handshake& handshake, Time now);

/// The organization's change to all features that is under way, or null.
const std::string* live_migration(const Handshakes& state, std::string_view organization, Time now);

/// Enters a handshake in the indexes; the opposite must be called before it changes. O(log n).
void index_handshake(Handshakes& state, const std::string& id, const Handshake& handshake);
void unindex_handshake(Handshakes& state, const std::string& id, const Handshake& handshake);

}  // namespace licet::model
