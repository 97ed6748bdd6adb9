// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace licet::server {

/// The region that a host's name says, as those of AWS do: `bedrock-runtime.eu-west-1.example.com`.
/// Calls by API key carry no other. @return nothing when no label is a known region.
std::optional<std::string_view> region_of_host(std::string_view host);

}  // namespace licet::server
