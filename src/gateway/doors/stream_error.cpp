// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/stream_error.h"

#include "wire/encode.h"
#include "wire/event_stream.h"

namespace licet::gateway {
namespace {

std::string_view exception_of(const Error& error) {
    switch (error.kind) {
        case ErrorKind::invalid:
        case ErrorKind::not_found:
        case ErrorKind::denied:
        case ErrorKind::conflict:
            return "validationException";
        case ErrorKind::exhausted:
            return "throttlingException";
        case ErrorKind::unavailable:
            return error.name == "ServiceUnavailableException" ? "serviceUnavailableException"
                                                               : "modelStreamErrorException";
        case ErrorKind::internal:
            break;
    }
    return "internalServerException";
}

}  // namespace

void append_stream_error(std::string& out, const Error& error) {
    wire::append_exception(out, exception_of(error),
                           wire::encode_error(wire::kBedrockRuntime, error, "").body);
}

}  // namespace licet::gateway
