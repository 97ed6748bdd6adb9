// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "decision/facts.h"
#include "engine/record.h"

namespace licet::server {

/// Whether the policies let a user call by API key at all, whatever it calls: the action
/// bedrock:CallWithBearerToken, with bedrock:bearerTokenType LONG_TERM. Source: service
/// authorization reference, "Amazon Bedrock".
/// @param origin of the request; its actor was proven by an API key
/// @return AccessDeniedException
Result<void> authorize_api_key_use(const decision::Facts& facts, const engine::Origin& origin,
                                   Time now);

}  // namespace licet::server
