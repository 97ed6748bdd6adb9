// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <cstddef>
#include <string_view>

namespace licet::model {

/// Size of the first-time-use form, in bytes. Source: rule BA-24.
inline constexpr std::size_t kUseCaseFormMin = 10;
inline constexpr std::size_t kUseCaseFormMax = 16'384;

/// Sends the provider's first-time-use form for the caller's account, in place of an earlier one.
///
/// @param form the bytes of a JSON object with companyName, companyWebsite, intendedUsers,
///             industryOption, useCases and perhaps otherIndustryOption; all are texts.
/// @return `invalid`, naming the first member that breaks a rule.
/// Source: rule BA-24.
Result<Events> submit_use_case_form(std::string_view form, const Context& context);

}  // namespace licet::model
