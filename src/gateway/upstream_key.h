// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/settings.h"

namespace licet::yaml {
class Map;
}

namespace licet::gateway {

/// Takes `key_env`, `key_file` and `key_command` of an upstream, at most one of which is there, and
/// reads the key from where it says. What a bedrock upstream gets may also be credentials of AWS as
/// JSON, as credential processes print them; with none of the three they come from the variables
/// that AWS's tools read.
/// @return `invalid`, as `file:line: reason`, never with the key in it
Result<void> read_upstream_key(yaml::Map& map, Upstream& upstream);

}  // namespace licet::gateway
