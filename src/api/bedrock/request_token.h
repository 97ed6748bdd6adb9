// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"
#include "base/check.h"
#include "base/describe/bounded.h"
#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/request/idempotency.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

/// Requests of Bedrock that are done once for each token. Source: rule GR-33.
namespace licet::api::bedrock {

/// Letters and digits, with `-` between them.
inline bool is_request_token(std::string_view text) {
    const bool inner = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
    return inner && !text.starts_with('-') && !text.ends_with('-');
}
using RequestToken = std::optional<Text<1, 256, is_request_token>>;

// A remembered request has room for the 12 characters of an id.
inline Id128 packed(std::string_view id) {
    Id128 made;
    LICET_CHECK(id.size() <= made.bytes.size());
    std::copy(id.begin(), id.end(), made.bytes.begin());
    return made;
}

inline std::string unpacked(const Id128& id) {
    return {id.bytes.begin(), std::find(id.bytes.begin(), id.bytes.end(), 0)};
}

/// What a request with a token is remembered as; nothing for one without. To be filled in with what
/// it made.
template <typename Request>
std::optional<model::RequestRemembered> remembered(const Call& call, std::string_view operation,
                                                   const Request& request) {
    if (!request.clientRequestToken) {
        return std::nullopt;
    }
    Request input = request;
    input.clientRequestToken.reset();
    std::string json = call.context().region;
    describe::write_json(describe::type_of<Request>(), &input, describe::kAwsFormat, json);
    return model::RequestRemembered{
        .key = model::request_key(call.account(), operation, *request.clientRequestToken),
        .input = model::input_hash(json),
        .resource = {},
        .version = 1};
}

}  // namespace licet::api::bedrock
