// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "wire/event_stream.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// The type of an event of Bedrock Runtime's streams. @return for a message that ends the stream by
/// an error `invalid`, named as the API names it where it is one that licet knows
Result<std::string_view> bedrock_event_type(const wire::EventMessage& message);

/// What a `chunk` of InvokeModelWithResponseStream holds: JSON in the maker's own form.
/// @return `invalid` for a payload that has none
Result<std::string> bytes_of_chunk(std::string_view payload);

}  // namespace licet::gateway
