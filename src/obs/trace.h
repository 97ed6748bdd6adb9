// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Traces as OpenTelemetry has them: who is asked within what, and how long it took.
namespace licet::obs {

/// One span as others refer to it. Source: W3C Trace Context, "traceparent Header".
struct TraceParent {
    std::string trace_id = {};  ///< 32 hex digits in lower case, not all 0
    std::string span_id = {};   ///< 16 hex digits in lower case, not all 0
    bool sampled = false;

    bool operator==(const TraceParent&) const = default;
};

/// @return nothing for what is none; of later versions what this one knows
std::optional<TraceParent> parse_traceparent(std::string_view text);
std::string traceparent_text(const TraceParent& parent);

/// 32 or 16 hex digits.
std::string make_trace_id(Random& random);
std::string make_span_id(Random& random);

struct Attribute {
    std::string_view key;  ///< a literal
    std::variant<std::string, std::int64_t, bool> value;
};

/// Something that was done, from when to when.
struct Span {
    enum class Kind : std::uint8_t { server = 2, client = 3 };  ///< as OTLP numbers them

    TraceParent self = {};
    std::string parent_id = {};    ///< span id; empty: it is the first of its trace
    std::string trace_state = {};  ///< as the caller sent it
    std::string name = {};
    Kind kind = Kind::server;
    Time start = {};
    Time end = {};
    std::vector<Attribute> attributes = {};
    bool failed = false;
};

/// The body of an OTLP/HTTP export request in its JSON encoding. Bytes that are no UTF-8 become
/// `?`. Source: OpenTelemetry Protocol specification, "JSON Protobuf Encoding";
/// opentelemetry-proto, trace/v1/trace.proto.
std::string otlp_json(std::span<const Span> spans);

}  // namespace licet::obs
