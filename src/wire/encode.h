// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"
#include "wire/binding.h"
#include "wire/service.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Write answers as each protocol words them. The caller adds the headers that every answer has,
/// such as the request id.
namespace licet::wire {

struct Encoded {
    int status = 200;
    std::string content_type;
    /// Further headers; names in the case AWS uses.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// `application/x-amz-json-1.0`, `application/x-amz-json-1.1`, `application/json` or `text/xml`.
std::string_view content_type_of(Protocol protocol);

/// A success of a JSON 1.0 or 1.1 service.
Encoded encode_json_response(const Service& service, const describe::Type& type,
                             const void* response);

/// A success of a REST-JSON service.
/// @param members those outside the JSON body: headers and at most one payload. A header member
/// whose wire name is `Content-Type` replaces the content type. Absent optionals are left out.
Encoded encode_rest_response(const HttpBinding& binding, std::span<const RestMember> members,
                             const describe::Type& type, const void* response);

/// A success of a Query service: `<ActionResponse><ActionResult>…`. A response type without members
/// has no result element.
Encoded encode_query_response(const Service& service, std::string_view action,
                              const describe::Type& type, const void* response,
                              std::string_view request_id);

/// A failure of any service, named and numbered by wire_error(). Extra members of the error follow
/// its message. The text of an `internal` error is replaced by a general one: the caller logs it.
Encoded encode_error(const Service& service, const Error& error, std::string_view request_id);

}  // namespace licet::wire
