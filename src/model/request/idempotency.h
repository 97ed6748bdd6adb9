// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/packed_map.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace licet::model {

struct State;

/// What a ClientToken was used for. Source: rules GR-33, U-12.
struct RememberedRequest {
    std::uint64_t input = 0;    ///< hash of the request's other members
    Id128 resource;             ///< what it made or changed
    std::uint32_t version = 0;  ///< the version it made
};
BOOST_DESCRIBE_STRUCT(RememberedRequest, (), (input, resource, version))

/// Every ClientToken ever used, by a hash of account, operation and token. Never forgotten: it is
/// part of the state and survives restarts. Owned by the engine's thread.
struct Idempotency {
    PackedMap<Id128, RememberedRequest> requests;
};
BOOST_DESCRIBE_STRUCT(Idempotency, (), (requests))

/// The key of a request. `input` of RememberedRequest is made by input_hash from the canonical JSON
/// of the request without its ClientToken.
Id128 request_key(AccountId account, std::string_view operation, std::string_view client_token);
std::uint64_t input_hash(std::string_view canonical_input);

/// @return nothing for a new token; the remembered request for the same token and input; `invalid`
///         (ValidationException) for the same token with another input.
Result<std::optional<RememberedRequest>> recall(const Idempotency& state, const Id128& key,
                                                std::uint64_t input);

struct RequestRemembered {
    static constexpr std::string_view kName = "RequestRemembered";
    Id128 key;
    std::uint64_t input = 0;
    Id128 resource;
    std::uint32_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RequestRemembered, (), (key, input, resource, version))

void apply(State& state, const RequestRemembered& event);

}  // namespace licet::model
