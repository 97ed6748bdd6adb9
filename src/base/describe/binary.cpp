// SPDX-License-Identifier: Apache-2.0
#include "base/describe/binary.h"

#include "base/describe/bounded.h"

#include <cstring>

namespace licet::describe {
namespace {

const Error kTruncated{ErrorKind::invalid, "the stored value ends early or is damaged"};

void put_number(std::uint64_t value, std::string& out) {
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

// Zigzag: small numbers of either sign stay short.
void put_signed(std::int64_t value, std::string& out) {
    put_number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63),
               out);
}

void put_text(std::string_view text, std::string& out) {
    put_number(text.size(), out);
    out += text;
}

bool get_number(std::string_view& in, std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (in.empty()) {
            return false;
        }
        const auto byte = static_cast<std::uint8_t>(in.front());
        in.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if (byte < 0x80) {
            return true;
        }
    }
    return false;
}

bool get_signed(std::string_view& in, std::int64_t& value) {
    std::uint64_t raw = 0;
    if (!get_number(in, raw)) {
        return false;
    }
    value = static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
    return true;
}

bool get_text(std::string_view& in, std::string_view& text) {
    std::uint64_t size = 0;
    if (!get_number(in, size) || size > in.size()) {
        return false;
    }
    text = in.substr(0, size);
    in.remove_prefix(size);
    return true;
}

void write_map(const Type& type, const void* object, std::string& out) {
    put_number(type.size(object), out);
    struct Context {
        const Type* type;
        std::string* out;
    } context{&type, &out};
    const auto done = type.each(object, &context,
                                [](void* raw, const void* key, const void* value) -> Result<void> {
                                    const auto& c = *static_cast<Context*>(raw);
                                    write_binary(*c.type->key, key, *c.out);
                                    write_binary(*c.type->element, value, *c.out);
                                    return {};
                                });
    LICET_CHECK(done.ok());
}

Result<void> read_map(const Type& type, void* object, std::string_view& in) {
    std::uint64_t count = 0;
    if (!get_number(in, count)) {
        return kTruncated;
    }
    struct Context {
        const Type* type;
        std::string_view* in;
    } context{&type, &in};
    for (; count > 0; --count) {
        LICET_TRY(const bool inserted, type.insert(
                                           object, &context,
                                           [](void* raw, void* key) {
                                               const auto& c = *static_cast<Context*>(raw);
                                               return read_binary(*c.type->key, key, *c.in);
                                           },
                                           [](void* raw, void* value) {
                                               const auto& c = *static_cast<Context*>(raw);
                                               return read_binary(*c.type->element, value, *c.in);
                                           }));
        if (!inserted) {
            return kTruncated;
        }
    }
    return {};
}

Result<void> read_list(const Type& type, void* object, std::string_view& in) {
    std::uint64_t count = 0;
    if (!get_number(in, count) || count > in.size()) {  // every element takes at least one byte
        return kTruncated;
    }
    type.reserve(object, count);
    for (; count > 0; --count) {
        LICET_TRY_VOID(read_binary(*type.element, type.append(object), in));
    }
    return {};
}

Result<void> read_structure(const Type& type, void* object, std::string_view& in) {
    std::uint64_t count = 0;
    if (!get_number(in, count) || count > type.members.size()) {
        return kTruncated;
    }
    for (std::size_t i = 0; i < count; ++i) {
        LICET_TRY_VOID(read_binary(*type.members[i].type, type.members[i].get(object), in));
    }
    return {};
}

Result<void> read_id(const Type& type, void* object, std::string_view& in) {
    if (in.size() < type.id_bytes) {
        return kTruncated;
    }
    std::memcpy(object, in.data(), type.id_bytes);
    in.remove_prefix(type.id_bytes);
    return {};
}

Result<void> read_integer(const Type& type, void* object, std::string_view& in) {
    std::int64_t value = 0;
    if (!get_signed(in, value) || !type.set_integer(object, value)) {
        return kTruncated;
    }
    return {};
}

}  // namespace

void write_binary(const Type& type, const void* object, std::string& out) {
    thread_local std::string scratch;
    switch (type.kind) {
        case Kind::boolean:
            out += static_cast<char>(*static_cast<const bool*>(object));
            return;
        case Kind::integer:
        case Kind::time:
        case Kind::enumeration:
            put_signed(type.get_integer(object), out);
            return;
        case Kind::real: {
            out.append(static_cast<const char*>(object), sizeof(double));
            return;
        }
        case Kind::text:
            if (type.id_bytes > 0) {
                out.append(static_cast<const char*>(object), type.id_bytes);
                return;
            }
            put_text(type.get_text(object, scratch), out);
            return;
        case Kind::blob:
            put_text(static_cast<const Blob*>(object)->bytes, out);
            return;
        case Kind::json:
            put_text(static_cast<const JsonText*>(object)->text, out);
            return;
        case Kind::optional:
            out += static_cast<char>(type.has(object));
            if (type.has(object)) {
                write_binary(*type.element, type.at(const_cast<void*>(object), 0), out);
            }
            return;
        case Kind::list:
            put_number(type.size(object), out);
            for (std::size_t i = 0; i < type.size(object); ++i) {
                write_binary(*type.element, type.at(const_cast<void*>(object), i), out);
            }
            return;
        case Kind::map:
            write_map(type, object, out);
            return;
        case Kind::structure:
            put_number(type.members.size(), out);
            for (const auto& member : type.members) {
                write_binary(*member.type, member.of(object), out);
            }
            return;
        case Kind::variant:
            put_number(type.index(object), out);
            write_binary(*type.members[type.index(object)].type,
                         type.chosen(const_cast<void*>(object)), out);
            return;
    }
}

Result<void> read_binary(const Type& type, void* object, std::string_view& in) {
    std::string_view text;
    switch (type.kind) {
        case Kind::boolean:
        case Kind::optional: {
            if (in.empty() || static_cast<std::uint8_t>(in.front()) > 1) {
                return kTruncated;
            }
            const bool value = in.front() != 0;
            in.remove_prefix(1);
            if (type.kind == Kind::boolean) {
                *static_cast<bool*>(object) = value;
                return {};
            }
            return value ? read_binary(*type.element, type.emplace(object), in) : Result<void>{};
        }
        case Kind::integer:
        case Kind::time:
        case Kind::enumeration:
            return read_integer(type, object, in);
        case Kind::real:
            if (in.size() < sizeof(double)) {
                return kTruncated;
            }
            std::memcpy(object, in.data(), sizeof(double));
            in.remove_prefix(sizeof(double));
            return {};
        case Kind::text:
            if (type.id_bytes > 0) {
                return read_id(type, object, in);
            }
            return get_text(in, text) ? type.set_text(object, text) : Result<void>{kTruncated};
        case Kind::blob:
            if (!get_text(in, text)) {
                return kTruncated;
            }
            static_cast<Blob*>(object)->bytes.assign(text);
            return {};
        case Kind::json:
            if (!get_text(in, text)) {
                return kTruncated;
            }
            static_cast<JsonText*>(object)->text.assign(text);
            return {};
        case Kind::list:
            return read_list(type, object, in);
        case Kind::map:
            return read_map(type, object, in);
        case Kind::structure:
            return read_structure(type, object, in);
        case Kind::variant: {
            std::uint64_t alternative = 0;
            if (!get_number(in, alternative) || alternative >= type.members.size()) {
                return kTruncated;
            }
            return read_binary(*type.members[alternative].type, type.choose(object, alternative),
                               in);
        }
    }
    return kTruncated;
}

}  // namespace licet::describe
