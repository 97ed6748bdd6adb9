// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/event.h"
#include "model/identity/principal.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::engine {

/// Where a command came from: everything a record says about it besides its effect.
struct Origin {
    model::Principal actor;
    std::string source_address;  ///< IP address, or the service's name for background work
    std::string user_agent;
    std::string request_id;
    std::string service;     ///< `license-manager`
    std::string action;      ///< `CreateGrant`
    std::string region;      ///< where the call is made: of the credential scope
    std::string parameters;  ///< JSON object of the request, secrets redacted; empty: none
    std::string referer = {};
    bool secure_transport = false;  ///< whether it came over TLS
};

/// What a command acted on, as audit events name it.
struct Resource {
    std::string type;  ///< `AWS::LicenseManager::Grant`
    std::string name;  ///< ARN or id
};
BOOST_DESCRIBE_STRUCT(Resource, (), (type, name))

/// Who did it, as a record keeps it.
struct RecordedActor {
    std::string kind;  ///< `root`, `user`, `assumed_role`, `service`, `web_identity`
    AccountId account;
    std::string arn;
    std::string id;
    std::string name;
    std::string access_key_id;
    std::optional<Time> session_issued_at = {};  ///< of temporary credentials
    std::optional<std::string> source_identity = {};
};
BOOST_DESCRIBE_STRUCT(RecordedActor, (),
                      (kind, account, arn, id, name, access_key_id, session_issued_at,
                       source_identity))

/// One entry of the log: a change, who made it, and the events it consists of.
struct Record {
    std::uint64_t revision = 0;
    Time time;
    std::string event_id;  ///< UUID; what audit look-ups call EventId
    RecordedActor actor;
    std::string source_address;
    std::string user_agent;
    std::string request_id;
    std::string service;
    std::string action;
    std::string region;
    JsonText parameters;
    std::vector<Resource> resources;
    model::Events events;
};
BOOST_DESCRIBE_STRUCT(Record, (),
                      (revision, time, event_id, actor, source_address, user_agent, request_id,
                       service, action, region, parameters, resources, events))

/// The record as the log keeps it: one line of JSON.
std::string encode(const Record& record);

/// Reads a record back. @return `invalid` when it is not one this version understands.
Result<Record> decode_record(std::string_view body);

std::string_view kind_name(model::PrincipalKind kind);

/// A random UUID (version 4) as text.
std::string make_uuid(Random& random);
/// The UUID with these bits, those that mark the version aside.
std::string format_uuid(std::array<std::uint8_t, 16> bytes);

}  // namespace licet::engine
