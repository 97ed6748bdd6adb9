// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::wire::testing {

struct XmlElement {
    std::string name;
    std::string text;  ///< references resolved
    std::vector<XmlElement> children;
};

/// Reads one whole, well-formed document of elements and text; attributes are skipped.
/// @return nothing when it is not well-formed or holds a character XML 1.0 forbids.
std::optional<XmlElement> read_xml(std::string_view document);

}  // namespace licet::wire::testing
