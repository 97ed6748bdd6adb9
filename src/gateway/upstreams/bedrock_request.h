// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "gateway/settings.h"
#include "gateway/upstream_client.h"
#include "net/client.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// A question to Bedrock Runtime. Bodies of a maker's own for its own models go to InvokeModel, all
/// others to Converse.
struct BedrockQuestion {
    net::ClientRequest request;
    Dialect dialect = Dialect::converse;  ///< of the answer
};

/// The signed request of InvokeModel for a body, whose answer comes whole. @return `internal`
Result<net::ClientRequest> invoke_request(const Upstream& upstream, std::string_view model_id,
                                          std::string body, Time now);

/// The signed request for a question. @param now when it is signed
/// @return `invalid` for what cannot be asked without loss, and for fields of the model's that
/// would make the answer longer than the caller said
Result<BedrockQuestion> bedrock_question(const Upstream& upstream, const Asking& asking, Time now);

}  // namespace licet::gateway
