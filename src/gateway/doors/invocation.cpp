// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/invocation.h"

#include "base/encoding.h"
#include "wire/event_stream.h"

#include <string>

namespace licet::gateway {

void add_invocation_headers(net::Response& response, const TokenUsage& usage,
                            Milliseconds latency) {
    const auto add = [&](const char* name, std::int64_t value) {
        response.headers.push_back({name, std::to_string(value)});
    };
    add("x-amzn-bedrock-input-token-count", usage.input);
    add("x-amzn-bedrock-output-token-count", usage.output);
    add("x-amzn-bedrock-invocation-latency", latency.count());
}

void write_invocation_metrics(JsonWriter& json, const TokenUsage& usage, Milliseconds latency) {
    json.key("amazon-bedrock-invocationMetrics").begin_object();
    json.key("inputTokenCount").integer(usage.input);
    json.key("outputTokenCount").integer(usage.output);
    json.key("invocationLatency").integer(latency.count()).end_object();
}

void append_chunk(std::string& out, std::string_view json) {
    wire::append_event(out, "chunk", "{\"bytes\":\"" + to_base64(as_bytes(json)) + "\"}");
}

}  // namespace licet::gateway
