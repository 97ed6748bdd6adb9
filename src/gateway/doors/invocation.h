// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "base/time.h"
#include "gateway/door.h"
#include "gateway/doors/stream_error.h"
#include "gateway/reply.h"
#include "net/http.h"
#include "wire/event_stream.h"

#include <string>
#include <string_view>

/// What InvokeModel and InvokeModelWithResponseStream tell of a call besides the body of the
/// model's provider. Source: Bedrock Runtime API Reference.
namespace licet::gateway {

/// What InvokeModel asks for in headers beside guardrails: nothing but what is so anyway.
/// @return `invalid` for another latency or tier, which no upstream is told
Result<void> check_invocation_headers(const net::Request& request);

/// Of a whole answer.
void add_invocation_headers(net::Response& response, const TokenUsage& usage, Milliseconds latency);

/// Adds what guardrails did to the body of a whole answer, one JSON object.
void add_guardrail_members(std::string& body, const Guarded& guarded);

/// Appends a part of a stream: what the provider's own API would have sent, one JSON object, and
/// what guardrails did. @param last whether it is the last part, which tells all of it
void append_chunk(std::string& out, std::string_view json, const Guarded& guarded, bool last);

/// The JSON object in the payload of a part that append_chunk() made, members of guardrails
/// included.
std::string json_of_chunk(std::string_view payload);

/// The member of the last part of a stream.
void write_invocation_metrics(JsonWriter& json, const TokenUsage& usage, Milliseconds latency);

/// The texts of an answer one behind the other, for bodies that have one and no place for thoughts.
std::string text_of(const Reply& reply);

/// Writes answers in the form of one provider.
class InvocationWriter : public ReplyWriter {
public:
    void head(net::Response& response, const TokenUsage& usage, Milliseconds latency) final {
        add_invocation_headers(response, usage, latency);
    }
    std::string_view stream_type() const final { return wire::kEventStreamType; }
    void fail(std::string& out, const Error& error) final { append_stream_error(out, error); }
};

}  // namespace licet::gateway
