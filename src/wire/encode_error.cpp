// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "wire/encode.h"
#include "wire/error_status.h"
#include "wire/utf8.h"
#include "wire/xml_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::wire {
namespace {

constexpr std::string_view kInternalText =
    "The request processing has failed because of an unknown error, exception or failure.";

std::string_view text_of(const Error& error) {
    return error.kind == ErrorKind::internal ? kInternalText : std::string_view{error.message};
}

/// The only documented members that are numbers on the wire.
/// Source: Bedrock Runtime API reference, ModelErrorException.
bool is_number(std::string_view member, std::string_view value) {
    return member == "originalStatusCode" && !value.empty() && value.size() <= 9 &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void write_members(JsonWriter& json, const Error& error) {
    for (const auto& [name, value] : error.members) {
        json.key(name);
        if (is_number(name, value)) {
            json.raw(value);
        } else {
            json.string(to_utf8(value));
        }
    }
}

/// The reason in a message that decoding gave.
std::string_view reason_in(std::string_view message) {
    if (message.ends_with("is required")) {
        return "INPUT_REQUIRED";
    }
    constexpr std::pair<std::string_view, std::string_view> kReasons[] = {
        {": must be at least ", "MIN_LENGTH_EXCEEDED"},
        {": must be at most ", "MAX_LENGTH_EXCEEDED"},
        {": must be one of [", "INVALID_ENUM"}};
    const auto* found = std::find_if(
        std::begin(kReasons), std::end(kReasons),
        [&](const auto& row) { return message.find(row.first) != std::string_view::npos; });
    return found == std::end(kReasons) ? "INVALID_PATTERN" : found->second;
}

/// Organizations says for every InvalidInputException why; a request that does not fit its shape
/// has no operation to say it. Source: Organizations API reference, InvalidInputException.
Error with_reason(const Service& service, const Error& error, std::string_view name) {
    Error out = error;
    if (service.name == "organizations" && name == "InvalidInputException" && out.members.empty()) {
        out.members.emplace_back("Reason", reason_in(out.message));
    }
    return out;
}

Encoded json_error(const Service& service, const Error& error, const WireError& wire) {
    Encoded out;
    out.status = wire.status;
    out.content_type = content_type_of(service.protocol);
    out.headers.emplace_back("x-amzn-ErrorType", wire.name);
    JsonWriter json{out.body};
    json.begin_object();
    if (service.protocol != Protocol::rest_json) {
        json.member("__type", wire.name);
    }
    json.member(service.message_member, to_utf8(text_of(error)));
    write_members(json, error);
    json.end_object();
    return out;
}

Encoded query_error(const Service& service, const Error& error, const WireError& wire,
                    std::string_view request_id) {
    Encoded out;
    out.status = wire.status;
    out.content_type = content_type_of(Protocol::query);
    out.body = fmt::format("<ErrorResponse xmlns=\"{}\"><Error>", service.xml_namespace);
    append_xml_element(out.body, "Type", wire.status < 500 ? "Sender" : "Receiver");
    append_xml_element(out.body, "Code", wire.name);
    append_xml_element(out.body, "Message", text_of(error));
    for (const auto& [name, value] : error.members) {
        append_xml_element(out.body, name, value);
    }
    out.body += "</Error>";
    append_xml_element(out.body, "RequestId", request_id);
    out.body += "</ErrorResponse>";
    return out;
}

}  // namespace

Encoded encode_error(const Service& service, const Error& error, std::string_view request_id) {
    const auto wire = wire_error(service, error);
    if (service.protocol == Protocol::query) {
        return query_error(service, error, wire, request_id);
    }
    return json_error(service, with_reason(service, error, wire.name), wire);
}

}  // namespace licet::wire
