// SPDX-License-Identifier: Apache-2.0
#include "obs/trace.h"

#include "base/json_writer.h"

#include <algorithm>

namespace licet::obs {
namespace {

constexpr std::string_view kService = "licet";
constexpr std::size_t kTraceIdDigits = 32;
constexpr std::size_t kSpanIdDigits = 16;
constexpr std::size_t kTraceparentBytes = 55;
constexpr int kStatusError = 2;  // as OTLP numbers it

bool is_hex(std::string_view text) {
    return text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

bool is_id(std::string_view text) {
    return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

std::string make_id(Random& random, std::size_t digits) {
    std::string id;
    do {
        id = random.text(kHexDigits, digits);
    } while (!is_id(id));
    return id;
}

/// Only ASCII: what is told of a call are words of its protocol, ids and numbers.
std::string plain(std::string_view text) {
    std::string out{text};
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return c >= 0x80; }, '?');
    return out;
}

/// 64-bit numbers are texts in JSON. Source: Protocol Buffers, "JSON Mapping".
std::string nanoseconds(Time time) {
    return std::to_string(std::chrono::nanoseconds{time.time_since_epoch()}.count());
}

void write(JsonWriter& json, const Attribute& attribute) {
    json.begin_object().member("key", attribute.key).key("value").begin_object();
    if (const auto* text = std::get_if<std::string>(&attribute.value)) {
        json.member("stringValue", plain(*text));
    } else if (const auto* number = std::get_if<std::int64_t>(&attribute.value)) {
        json.member("intValue", std::to_string(*number));
    } else {
        json.key("boolValue").boolean(std::get<bool>(attribute.value));
    }
    json.end_object().end_object();
}

void write(JsonWriter& json, const Span& span) {
    json.begin_object().member("traceId", span.self.trace_id).member("spanId", span.self.span_id);
    if (!span.trace_state.empty()) {
        json.member("traceState", plain(span.trace_state));
    }
    if (!span.parent_id.empty()) {
        json.member("parentSpanId", span.parent_id);
    }
    json.member("name", plain(span.name)).key("kind").integer(static_cast<int>(span.kind));
    json.member("startTimeUnixNano", nanoseconds(span.start))
        .member("endTimeUnixNano", nanoseconds(span.end))
        .key("attributes")
        .begin_array();
    for (const auto& attribute : span.attributes) {
        write(json, attribute);
    }
    json.end_array();
    if (span.failed) {
        json.key("status").begin_object().key("code").integer(kStatusError).end_object();
    }
    json.end_object();
}

}  // namespace

std::optional<TraceParent> parse_traceparent(std::string_view text) {
    const bool framed = text.size() >= kTraceparentBytes && text[2] == '-' && text[35] == '-' &&
                        text[52] == '-' &&
                        (text.size() == kTraceparentBytes ||
                         (text.substr(0, 2) != "00" && text[kTraceparentBytes] == '-'));
    if (!framed) {
        return std::nullopt;
    }
    const auto version = text.substr(0, 2);
    const auto trace_id = text.substr(3, kTraceIdDigits);
    const auto span_id = text.substr(36, kSpanIdDigits);
    const auto flags = text.substr(53, 2);
    if (!is_hex(version) || version == "ff" || !is_id(trace_id) || !is_id(span_id) ||
        !is_hex(flags)) {
        return std::nullopt;
    }
    return TraceParent{.trace_id = std::string{trace_id},
                       .span_id = std::string{span_id},
                       .sampled = kHexDigits.find(flags[1]) % 2 == 1};
}

std::string traceparent_text(const TraceParent& parent) {
    return "00-" + parent.trace_id + "-" + parent.span_id + (parent.sampled ? "-01" : "-00");
}

std::string make_trace_id(Random& random) {
    return make_id(random, kTraceIdDigits);
}

std::string make_span_id(Random& random) {
    return make_id(random, kSpanIdDigits);
}

std::string otlp_json(std::span<const Span> spans) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().key("resourceSpans").begin_array().begin_object();
    json.key("resource").begin_object().key("attributes").begin_array();
    write(json, Attribute{"service.name", std::string{kService}});
    json.end_array().end_object().key("scopeSpans").begin_array().begin_object();
    json.key("scope").begin_object().member("name", kService).end_object();
    json.key("spans").begin_array();
    for (const auto& span : spans) {
        write(json, span);
    }
    json.end_array().end_object().end_array().end_object().end_array().end_object();
    return out;
}

}  // namespace licet::obs
