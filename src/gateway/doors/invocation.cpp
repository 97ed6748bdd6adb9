// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/invocation.h"

#include "base/encoding.h"
#include "wire/event_stream.h"

#include <fmt/format.h>

#include <string>

namespace licet::gateway {
namespace {

constexpr std::string_view kPayloadHead = R"({"bytes":")";
constexpr std::string_view kPayloadEnd = R"("})";

/// An object.
std::string members_of(const Guarded& guarded, bool all) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    guarded.trace->write_invocation_action(json);
    if (all) {
        guarded.trace->write_invocation_trace(json, guarded.level);
    }
    json.end_object();
    return out;
}

/// Adds the members of an object behind those of another, which has some.
void splice(std::string& object, std::string_view members) {
    object.pop_back();
    object += ',';
    object += members.substr(1);
}

bool has_cached(const TokenUsage& usage) {
    return usage.cache_read != 0 || usage.cache_write != 0;
}

}  // namespace

Result<void> check_invocation_headers(const net::Request& request) {
    struct Preference {
        std::string_view header, usual;
    };
    static constexpr Preference kPreferences[] = {
        {"x-amzn-bedrock-performanceconfig-latency", "standard"},
        {"x-amzn-bedrock-service-tier", "default"}};
    for (const auto& [header, usual] : kPreferences) {
        if (const auto value = request.header(header); value && *value != usual) {
            return Error{ErrorKind::invalid,
                         fmt::format("{}: must be `{}` or left out", header, usual),
                         "ValidationException"};
        }
    }
    return {};
}

void add_invocation_headers(net::Response& response, const TokenUsage& usage,
                            Milliseconds latency) {
    const auto add = [&](const char* name, std::int64_t value) {
        response.headers.push_back({name, std::to_string(value)});
    };
    add("x-amzn-bedrock-input-token-count", usage.input);
    add("x-amzn-bedrock-output-token-count", usage.output);
    if (has_cached(usage)) {
        add("x-amzn-bedrock-cache-read-input-token-count", usage.cache_read);
        add("x-amzn-bedrock-cache-write-input-token-count", usage.cache_write);
    }
    add("x-amzn-bedrock-invocation-latency", latency.count());
}

void write_invocation_metrics(JsonWriter& json, const TokenUsage& usage, Milliseconds latency) {
    json.key("amazon-bedrock-invocationMetrics").begin_object();
    json.key("inputTokenCount").integer(usage.input);
    json.key("outputTokenCount").integer(usage.output);
    if (has_cached(usage)) {
        json.key("cacheReadInputTokenCount").integer(usage.cache_read);
        json.key("cacheWriteInputTokenCount").integer(usage.cache_write);
    }
    json.key("invocationLatency").integer(latency.count()).end_object();
}

std::string text_of(const Reply& reply) {
    std::string out;
    for (const auto& block : reply.blocks) {
        if (block.kind == BlockKind::text) {
            out += block.text;
        }
    }
    return out;
}

void add_guardrail_members(std::string& body, const Guarded& guarded) {
    if (guarded.trace != nullptr) {
        splice(body, members_of(guarded, true));
    }
}

void append_chunk(std::string& out, std::string_view json, const Guarded& guarded, bool last) {
    std::string with_members;
    if (guarded.trace != nullptr) {
        with_members = json;
        splice(with_members, members_of(guarded, last));
        json = with_members;
    }
    std::string payload{kPayloadHead};
    payload.append(to_base64(as_bytes(json))).append(kPayloadEnd);
    wire::append_event(out, "chunk", payload);
}

std::string json_of_chunk(std::string_view payload) {
    payload.remove_prefix(kPayloadHead.size());
    payload.remove_suffix(kPayloadEnd.size());
    return from_base64(payload).value();
}

}  // namespace licet::gateway
