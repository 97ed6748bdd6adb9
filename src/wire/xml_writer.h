// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"

#include <string>
#include <string_view>

namespace licet::wire {

/// Appends `text` as XML character data. Carriage returns and line ends become references, so that
/// parsers hand them back unchanged; what XML 1.0 cannot hold at all (other control characters,
/// U+FFFE, U+FFFF, bytes that are no UTF-8) becomes U+FFFD.
void append_xml_text(std::string& out, std::string_view text);

/// Appends `<name>text</name>`.
void append_xml_element(std::string& out, std::string_view name, std::string_view text);

/// Appends a described value as element `name`: lists as `<member>` elements, maps as `<entry>`
/// elements of `<key>` and `<value>`, members in order, absent optionals left out.
/// Source: AWS Query protocol, smithy.io `awsQuery`.
void append_xml_value(std::string& out, std::string_view name, const describe::Type& type,
                      const void* object);

}  // namespace licet::wire
