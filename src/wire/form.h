// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "wire/request_view.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace licet::wire {

inline constexpr std::size_t kParametersMax = 1000;

/// Reads `a=1&b=2` (application/x-www-form-urlencoded, `+` is a blank) and appends to `out`. A name
/// without `=` has the empty value; empty pieces are skipped.
/// @return `invalid` for a broken escape, text that is not UTF-8, or more than kParametersMax
/// parameters in `out`.
Result<void> parse_form(std::string_view text, std::vector<Parameter>& out);

}  // namespace licet::wire
