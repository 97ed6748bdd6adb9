// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "wire/encode.h"
#include "wire/error_status.h"
#include "wire/utf8.h"
#include "wire/xml_writer.h"

#include <fmt/format.h>

namespace licet::wire {
namespace {

constexpr std::string_view kInternalText =
    "The request processing has failed because of an unknown error, exception or failure.";

std::string_view text_of(const Error& error) {
    return error.kind == ErrorKind::internal ? kInternalText : std::string_view{error.message};
}

void write_members(JsonWriter& json, const Error& error) {
    for (const ErrorMember& member : error.members) {
        json.key(member.name);
        if (member.is_json) {
            json.raw(member.value);
        } else {
            json.string(to_utf8(member.value));
        }
    }
}

/// The error with what the service documents of a request that does not fit its shape.
Error explained(const Service& service, const Error& error, std::string_view name) {
    Error out = error;
    if (service.explain != nullptr && error.misfit != Misfit::none && error.members.empty() &&
        name == service.names.invalid) {
        out.members = service.explain(error);
    }
    return out;
}

Encoded json_error(const Service& service, const Error& error, const WireError& wire,
                   std::string_view request_id) {
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
    if (!service.request_id_member.empty()) {
        json.member(service.request_id_member, request_id);
    }
    write_members(json, error);
    json.end_object();
    return out;
}

Encoded plain_error(const Error& error, const WireError& wire) {
    Encoded out;
    out.status = wire.status;
    out.content_type = "text/plain; charset=utf-8";
    out.headers.emplace_back("x-amzn-ErrorType", wire.name);
    if (wire.status == 401) {  // RFC 9110, 11.6.1
        out.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"licet\"");
    }
    out.body = to_utf8(text_of(error));
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
    for (const ErrorMember& member : error.members) {
        append_xml_element(out.body, member.name, member.value);
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
    if (service.plain_errors) {
        return plain_error(error, wire);
    }
    return json_error(service, explained(service, error, wire.name), wire, request_id);
}

}  // namespace licet::wire
