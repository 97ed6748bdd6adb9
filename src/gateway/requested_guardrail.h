// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "decision/decide.h"
#include "engine/record.h"
#include "gateway/json.h"
#include "net/http.h"

#include <string>

namespace licet::gateway {

/// The guardrail that a call asks for, as conditions of policies name it: its ARN, with the version
/// behind it unless that is the draft. Empty: none. Converse asks in the body, all others in
/// headers. Source: Bedrock User Guide, "Enforce the use of specific guardrails in model inference
/// requests".
std::string requested_guardrail(const net::Request& request, const Result<Json>& body,
                                const engine::Origin& origin);

/// To answer without the protection that was asked for would be worse than not to answer.
Result<void> check_guardrail_headers(const net::Request& request);

/// A call that guardrails apply to is refused while its texts are not held against them. Source:
/// rule BG-5.
Result<void> check_unguarded(const decision::Admission& admission);

}  // namespace licet::gateway
