// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/license_manager/shapes.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/grant/decision.h"
#include "model/request/idempotency.h"

/// The way of the operations that change grants. For src/api/ops only: it is partly templates.
namespace licet::api::license_manager {

/// What the request is remembered by: its ClientToken and a hash of its other members.
template <typename Request>
model::RequestKey request_key(const Call& call, std::string_view operation, Request request) {
    const auto key = model::request_key(call.account(), operation, request.ClientToken);
    request.ClientToken.clear();
    std::string json;
    describe::write_json(describe::type_of<Request>(), &request, describe::kAwsFormat, json);
    return {.key = key, .input = model::input_hash(json)};
}

/// The answer that a request with this ClientToken had before; nothing for a new token.
/// @return ValidationException when the token was used for another request. Source: rule GR-33.
Result<std::optional<GrantAnswer>> answer_again(const Call& call, const model::RequestKey& key);

/// Commits the decision and answers with it.
GrantAnswer commit(Call& call, model::GrantDecision decision);

}  // namespace licet::api::license_manager
