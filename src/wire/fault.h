// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/json.h"

/// What decoding finds wrong with a request: an `invalid` Error with Misfit and path.
/// encode_error() adds the members that the service documents for it, by Service::explain.
namespace licet::wire {

using describe::at;
using describe::missing;

}  // namespace licet::wire
