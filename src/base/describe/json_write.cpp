// SPDX-License-Identifier: Apache-2.0
#include "base/describe/bounded.h"
#include "base/describe/json.h"
#include "base/encoding.h"
#include "base/json_writer.h"
#include "base/time.h"

#include <fmt/format.h>

namespace licet::describe {
namespace {

class Writer {
public:
    Writer(const JsonFormat& format, std::string& out) : format_{format}, json_{out} {}

    void value(const Type& type, const void* object) {
        switch (type.kind) {
            case Kind::boolean:
                json_.boolean(*static_cast<const bool*>(object));
                return;
            case Kind::integer:
                json_.integer(type.get_integer(object));
                return;
            case Kind::real:
                json_.real(*static_cast<const double*>(object));
                return;
            case Kind::text:
                json_.string(type.get_text(object, scratch_));
                return;
            case Kind::blob:
                blob(*static_cast<const Blob*>(object));
                return;
            case Kind::time:
                time(from_epoch_ms(type.get_integer(object)));
                return;
            case Kind::enumeration:
                enumeration(type, object);
                return;
            case Kind::optional:
                optional(type, object);
                return;
            case Kind::list:
                list(type, object);
                return;
            case Kind::map:
                map(type, object);
                return;
            case Kind::structure:
                structure(type, object);
                return;
            case Kind::variant:
                variant(type, object);
                return;
            case Kind::json:
                json(*static_cast<const JsonText*>(object));
                return;
        }
    }

private:
    void blob(const Blob& value) { json_.string(to_base64(as_bytes(value.bytes))); }

    void json(const JsonText& value) { json_.raw(value.text.empty() ? "null" : value.text); }

    void time(Time value) {
        if (format_.time == TimeFormat::iso8601) {
            json_.string(format_iso8601(value));
            return;
        }
        const auto ms = to_epoch_ms(value);
        json_.raw(ms % 1000 == 0 ? fmt::format("{}", ms / 1000)
                                 : fmt::format("{}.{:03}", ms / 1000, ms % 1000));
    }

    void enumeration(const Type& type, const void* object) {
        const auto position = type.get_integer(object);
        LICET_CHECK(position >= 0);
        json_.string(type.names[static_cast<std::size_t>(position)]);
    }

    void optional(const Type& type, const void* object) {
        if (type.has(object)) {
            value(*type.element, type.at(const_cast<void*>(object), 0));
        } else {
            json_.null();
        }
    }

    void list(const Type& type, const void* object) {
        json_.begin_array();
        const auto count = type.size(object);
        for (std::size_t i = 0; i < count; ++i) {
            value(*type.element, type.at(const_cast<void*>(object), i));
        }
        json_.end_array();
    }

    void map(const Type& type, const void* object) {
        json_.begin_object();
        struct Context {
            Writer* writer;
            const Type* type;
        } context{this, &type};
        const auto visited = type.each(
            object, &context, [](void* raw, const void* key, const void* item) -> Result<void> {
                const auto& [writer, map_type] = *static_cast<Context*>(raw);
                std::string scratch;
                writer->json_.key(map_type->key->get_text(key, scratch));
                writer->value(*map_type->element, item);
                return {};
            });
        LICET_CHECK(visited.ok());
        json_.end_object();
    }

    void structure(const Type& type, const void* object) {
        json_.begin_object();
        for (const auto& member : type.members) {
            const void* place = member.of(object);
            if (member.type->kind == Kind::optional && !member.type->has(place)) {
                continue;
            }
            json_.key(member.name);
            value(*member.type, place);
        }
        json_.end_object();
    }

    void variant(const Type& type, const void* object) {
        const auto& alternative = type.members[type.index(object)];
        json_.begin_object().key(alternative.name);
        value(*alternative.type, type.chosen(const_cast<void*>(object)));
        json_.end_object();
    }

    const JsonFormat& format_;
    JsonWriter json_;
    std::string scratch_;
};

}  // namespace

void write_json(const Type& type, const void* object, const JsonFormat& format, std::string& out) {
    Writer{format, out}.value(type, object);
}

}  // namespace licet::describe
