// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/bedrock_stream.h"

#include "base/encoding.h"
#include "gateway/upstreams/answer_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

/// Of ConverseStreamOutput and ResponseStream, by what they say of another attempt.
constexpr std::array<std::string_view, 4> kExceptions{
    "internalServerException", "modelTimeoutException", "serviceUnavailableException",
    "throttlingException"};

}  // namespace

Result<std::string_view> bedrock_event_type(const wire::EventMessage& message) {
    const auto kind = message.header(":message-type");
    if (kind == "event") {
        return message.header(":event-type");
    }
    const auto type = message.header(":exception-type");
    const auto* const known = std::find(kExceptions.begin(), kExceptions.end(), type);
    return Error{ErrorKind::invalid,
                 fmt::format("an exception `{}` within the stream",
                             known == std::end(kExceptions) ? std::string_view{"other"} : *known),
                 known == kExceptions.end() ? std::string_view{} : *known};
}

Result<std::string> bytes_of_chunk(std::string_view payload) {
    LICET_TRY(const auto part, parse_piece(payload));
    auto data = from_base64(text_in(part, "bytes"));
    return data.ok() && !data->empty() ? std::move(data)
                                       : unexpected_answer("a chunk without bytes");
}

}  // namespace licet::gateway
