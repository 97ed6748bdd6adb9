// SPDX-License-Identifier: Apache-2.0
#include "wire/fault.h"

#include <fmt/format.h>

namespace licet::wire {

Error at(std::string_view step, Error error) {
    const bool has_path = error.message.starts_with(".") || error.message.starts_with("[");
    error.message = fmt::format("{}{}{}", step, has_path ? "" : ": ", error.message);
    return error;
}

Error missing() {
    return Error{ErrorKind::invalid, "is required"};
}

}  // namespace licet::wire
