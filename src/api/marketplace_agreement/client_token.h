// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/event.h"
#include "model/marketplace/errors.h"
#include "model/state.h"

#include <optional>
#include <string_view>

/// Requests with a clientToken. For src/api/ops only: it is all templates.
/// Source: rules MP-3, U-12.
namespace licet::api::marketplace_agreement {

/// What a request with a clientToken is remembered by; nothing without one.
struct RememberedAs {
    Id128 key;
    std::uint64_t input = 0;
};

template <typename Request>
std::optional<RememberedAs> remembered_as(const Call& call, std::string_view operation,
                                          Request request) {
    if (!request.clientToken) {
        return std::nullopt;
    }
    const Id128 key = model::request_key(call.account(), operation, *request.clientToken);
    request.clientToken.reset();
    std::string json;
    describe::write_json(describe::type_of<Request>(), &request, describe::kAwsFormat, json);
    return RememberedAs{key, model::input_hash(json)};
}

/// What the same request made before; nothing for a new one.
/// @return ValidationException INVALID_CLIENT_TOKEN when the token was used for another request.
inline Result<std::optional<Id128>> made_before(const Call& call,
                                                const std::optional<RememberedAs>& as) {
    if (!as) {
        return std::optional<Id128>{};
    }
    const auto known = model::recall(call.state().idempotency, as->key, as->input);
    if (!known.ok()) {
        return model::not_valid("INVALID_CLIENT_TOKEN", known.error().message);
    }
    return *known ? std::optional{(*known)->resource} : std::nullopt;
}

/// Commits the events, and what the request made.
inline void commit(Call& call, model::Events events, const std::optional<RememberedAs>& as,
                   const Id128& made) {
    if (as) {
        events.emplace_back(model::RequestRemembered{
            .key = as->key, .input = as->input, .resource = made, .version = 1});
    }
    call.transaction.commit(std::move(events));
}

}  // namespace licet::api::marketplace_agreement
