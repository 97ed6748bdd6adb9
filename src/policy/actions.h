// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace licet::policy {

/// The IAM actions of the services that licet serves, and their neighbours that policies name
/// often. Source: service authorization reference.
std::span<const std::string_view> known_actions();

/// The place of an action in known_actions(), found in any case. O(length).
std::optional<std::uint16_t> action_number(std::string_view text);

}  // namespace licet::policy
