// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/header_view.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::wire {

using HeaderField = HeaderView;

/// The value of the first header of that name. @param name lower-case.
std::optional<std::string_view> find_header(std::span<const HeaderField> headers,
                                            std::string_view name);

/// A request as it was received. Views only: what they point to must outlive the use.
struct RequestView {
    std::string_view method = {};
    std::string_view path = {};   ///< still percent-encoded, without the query
    std::string_view query = {};  ///< still percent-encoded, without the `?`
    std::span<const HeaderField> headers = {};
    std::string_view body = {};
};

/// One decoded `name=value` of a query string or form.
struct Parameter {
    std::string name;
    std::string value;
    bool operator==(const Parameter&) const = default;
};

/// One decoded label of a path.
struct Label {
    std::string_view name;  ///< points into the pattern
    std::string value;
    bool operator==(const Label&) const = default;
};

}  // namespace licet::wire
