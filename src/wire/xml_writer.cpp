// SPDX-License-Identifier: Apache-2.0
#include "wire/xml_writer.h"

#include "base/check.h"
#include "wire/scalar.h"
#include "wire/utf8.h"

#include <cstddef>

namespace licet::wire {
namespace {

using describe::Kind;
using describe::Type;

void open_tag(std::string& out, std::string_view name) {
    out += '<';
    out += name;
    out += '>';
}

void close_tag(std::string& out, std::string_view name) {
    out += "</";
    out += name;
    out += '>';
}

/// What stands for an ASCII character that cannot stand for itself; empty for all others.
std::string_view escape_of(char32_t character) {
    switch (character) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\n':
            return "&#xA;";
        case '\r':
            return "&#xD;";
        case '\t':
            return {};
        case 0xfffe:
        case 0xffff:
            return kReplacementCharacter;
        default:
            return character < 0x20 ? kReplacementCharacter : std::string_view{};
    }
}

void append_members(std::string& out, const Type& type, const void* object) {
    for (const auto& member : type.members) {
        append_xml_value(out, member.name, *member.type, member.of(object));
    }
}

void append_list(std::string& out, const Type& type, const void* object) {
    const auto count = type.size(object);
    for (std::size_t i = 0; i < count; ++i) {
        append_xml_value(out, "member", *type.element, type.at(const_cast<void*>(object), i));
    }
}

void append_map(std::string& out, const Type& type, const void* object) {
    struct Context {
        std::string* out;
        const Type* type;
    } context{&out, &type};
    const auto visited = type.each(
        object, &context, [](void* raw, const void* key, const void* value) -> Result<void> {
            const auto& [to, map] = *static_cast<Context*>(raw);
            open_tag(*to, "entry");
            append_xml_value(*to, "key", *map->key, key);
            append_xml_value(*to, "value", *map->element, value);
            close_tag(*to, "entry");
            return {};
        });
    LICET_CHECK(visited.ok());
}

void append_chosen(std::string& out, const Type& type, const void* object) {
    const auto& alternative = type.members[type.index(object)];
    append_xml_value(out, alternative.name, *alternative.type,
                     type.chosen(const_cast<void*>(object)));
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto* start = text.data();
        const auto character = take_utf8(text);
        const auto escape = character ? escape_of(*character) : kReplacementCharacter;
        out += escape.empty()
                   ? std::string_view{start, static_cast<std::size_t>(text.data() - start)}
                   : escape;
    }
}

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
    open_tag(out, name);
    append_xml_text(out, text);
    close_tag(out, name);
}

void append_xml_value(std::string& out, std::string_view name, const Type& type,
                      const void* object) {
    if (type.kind == Kind::optional) {
        if (type.has(object)) {
            append_xml_value(out, name, *type.element, type.at(const_cast<void*>(object), 0));
        }
        return;
    }
    if (is_scalar(type)) {
        append_xml_element(out, name, write_scalar(type, object));
        return;
    }
    open_tag(out, name);
    if (type.kind == Kind::list) {
        append_list(out, type, object);
    } else if (type.kind == Kind::map) {
        append_map(out, type, object);
    } else if (type.kind == Kind::variant) {
        append_chosen(out, type, object);
    } else {
        append_members(out, type, object);
    }
    close_tag(out, name);
}

}  // namespace licet::wire
