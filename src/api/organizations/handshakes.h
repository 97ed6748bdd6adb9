// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/organization/handshake.h"
#include "model/organization/invitation.h"
#include "model/organization/organization.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Handshakes as Organizations shows them. Source: rule 9.2 (Handshake) and the service model.
namespace licet::api::organizations {

bool is_handshake_id(std::string_view text);  ///< `h-…`
using HandshakeId = Text<0, 34, is_handshake_id>;

struct HandshakeParty {
    std::string Id;
    model::PartyType Type = model::PartyType::ACCOUNT;
};
BOOST_DESCRIBE_STRUCT(HandshakeParty, (), (Id, Type))

/// One of the resources under another; nothing is nested deeper.
struct HandshakeDetail {
    std::string Value;
    std::string Type;
};
BOOST_DESCRIBE_STRUCT(HandshakeDetail, (), (Value, Type))

struct HandshakeResource {
    std::string Value;
    std::string Type;
    std::optional<std::vector<HandshakeDetail>> Resources;
};
BOOST_DESCRIBE_STRUCT(HandshakeResource, (), (Value, Type, Resources))

struct Handshake {
    std::string Id;
    std::string Arn;
    std::vector<HandshakeParty> Parties;
    model::HandshakeState State = model::HandshakeState::OPEN;
    Time RequestedTimestamp;
    Time ExpirationTimestamp;
    model::HandshakeAction Action = model::HandshakeAction::INVITE;
    std::vector<HandshakeResource> Resources;
};
BOOST_DESCRIBE_STRUCT(Handshake, (),
                      (Id, Arn, Parties, State, RequestedTimestamp, ExpirationTimestamp, Action,
                       Resources))

struct HandshakeFilter {
    std::optional<model::HandshakeAction> ActionType;
    std::optional<HandshakeId> ParentHandshakeId;
};
BOOST_DESCRIBE_STRUCT(HandshakeFilter, (), (ActionType, ParentHandshakeId))

/// The response of all operations on one handshake.
struct HandshakeResponse {
    organizations::Handshake Handshake;
};
BOOST_DESCRIBE_STRUCT(HandshakeResponse, (), (Handshake))

/// @param id of a handshake that there is.
Handshake show_handshake(const model::Organizations& state, const std::string& id, Time now);

/// @return InvalidInputException for two filters at once.
Result<void> check_filter(const std::optional<HandshakeFilter>& filter);

/// What the filter is, for page tokens.
std::string text_of(const std::optional<HandshakeFilter>& filter);

/// Whether a list with this filter shows the handshake.
bool is_shown(const model::Handshake& handshake, const std::optional<HandshakeFilter>& filter,
              Time now);

}  // namespace licet::api::organizations
