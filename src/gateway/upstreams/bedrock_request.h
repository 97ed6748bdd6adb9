// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "net/client.h"

namespace licet::gateway {

/// Whether the question goes to InvokeModel: Anthropic's own bodies for its own models. All others
/// go to Converse.
bool is_invoke(const Asking& asking);

/// The signed request for a question. @param now when it is signed
/// @return `invalid` for what cannot be asked without loss
Result<net::ClientRequest> bedrock_request(const Upstream& upstream, const Asking& asking,
                                           Time now);

}  // namespace licet::gateway
