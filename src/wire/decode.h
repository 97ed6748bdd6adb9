// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"
#include "wire/binding.h"

#include <cstddef>
#include <span>
#include <string_view>

/// Fill a default-made request struct from the wire, by its table.
///
/// In all protocols: every member must be present unless it is a std::optional, or a list or map
/// that may be empty; unknown members are ignored unless the input is strict; every bound of the
/// table holds. Every fault is `invalid` with the path of the first one (`$.Tags[0].Key: is
/// required`); the struct is then half filled.
namespace licet::wire {

/// JSON 1.0 and 1.1. An empty body stands for `{}`.
Result<void> decode_json_request(const describe::Type& type, void* request, std::string_view body);

/// Everything a REST-JSON request carries.
struct RestInput {
    std::span<const RestMember> members = {};  ///< members outside the JSON body
    std::span<const Label> labels = {};
    std::string_view query = {};  ///< undecoded
    std::span<const HeaderField> headers = {};
    std::string_view body = {};
    bool is_strict = false;  ///< refuse unknown members of the JSON body
};

/// REST-JSON. Lists in the query string are repeated keys; times there and in headers are ISO 8601;
/// blobs in headers are base64. An empty body stands for `{}`, and for an absent payload.
Result<void> decode_rest_request(const describe::Type& type, void* request, const RestInput& input);

inline constexpr std::size_t kQueryListItemsMax = 1000;  ///< also the largest index
inline constexpr std::size_t kQueryDepthMax = 16;        ///< nested structures and lists

/// Query: `Tags.member.1.Key=a`; lists without `.member` are understood too, and `Tags=` is an
/// empty list. Indices may have gaps. Maps are `.entry.N.key` and `.entry.N.value`.
Result<void> decode_query_request(const describe::Type& type, void* request,
                                  std::span<const Parameter> parameters);

}  // namespace licet::wire
