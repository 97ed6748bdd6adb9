// SPDX-License-Identifier: Apache-2.0
#include "api/openapi.h"

#include "api/operation.h"
#include "base/describe/bounded.h"
#include "base/json_writer.h"
#include "wire/body_type.h"

#include <algorithm>
#include <map>
#include <vector>

namespace licet::api {
namespace {

using describe::Kind;
using describe::Type;

/// What members of some name mean wherever they stand, as far as the name alone does not say it.
struct Meaning {
    std::string_view member;
    std::string_view text;
};
constexpr Meaning kMeanings[] = {
    {"account", "12 digits; of a question the account as a whole, by default the caller's"},
    {"action", "as IAM names it, such as `bedrock:InvokeModel`, or `licet:UseProduct`"},
    {"at", "number of a past revision, or a time: the answer is by what was known then"},
    {"change",
     "of access: `gained` or `lost`; of a fix: another question that is answered otherwise"},
    {"context",
     "Condition keys such as `aws:SourceIp`, each with a text or a list of texts. In requests of "
     "AuthZEN also `region`, `time` and `operation`; in its answers why it was decided so."},
    {"eventsSearched", "how many of the newest events lastUse was looked for in"},
    {"fix", "who can change the answer, and how"},
    {"grant", "the grant that the answer comes from"},
    {"includeLastUse", "say of each subject who did it last, and when"},
    {"includeProducts", "products of other kinds, besides models and inference profiles"},
    {"includeRefused", "show what is refused, too"},
    {"lastUse",
     "the last call with success that needed the action on the resource; absent: none "
     "since lastUseSearchedFrom"},
    {"lastUseSearchedFrom", "time of the oldest event that lastUse was looked for in"},
    {"misses", "how near the answer came to another, by dimension"},
    {"nextToken", "where the next page begins; absent: this is the last"},
    {"notAfter", "ISO 8601: the first moment outside"},
    {"notBefore", "ISO 8601: the first moment inside"},
    {"operations", "operations of the Bedrock Runtime API, such as `Converse`"},
    {"principal", "ARN of a root, user, role or session"},
    {"regions", "regions, and geographies such as `eu`"},
    {"reason", "stable code of why"},
    {"resource", "ARN; id or ARN of a model or profile; id of a product; `*`"},
    {"resourceTags", "tags of the resource, for conditions on aws:ResourceTag"},
    {"revision", "position in the log that the answer is by"},
    {"scope", "what the grant is limited to; absent: nothing"},
    {"time",
     "ISO 8601: of a question when it is to be allowed, by default now or the moment of at"},
};

std::string_view meaning_of(std::string_view member) {
    const auto* const found =
        std::find_if(std::begin(kMeanings), std::end(kMeanings),
                     [&](const Meaning& each) { return each.member == member; });
    return found == std::end(kMeanings) ? std::string_view{} : found->text;
}

void write_schema(JsonWriter& json, const Type& type, std::string_view description = {});

std::string_view json_type(Kind kind) {
    switch (kind) {
        case Kind::boolean:
            return "boolean";
        case Kind::integer:
            return "integer";
        case Kind::real:
        case Kind::time:  // seconds since 1970
            return "number";
        case Kind::list:
            return "array";
        case Kind::map:
        case Kind::structure:
        case Kind::variant:
            return "object";
        case Kind::text:
        case Kind::blob:
        case Kind::enumeration:
        case Kind::optional:
        case Kind::json:
            break;
    }
    return "string";
}

void write_bounds(JsonWriter& json, const Type& type, std::string_view least,
                  std::string_view most) {
    if (type.min != 0 && type.min != INT64_MIN) {
        json.key(least).integer(type.min);
    }
    if (type.max != INT64_MAX) {
        json.key(most).integer(type.max);
    }
}

void write_structure(JsonWriter& json, std::span<const describe::Member> members) {
    json.key("properties").begin_object();
    for (const auto& member : members) {
        json.key(member.name);
        write_schema(json, *member.type, meaning_of(member.name));
    }
    json.end_object().key("required").begin_array();
    for (const auto& member : members) {
        if (!describe::may_be_absent(*member.type)) {
            json.string(member.name);
        }
    }
    json.end_array();
}

/// Exactly one of its alternatives, under its name.
void write_variant(JsonWriter& json, const Type& type) {
    json.key("oneOf").begin_array();
    for (const auto& alternative : type.members) {
        json.begin_object().member("type", "object").key("properties").begin_object();
        json.key(alternative.name);
        write_schema(json, *alternative.type);
        json.end_object().key("required").begin_array().string(alternative.name).end_array();
        json.end_object();
    }
    json.end_array();
}

void write_details(JsonWriter& json, const Type& type) {
    switch (type.kind) {
        case Kind::integer:
            write_bounds(json, type, "minimum", "maximum");
            break;
        case Kind::text:
            write_bounds(json, type, "minLength", "maxLength");
            break;
        case Kind::blob:
            json.member("contentEncoding", "base64");
            break;
        case Kind::enumeration:
            json.key("enum").begin_array();
            for (const auto name : type.names) {
                json.string(name);
            }
            json.end_array();
            break;
        case Kind::list:
            write_bounds(json, type, "minItems", "maxItems");
            json.key("items");
            write_schema(json, *type.element);
            break;
        case Kind::map:
            json.key("additionalProperties");
            write_schema(json, *type.element);
            break;
        case Kind::structure:
            write_structure(json, type.members);
            break;
        case Kind::variant:
            write_variant(json, type);
            break;
        case Kind::boolean:
        case Kind::real:
        case Kind::time:
        case Kind::optional:
        case Kind::json:
            break;
    }
}

void write_schema(JsonWriter& json, const Type& type, std::string_view description) {
    if (type.kind == Kind::optional) {
        write_schema(json, *type.element, description);
        return;
    }
    json.begin_object();
    if (!description.empty()) {
        json.member("description", description);
    }
    if (type.kind != Kind::json) {
        json.member("type", json_type(type.kind));
        write_details(json, type);
    }
    json.end_object();
}

std::string_view place_of(wire::Location location) {
    switch (location) {
        case wire::Location::label:
            return "path";
        case wire::Location::query:
            return "query";
        case wire::Location::header:
            return "header";
        case wire::Location::payload:
        case wire::Location::status:
            break;
    }
    return {};
}

std::string_view wire_name(const wire::RestMember& member) {
    return member.wire_name.empty() ? member.member : member.wire_name;
}

constexpr std::string_view kAllBelow = "/*";

void write_parameters(JsonWriter& json, const Operation& operation) {
    json.key("parameters").begin_array();
    for (const auto& bound : operation.row.request_members) {
        const auto place = place_of(bound.location);
        if (place.empty()) {
            continue;
        }
        const auto& type = *wire::member_of(operation.request_type(), bound).type;
        json.begin_object().member("name", wire_name(bound)).member("in", place);
        json.key("required").boolean(place == "path" || !describe::may_be_absent(type));
        json.key("schema");
        write_schema(json, type, meaning_of(bound.member));
        json.end_object();
    }
    if (operation.row.http->pattern.ends_with(kAllBelow)) {
        json.begin_object().member("name", "path").member("in", "path");
        json.key("required").boolean(true).key("schema").begin_object();
        json.member("type", "string").end_object().end_object();
    }
    json.end_array();
}

/// What the body holds: the payload where there is one, else all that is nowhere else.
void write_content(JsonWriter& json, const Type& type, std::span<const wire::RestMember> members) {
    json.key("content").begin_object();
    const auto* payload = wire::find_payload(members);
    const Type* whole = payload == nullptr ? nullptr : wire::member_of(type, *payload).type;
    const bool is_text = whole != nullptr && whole->kind == Kind::text;
    json.key(is_text ? "text/plain" : "application/json").begin_object().key("schema");
    if (whole != nullptr) {
        write_schema(json, *whole);
    } else {
        const wire::BodyType body{type, members};
        write_schema(json, body.type());
    }
    json.end_object().end_object();
}

/// The revision that every answer is by, and members that are headers.
void write_headers(JsonWriter& json, const Operation& operation) {
    json.key("headers").begin_object();
    json.key("x-licet-revision").begin_object().key("schema").begin_object();
    json.member("type", "integer").end_object().end_object();
    for (const auto& bound : operation.row.response_members) {
        if (bound.location == wire::Location::header && wire_name(bound) != "Content-Type") {
            json.key(wire_name(bound)).begin_object().key("schema");
            write_schema(json, *wire::member_of(operation.response_type(), bound).type,
                         meaning_of(bound.member));
            json.end_object();
        }
    }
    json.end_object();
}

void write_responses(JsonWriter& json, const Operation& operation) {
    const auto& row = operation.row;
    json.key("responses").begin_object();
    json.key(std::to_string(row.http->success_status)).begin_object();
    json.member("description", "The answer.");
    write_headers(json, operation);
    if (row.http->success_status != 204) {
        write_content(json, operation.response_type(), row.response_members);
    }
    json.end_object().key("default").begin_object();
    json.member("description", "A refusal; the header x-amzn-ErrorType has its name.");
    json.key("content").begin_object();
    json.key(row.service->error_form == wire::ErrorForm::plain ? "text/plain" : "application/json")
        .begin_object();
    json.key("schema").begin_object();
    if (row.service->error_form == wire::ErrorForm::plain) {
        json.member("type", "string");
    } else {
        json.member("type", "object").key("properties").begin_object();
        json.key(row.service->message_member).begin_object().member("type", "string").end_object();
        json.end_object();
    }
    json.end_object().end_object().end_object().end_object().end_object();
}

void write_operation(JsonWriter& json, const Operation& operation, std::string_view method) {
    const auto& row = operation.row;
    const wire::BodyType body{operation.request_type(), row.request_members};
    std::string id{row.name};
    if (row.http->method == "*") {  // every id is given once
        id += "_" + std::string{method};
    }
    json.key(method).begin_object();
    json.member("operationId", id).member("summary", row.doc);
    json.key("tags").begin_array().string(row.service->name).end_array();
    write_parameters(json, operation);
    if (!body.type().members.empty()) {
        json.key("requestBody").begin_object().key("required").boolean(true);
        write_content(json, operation.request_type(), row.request_members);
        json.end_object();
    }
    write_responses(json, operation);
    if (row.signature == Signature::optional) {
        json.key("security").begin_array().end_array();
    }
    json.end_object();
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// `/access/v1/ext-authz/{path}` for a pattern that ends in `/*`.
std::string path_of(std::string_view pattern) {
    if (!pattern.ends_with(kAllBelow)) {
        return std::string{pattern};
    }
    return std::string{pattern.substr(0, pattern.size() - 1)} + "{path}";
}

std::vector<std::string> methods_of(std::string_view method) {
    if (method == "*") {
        return {"delete", "get", "head", "options", "patch", "post", "put"};
    }
    return {lower(method)};
}

void write_scheme(JsonWriter& json, std::string_view name, std::string_view description) {
    json.key(name).begin_object().member("type", "http").member("scheme", name);
    json.member("description", description).end_object();
}

}  // namespace

std::string openapi() {
    std::map<std::string, std::vector<const Operation*>> paths;
    for (const auto* operation : all_operations()) {
        const auto* service = operation->row.service;
        if (service == &wire::kLicet || service == &wire::kAuthzen) {
            paths[path_of(operation->row.http->pattern)].push_back(operation);
        }
    }
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("openapi", "3.1.0").key("info").begin_object();
    json.member("title", "licet").member("version", "1");
    json.member("description",
                "licet's own API and its AuthZEN 1.0 API; those of AWS are described by AWS.");
    json.end_object().key("paths").begin_object();
    for (const auto& [path, operations] : paths) {
        json.key(path).begin_object();
        for (const auto* operation : operations) {
            for (const auto& method : methods_of(operation->row.http->method)) {
                write_operation(json, *operation, method);
            }
        }
        json.end_object();
    }
    json.end_object().key("components").begin_object().key("securitySchemes").begin_object();
    write_scheme(json, "AWS4-HMAC-SHA256", "AWS Signature Version 4 of the service `licet`");
    write_scheme(json, "Bearer", "a Bedrock API key; for the AuthZEN API");
    json.end_object().end_object().key("security").begin_array();
    json.begin_object().key("AWS4-HMAC-SHA256").begin_array().end_array().end_object();
    json.begin_object().key("Bearer").begin_array().end_array().end_object();
    json.end_array().end_object();
    return out;
}

}  // namespace licet::api
