// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "gateway/json.h"
#include "gateway/message.h"

#include <string>

namespace licet::gateway {

/// The body of a Converse request.
///
/// Texts, system prompts and inferenceConfig are read; every other member is refused by name, so
/// that nothing a caller relies on is dropped unnoticed.
/// @return `invalid`. Source: Bedrock Runtime API Reference, Converse.
Result<Prompt> read_converse(Json body);

/// Appends the body of the response.
void write_converse(std::string& out, const Completion& completion, Milliseconds latency);

}  // namespace licet::gateway
