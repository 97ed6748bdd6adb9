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

/// AWS's statuses for these mean something else, or nothing, to clients of other APIs.
int foreign_status(const WireError& wire) {
    if (wire.name == "ServiceQuotaExceededException") {
        return 429;
    }
    return wire.status == 424 ? 502 : wire.status;
}

/// An error that is not in AWS's form, without its body.
Encoded foreign_error(const WireError& wire, std::string content_type) {
    Encoded out;
    out.status = foreign_status(wire);
    out.content_type = std::move(content_type);
    out.headers.emplace_back("x-amzn-ErrorType", wire.name);
    if (wire.status == 401) {  // RFC 9110, 11.6.1
        out.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"licet\"");
    }
    return out;
}

Encoded plain_error(const Error& error, const WireError& wire) {
    auto out = foreign_error(wire, "text/plain; charset=utf-8");
    out.body = to_utf8(text_of(error));
    return out;
}

/// What OpenAI's clients tell errors apart by. Source: OpenAI API Reference, "Error codes".
struct OpenAiKind {
    std::string_view type;
    std::string_view code;  ///< empty: the name of the error
};

OpenAiKind openai_kind(const WireError& wire) {
    if (wire.name == "ServiceQuotaExceededException") {
        return {"insufficient_quota", "insufficient_quota"};
    }
    switch (wire.status) {
        case 401:
            return {"authentication_error", "invalid_api_key"};
        case 403:
            return {"permission_error", {}};
        case 404:
            return {"invalid_request_error",
                    wire.name == "UnknownOperationException" ? "unknown_url" : "model_not_found"};
        case 429:
            return {"rate_limit_error", "rate_limit_exceeded"};
        default:
            return {
                wire.status < 500 && wire.status != 424 ? "invalid_request_error" : "server_error",
                {}};
    }
}

Encoded openai_error(const Error& error, const WireError& wire) {
    auto out = foreign_error(wire, "application/json");
    const auto kind = openai_kind(wire);
    JsonWriter json{out.body};
    json.begin_object().key("error").begin_object();
    json.member("message", to_utf8(text_of(error))).member("type", kind.type);
    json.key("param").null();
    json.member("code", kind.code.empty() ? std::string_view{wire.name} : kind.code);
    json.end_object().end_object();
    return out;
}

/// Source: Anthropic API Reference, "Errors".
std::string_view anthropic_type(int status) {
    switch (status) {
        case 401:
            return "authentication_error";
        case 403:
            return "permission_error";
        case 404:
            return "not_found_error";
        case 408:
        case 504:
            return "timeout_error";
        case 413:
            return "request_too_large";
        case 429:
            return "rate_limit_error";
        case 503:
            return "overloaded_error";
        default:
            return status < 500 ? "invalid_request_error" : "api_error";
    }
}

Encoded anthropic_error(const Error& error, const WireError& wire, std::string_view request_id) {
    auto out = foreign_error(wire, "application/json");
    JsonWriter json{out.body};
    json.begin_object().member("type", "error").key("error").begin_object();
    json.member("type", anthropic_type(out.status)).member("message", to_utf8(text_of(error)));
    json.end_object().member("request_id", request_id).end_object();
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
    switch (service.error_form) {
        case ErrorForm::plain:
            return plain_error(error, wire);
        case ErrorForm::openai:
            return openai_error(error, wire);
        case ErrorForm::anthropic:
            return anthropic_error(error, wire, request_id);
        case ErrorForm::aws:
            break;
    }
    return json_error(service, explained(service, error, wire.name), wire, request_id);
}

}  // namespace licet::wire
