// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/request_view.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace licet::wire {

/// Where a REST-JSON operation listens. Immutable, constant.
struct HttpBinding {
    std::string_view method;  ///< `*`: any
    /// `/foundation-models/{modelIdentifier}`. A label takes one segment; a greedy one (`{path+}`)
    /// takes one or more, slashes included. At most one label is greedy.
    /// Begins with `/`; literals match byte by byte. One that ends in `/*` stands for the path
    /// before that and for all that is below it.
    std::string_view pattern;
    int success_status = 200;
};

/// Where a member of a REST-JSON request or response travels; all others are in the JSON body.
enum class Location : std::uint8_t {
    label,
    query,
    header,
    payload,  ///< the whole body: raw bytes of a blob or text, else the JSON of this one member
    status,   ///< responses only: an integer that is the status in place of the binding's
};

struct RestMember {
    std::string_view member;  ///< as in the struct
    Location location;
    std::string_view wire_name = {};  ///< empty: the same; headers in any case
};

/// Matches method and raw path. Segments are split before they are decoded, so an escaped slash
/// stays inside its label; a label is never empty.
/// @return the decoded labels in the pattern's order, or nothing.
std::optional<std::vector<Label>> match(const HttpBinding& binding, std::string_view method,
                                        std::string_view path);

/// How many segments of the pattern are no labels: of two bindings that match, more literals win.
int literal_segments(const HttpBinding& binding);

}  // namespace licet::wire
