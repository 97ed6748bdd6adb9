// SPDX-License-Identifier: Apache-2.0
#include "wire/decode.h"

#include "base/check.h"
#include "base/describe/bounded.h"
#include "base/describe/json.h"
#include "wire/body_type.h"
#include "wire/fault.h"
#include "wire/form.h"
#include "wire/scalar.h"
#include "wire/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace licet::wire {
namespace {

using describe::Kind;
using describe::Member;
using describe::Type;

std::string_view wire_name_of(const RestMember& member) {
    return member.wire_name.empty() ? member.member : member.wire_name;
}

std::string to_lower(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

Result<void> read_label(const Type& type, void* place, std::string_view name,
                        std::span<const Label> labels) {
    const auto label =
        std::find_if(labels.begin(), labels.end(), [&](const Label& l) { return l.name == name; });
    LICET_CHECK(label != labels.end());
    return read_scalar(type, place, label->value);
}

Result<void> read_header(const Type& type, void* place, std::string_view name,
                         std::span<const HeaderField> headers) {
    const auto value = find_header(headers, to_lower(name));
    if (!value) {
        return describe::may_be_absent(type) ? Result<void>{} : missing();
    }
    if (!is_utf8(*value)) {
        return Error{ErrorKind::invalid, "must be valid UTF-8"};
    }
    return read_scalar(type, place, *value);
}

Result<void> read_query_list(const Type& type, void* place, std::span<const std::string*> values) {
    LICET_TRY_VOID(describe::check_count(type, values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (auto read = read_scalar(*type.element, type.append(place), *values[i]); !read.ok()) {
            return at(fmt::format("[{}]", i), std::move(read).error());
        }
    }
    return {};
}

Result<void> read_query(const Type& type, void* place, std::string_view name,
                        std::span<const Parameter> parameters) {
    std::vector<const std::string*> values;
    for (const auto& parameter : parameters) {
        if (parameter.name == name) {
            values.push_back(&parameter.value);
        }
    }
    if (values.empty()) {
        return describe::may_be_absent(type) ? Result<void>{} : missing();
    }
    if (type.kind == Kind::optional && !is_scalar(type)) {
        return read_query_list(*type.element, type.emplace(place), values);
    }
    if (type.kind == Kind::list) {
        return read_query_list(type, place, values);
    }
    if (values.size() > 1) {
        return Error{ErrorKind::invalid, "must be given once"};
    }
    return read_scalar(type, place, *values.front());
}

describe::JsonFormat format_of(const RestInput& input) {
    auto format = describe::kAwsFormat;
    format.unknown =
        input.is_strict ? describe::UnknownMembers::refuse : describe::UnknownMembers::ignore;
    return format;
}

Result<void> read_payload(const Type& type, void* place, std::string_view body,
                          const describe::JsonFormat& format) {
    if (type.kind == Kind::optional) {
        return body.empty() ? Result<void>{}
                            : read_payload(*type.element, type.emplace(place), body, format);
    }
    if (type.kind == Kind::blob) {
        static_cast<Blob*>(place)->bytes = body;
        return describe::check_count(type, body.size());
    }
    if (type.kind == Kind::text) {
        return is_utf8(body) ? read_scalar(type, place, body)
                             : Error{ErrorKind::invalid, "must be valid UTF-8"};
    }
    if (body.empty()) {
        return missing();
    }
    return describe::read_json(type, place, format, body);
}

Result<void> read_member(const Type& type, void* place, const RestMember& member,
                         const RestInput& input, std::span<const Parameter> parameters) {
    switch (member.location) {
        case Location::label:
            return read_label(type, place, wire_name_of(member), input.labels);
        case Location::query:
            return read_query(type, place, wire_name_of(member), parameters);
        case Location::header:
            return read_header(type, place, wire_name_of(member), input.headers);
        case Location::payload:
            return read_payload(type, place, input.body, format_of(input));
        case Location::status:
            break;  // of responses only
    }
    return {};
}

/// Turns the path of a payload's own JSON (`$.a`) into that of the request (`$.payload.a`).
Error under(std::string_view member, Error error) {
    if (error.where.starts_with('$')) {
        error.where.erase(0, 1);
        error.message.erase(0, error.where.empty() ? std::string_view{"$: "}.size() : 1);
    }
    return at("$", at(fmt::format(".{}", member), std::move(error)));
}

}  // namespace

Result<void> decode_json_request(const Type& type, void* request, std::string_view body) {
    return describe::read_json(type, request, describe::kAwsFormat, body.empty() ? "{}" : body);
}

Result<void> decode_rest_request(const Type& type, void* request, const RestInput& input) {
    std::vector<Parameter> parameters;
    LICET_TRY_VOID(parse_form(input.query, parameters));
    for (const auto& member : input.members) {
        const Member& found = member_of(type, member);
        auto read = read_member(*found.type, found.get(request), member, input, parameters);
        if (!read.ok()) {
            return under(member.member, std::move(read).error());
        }
    }
    if (find_payload(input.members) != nullptr) {
        return {};
    }
    const BodyType body{type, input.members};
    return body.empty() ? Result<void>{}
                        : describe::read_json(body.type(), request, format_of(input),
                                              input.body.empty() ? "{}" : input.body);
}

}  // namespace licet::wire
