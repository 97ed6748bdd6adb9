// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/authorize.h"
#include "policy/document.h"

#include <cstddef>
#include <string_view>

/// How much work a long look-up is, counted before it is done and without a clock: the same
/// question costs the same on every machine. The unit is a byte of a policy that is asked once.
namespace licet::decision {

/// What one page of any look-up may cost before it ends early.
inline constexpr std::size_t kPageWorkMax = std::size_t{32} << 20;

/// Of asking one policy about one resource: matching takes longer with the length of both.
std::size_t work_of(const policy::Document& document, std::string_view resource);

/// Of one answer for the subject: all policies that have a say in it, and what every answer costs.
std::size_t work_of(const Facts& facts, const Subject& subject, std::string_view resource);

}  // namespace licet::decision
