// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace licet::api {

/// The OpenAPI 3.1 document of licet's own API and of AuthZEN's, made from the operation table.
std::string openapi();

}  // namespace licet::api
