// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace licet {

/// One header field of an HTTP request as it was received: a view. Names are lower-case; values
/// have no blanks at their ends.
struct HeaderView {
    std::string_view name;
    std::string_view value;
};

}  // namespace licet
