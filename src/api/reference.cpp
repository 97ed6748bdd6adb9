// SPDX-License-Identifier: Apache-2.0
#include "api/reference.h"

#include "base/json_writer.h"

#include <algorithm>

namespace licet::api {
namespace {

using describe::Kind;
using describe::Type;

std::string_view text_of(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::real:
            return "real";
        case Kind::text:
            return "text";
        case Kind::blob:
            return "blob";
        case Kind::time:
            return "time";
        case Kind::enumeration:
            return "enumeration";
        case Kind::list:
            return "list";
        case Kind::map:
            return "map";
        case Kind::structure:
            return "structure";
        case Kind::variant:
            return "variant";
        case Kind::optional:
        case Kind::json:
            break;
    }
    return "json";
}

std::string_view text_of(Access access) {
    switch (access) {
        case Access::write:
            return "write";
        case Access::audit:
            return "audit";
        case Access::decision:
            return "decision";
        case Access::read:
            break;
    }
    return "read";
}

std::string_view text_of(wire::Location location) {
    switch (location) {
        case wire::Location::label:
            return "label";
        case wire::Location::query:
            return "query";
        case wire::Location::header:
            return "header";
        case wire::Location::status:
            return "status";
        case wire::Location::payload:
            break;
    }
    return "payload";
}

/// What an optional holds; any other type itself.
const Type& value_type(const Type& type) {
    return type.kind == Kind::optional ? *type.element : type;
}

void write_members(JsonWriter& json, std::span<const describe::Member> members,
                   std::span<const wire::RestMember> bindings);

void write_type(JsonWriter& json, const Type& type) {
    json.member("type", text_of(type.kind));
    if (type.min != 0 && type.min != INT64_MIN) {
        json.key("min").integer(type.min);
    }
    if (type.max != INT64_MAX) {
        json.key("max").integer(type.max);
    }
    if (type.kind == Kind::enumeration) {
        json.key("values").begin_array();
        for (const auto name : type.names) {
            json.string(name);
        }
        json.end_array();
    }
    if (type.kind == Kind::structure || type.kind == Kind::variant) {
        json.key("members");
        write_members(json, type.members, {});
    }
    if (type.kind == Kind::list || type.kind == Kind::map) {
        json.key(type.kind == Kind::list ? "element" : "value").begin_object();
        write_type(json, value_type(*type.element));
        json.end_object();
    }
    if (type.kind == Kind::map) {
        json.key("key").begin_object();
        write_type(json, *type.key);
        json.end_object();
    }
}

void write_members(JsonWriter& json, std::span<const describe::Member> members,
                   std::span<const wire::RestMember> bindings) {
    json.begin_array();
    for (const auto& member : members) {
        json.begin_object();
        json.member("name", member.name);
        json.key("required").boolean(!describe::may_be_absent(*member.type));
        const auto bound =
            std::find_if(bindings.begin(), bindings.end(),
                         [&](const wire::RestMember& one) { return one.member == member.name; });
        if (bound != bindings.end()) {
            json.member("in", text_of(bound->location));
            json.member("wire_name", bound->wire_name.empty() ? member.name : bound->wire_name);
        }
        write_type(json, value_type(*member.type));
        json.end_object();
    }
    json.end_array();
}

void write_need(JsonWriter& json, const Need& need, std::string_view action) {
    json.begin_object().member("action", action).key("resources").begin_array();
    for (const ResourceType* type : need.resources) {
        if (type != nullptr) {
            json.string(type->name);
        }
    }
    json.end_array().key("keys").begin_array();
    for (std::size_t i = 0; i < policy::kKeyCount; ++i) {
        if (const auto key = static_cast<policy::Key>(i); need.keys.has(key)) {
            json.string(policy::key_text(key));
        }
    }
    json.end_array().end_object();
}

void write_permissions(JsonWriter& json, const Operation& operation) {
    const auto& row = operation.row;
    json.key("permissions").begin_array();
    if (row.authorization == Authorization::by_policy) {
        write_need(json, row.needs, action_of(operation));
        for (const Need& need : row.also) {
            write_need(json, need, need.action);
        }
    }
    json.end_array();
}

}  // namespace

std::string reference(const Operation& operation) {
    const auto& row = operation.row;
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    json.member("service", row.service->name).member("name", row.name).member("doc", row.doc);
    json.member("access", text_of(row.access));
    if (row.signature == Signature::optional) {
        json.member("signature", "optional");
    }
    if (row.http != nullptr) {
        json.key("http").begin_object();
        json.member("method", row.http->method).member("path", row.http->pattern);
        json.key("status").integer(row.http->success_status).end_object();
    }
    json.key("errors").begin_array();
    for (const auto name : row.errors) {
        json.string(name);
    }
    json.end_array();
    write_permissions(json, operation);
    json.key("request");
    write_members(json, operation.request_type().members, row.request_members);
    json.key("response");
    write_members(json, operation.response_type().members, row.response_members);
    json.end_object();
    return out;
}

}  // namespace licet::api
