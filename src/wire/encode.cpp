// SPDX-License-Identifier: Apache-2.0
#include "wire/encode.h"

#include "base/check.h"
#include "base/describe/bounded.h"
#include "base/describe/json.h"
#include "wire/body_type.h"
#include "wire/scalar.h"
#include "wire/xml_writer.h"

#include <fmt/format.h>

namespace licet::wire {
namespace {

using describe::Kind;
using describe::Type;

struct Value {
    const Type* type;
    const void* object;
};

/// What an optional holds, or the value itself; a null object when absent.
Value unwrap(const Type& type, const void* object) {
    if (type.kind != Kind::optional) {
        return {&type, object};
    }
    return {type.element, type.has(object) ? type.at(const_cast<void*>(object), 0) : nullptr};
}

std::string payload_of(const Value& value) {
    if (value.object == nullptr) {
        return {};
    }
    if (value.type->kind == Kind::blob) {
        return static_cast<const Blob*>(value.object)->bytes;
    }
    if (value.type->kind == Kind::text) {
        return write_scalar(*value.type, value.object);
    }
    std::string out;
    describe::write_json(*value.type, value.object, describe::kAwsFormat, out);
    return out;
}

void put_header(Encoded& out, const RestMember& member, const Value& value) {
    if (value.object == nullptr) {
        return;
    }
    const auto name = member.wire_name.empty() ? member.member : member.wire_name;
    auto text = write_scalar(*value.type, value.object);
    if (name == "Content-Type") {
        out.content_type = std::move(text);
    } else {
        out.headers.emplace_back(name, std::move(text));
    }
}

/// The one action whose result has no members and is there nonetheless: clients look for it.
/// Source: the service models of IAM and STS.
constexpr std::string_view kEmptyResult = "UpdateRole";

}  // namespace

std::string_view content_type_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::json_1_0:
            return "application/x-amz-json-1.0";
        case Protocol::json_1_1:
            return "application/x-amz-json-1.1";
        case Protocol::rest_json:
            return "application/json";
        case Protocol::query:
            return "text/xml";
    }
    return "application/json";
}

Encoded encode_json_response(const Service& service, const Type& type, const void* response) {
    Encoded out;
    out.content_type = content_type_of(service.protocol);
    describe::write_json(type, response, describe::kAwsFormat, out.body);
    return out;
}

Encoded encode_rest_response(const HttpBinding& binding, std::span<const RestMember> members,
                             const Type& type, const void* response) {
    Encoded out;
    out.status = binding.success_status;
    out.content_type = content_type_of(Protocol::rest_json);
    const auto* payload = find_payload(members);
    if (payload == nullptr && out.status != 204) {
        const BodyType body{type, members};
        describe::write_json(body.type(), response, describe::kAwsFormat, out.body);
    }
    for (const auto& member : members) {
        const auto& found = member_of(type, member);
        const auto value = unwrap(*found.type, found.of(response));
        if (&member == payload) {
            out.body = payload_of(value);
        } else if (member.location == Location::status) {
            out.status = static_cast<int>(value.type->get_integer(value.object));
        } else {
            LICET_CHECK(member.location == Location::header);
            put_header(out, member, value);
        }
    }
    return out;
}

Encoded encode_query_response(const Service& service, std::string_view action, const Type& type,
                              const void* response, std::string_view request_id) {
    Encoded out;
    out.content_type = content_type_of(Protocol::query);
    out.body = fmt::format("<{}Response xmlns=\"{}\">", action, service.xml_namespace);
    if (!type.members.empty() || action == kEmptyResult) {
        append_xml_value(out.body, fmt::format("{}Result", action), type, response);
    }
    out.body += "<ResponseMetadata>";
    append_xml_element(out.body, "RequestId", request_id);
    out.body += fmt::format("</ResponseMetadata></{}Response>", action);
    return out;
}

}  // namespace licet::wire
