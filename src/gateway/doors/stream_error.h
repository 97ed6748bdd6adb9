// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string>

namespace licet::gateway {

/// Appends the message that ends an event stream of Bedrock Runtime by an error: one of those that
/// its model lists for streams. Source: Bedrock Runtime API Reference, ConverseStreamOutput.
void append_stream_error(std::string& out, const Error& error);

}  // namespace licet::gateway
