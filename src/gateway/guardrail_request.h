// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "decision/guardrails.h"
#include "engine/record.h"
#include "gateway/guardrail_trace.h"
#include "gateway/json.h"
#include "net/http.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// The guardrail that a call asks for: Converse in its body's guardrailConfig, all others in
/// headers. Refers to the request and the body. Source: Bedrock Runtime API Reference,
/// GuardrailConfiguration, InvokeModel.
decision::RequestedGuardrail requested_guardrail(const net::Request& request,
                                                 const Result<Json>& body);

/// How conditions of policies name it: its ARN, with the version behind it unless that is the
/// draft. Source: Bedrock User Guide, "Enforce the use of specific guardrails in model inference
/// requests".
std::string condition_value(const decision::RequestedGuardrail& requested,
                            const engine::Origin& origin);

/// How much of what guardrails do the call asks to be told.
/// @return `invalid`, also for a guardrail that is named by halves
Result<TraceLevel> requested_trace(const net::Request& request, const Result<Json>& body);

/// Checks Converse's guardrailConfig. @return `invalid`
Result<void> check_guardrail_config(const Json& config);

}  // namespace licet::gateway
