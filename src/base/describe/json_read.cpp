// SPDX-License-Identifier: Apache-2.0
#include "base/counted.h"
#include "base/describe/bounded.h"
#include "base/describe/json.h"
#include "base/encoding.h"
#include "base/time.h"
#include "base/utf8.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>

namespace licet::describe {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

Error misfit(Misfit how, std::string message) {
    Error error{ErrorKind::invalid, std::move(message)};
    error.misfit = how;
    return error;
}

Error expected(std::string_view what, Misfit how = Misfit::malformed) {
    return misfit(how, fmt::format("must be {}", what));
}

/// The JSON is none, or of another type than it should be: not merely a value out of bounds.
Error unreadable(std::string message) {
    return Error{ErrorKind::invalid, std::move(message), kUnreadable};
}

Error other_type(std::string_view what) {
    return unreadable(fmt::format("must be {}", what));
}

class Reader {
public:
    explicit Reader(const JsonFormat& format) : format_{format} {}

    Result<void> value(const Type& type, void* place, const element& json) {
        switch (type.kind) {
            case Kind::boolean:
                return boolean(place, json);
            case Kind::integer:
                return integer(type, place, json);
            case Kind::real:
                return real(place, json);
            case Kind::text:
                return text(type, place, json);
            case Kind::blob:
                return blob(type, place, json);
            case Kind::time:
                return time(type, place, json);
            case Kind::enumeration:
                return enumeration(type, place, json);
            case Kind::optional:
                return json.is_null() ? Result<void>{}
                                      : value(*type.element, type.emplace(place), json);
            case Kind::list:
                return list(type, place, json);
            case Kind::map:
                return map(type, place, json);
            case Kind::structure:
                return structure(type, place, json);
            case Kind::variant:
                return variant(type, place, json);
            case Kind::json:
                static_cast<JsonText*>(place)->text = simdjson::to_string(json);
                return {};
        }
        return expected("of a known kind");
    }

private:
    static Result<void> boolean(void* place, const element& json) {
        if (json.get_bool().get(*static_cast<bool*>(place)) != simdjson::SUCCESS) {
            return other_type("true or false");
        }
        return {};
    }

    static Result<void> integer(const Type& type, void* place, const element& json) {
        std::int64_t number = 0;
        if (json.get_int64().get(number) != simdjson::SUCCESS) {
            double real = 0;
            if (json.get_double().get(real) != simdjson::SUCCESS || std::trunc(real) != real ||
                std::abs(real) > 9e15) {
                return other_type("a whole number");
            }
            number = static_cast<std::int64_t>(real);
        }
        if (number < type.min || number > type.max || !type.set_integer(place, number)) {
            return expected(type.max == INT64_MAX
                                ? fmt::format("a whole number of at least {}", type.min)
                                : fmt::format("a whole number from {} to {}", type.min, type.max),
                            number > type.max ? Misfit::too_large : Misfit::too_small);
        }
        return {};
    }

    static Result<void> real(void* place, const element& json) {
        if (json.get_double().get(*static_cast<double*>(place)) != simdjson::SUCCESS) {
            return other_type("a number");
        }
        return {};
    }

    static Result<void> text(const Type& type, void* place, const element& json) {
        std::string_view value;
        if (json.get_string().get(value) != simdjson::SUCCESS) {
            return other_type("a string");
        }
        LICET_TRY_VOID(check_text(type, value));
        return type.set_text(place, value);
    }

    static Result<void> blob(const Type& type, void* place, const element& json) {
        std::string_view value;
        if (json.get_string().get(value) != simdjson::SUCCESS) {
            return other_type("a base64 string");
        }
        LICET_TRY(static_cast<Blob*>(place)->bytes, from_base64(value));
        return check_count(type, static_cast<Blob*>(place)->bytes.size());
    }

    static Result<void> time(const Type& type, void* place, const element& json) {
        double seconds = 0;
        if (json.get_double().get(seconds) == simdjson::SUCCESS) {
            // What is far out is caught first: it may not fit an integer.
            const auto ms = std::abs(seconds) < 1e12 ? std::llround(seconds * 1000) : INT64_MAX;
            if (ms < to_epoch_ms(kTimeMin) || ms > to_epoch_ms(kTimeMax)) {
                return expected("a time from the years 0 to 9999");
            }
            type.set_integer(place, static_cast<std::int64_t>(ms));
            return {};
        }
        std::string_view value;
        if (json.get_string().get(value) != simdjson::SUCCESS) {
            return other_type("a time");
        }
        LICET_TRY(const Time parsed, parse_iso8601(value));
        type.set_integer(place, to_epoch_ms(parsed));
        return {};
    }

    static Result<void> enumeration(const Type& type, void* place, const element& json) {
        std::string_view value;
        if (json.get_string().get(value) != simdjson::SUCCESS) {
            return other_type("a string");
        }
        const auto position = find_name(type, value);
        if (position == npos) {
            return expected(fmt::format("one of [{}]", fmt::join(type.names, ", ")),
                            Misfit::not_a_choice);
        }
        type.set_integer(place, static_cast<std::int64_t>(position));
        return {};
    }

    Result<void> list(const Type& type, void* place, const element& json) {
        simdjson::dom::array items;
        if (json.is_null()) {
            return check_count(type, 0);
        }
        if (json.get_array().get(items) != simdjson::SUCCESS) {
            return other_type("a list");
        }
        LICET_TRY_VOID(check_count(type, items.size()));
        type.reserve(place, items.size());
        std::size_t i = 0;
        for (const auto item : items) {
            if (auto read = value(*type.element, type.append(place), item); !read.ok()) {
                return at(fmt::format("[{}]", i), std::move(read).error());
            }
            ++i;
        }
        return {};
    }

    Result<void> map(const Type& type, void* place, const element& json) {
        simdjson::dom::object object;
        if (json.is_null()) {
            return check_count(type, 0);
        }
        if (json.get_object().get(object) != simdjson::SUCCESS) {
            return other_type("an object");
        }
        LICET_TRY_VOID(check_count(type, object.size()));
        for (const auto field : object) {
            auto inserted = insert(type, place, field);
            if (!inserted.ok()) {
                return at(fmt::format(".{}", field.key.substr(0, 64)), std::move(inserted).error());
            }
            if (!*inserted) {
                return at(fmt::format(".{}", field.key.substr(0, 64)), other_type("given once"));
            }
        }
        return {};
    }

    Result<bool> insert(const Type& type, void* place, const simdjson::dom::key_value_pair& field) {
        struct Context {
            Reader* reader;
            const Type* type;
            const simdjson::dom::key_value_pair* field;
        } context{this, &type, &field};
        return type.insert(
            place, &context,
            [](void* raw, void* key) -> Result<void> {
                const auto& c = *static_cast<Context*>(raw);
                LICET_TRY_VOID(check_text(*c.type->key, c.field->key));
                return c.type->key->set_text(key, c.field->key);
            },
            [](void* raw, void* item) {
                const auto& c = *static_cast<Context*>(raw);
                return c.reader->value(*c.type->element, item, c.field->value);
            });
    }

    Result<void> structure(const Type& type, void* place, const element& json) {
        simdjson::dom::object object;
        if (json.get_object().get(object) != simdjson::SUCCESS) {
            return other_type("an object");
        }
        LICET_CHECK(type.members.size() <= 64);
        std::uint64_t seen = 0;
        for (const auto field : object) {
            const Member* member = find_member(type, field.key);
            if (member == nullptr) {
                if (format_.unknown == UnknownMembers::refuse) {
                    return at(fmt::format(".{}", field.key.substr(0, 64)),
                              Error{ErrorKind::invalid, "is not known"});
                }
                continue;
            }
            const auto bit = std::uint64_t{1} << (member - type.members.data());
            if ((seen & bit) != 0) {
                return at(fmt::format(".{}", member->name), other_type("given once"));
            }
            // A null counts as absent, as in every AWS JSON protocol.
            if (field.value.is_null()) {
                continue;
            }
            seen |= bit;
            if (auto read = value(*member->type, member->get(place), field.value); !read.ok()) {
                return at(fmt::format(".{}", member->name), std::move(read).error());
            }
        }
        return check_missing(type, seen);
    }

    Result<void> check_missing(const Type& type, std::uint64_t seen) const {
        for (std::size_t i = 0; format_.require_members && i < type.members.size(); ++i) {
            if ((seen >> i & 1U) == 0 && !may_be_absent(*type.members[i].type)) {
                return at(fmt::format(".{}", type.members[i].name), missing());
            }
        }
        return {};
    }

    Result<void> variant(const Type& type, void* place, const element& json) {
        simdjson::dom::object object;
        if (json.get_object().get(object) != simdjson::SUCCESS || object.size() != 1) {
            return other_type("an object with exactly one member");
        }
        const auto field = *object.begin();
        const auto alternative = find_name(type, field.key);
        if (alternative == npos) {
            return at(fmt::format(".{}", field.key.substr(0, 64)),
                      Error{ErrorKind::invalid, "is not known"});
        }
        const auto& chosen = type.members[alternative];
        if (auto read = value(*chosen.type, type.choose(place, alternative), field.value);
            !read.ok()) {
            return at(fmt::format(".{}", chosen.name), std::move(read).error());
        }
        return {};
    }

    const JsonFormat& format_;
};

}  // namespace

Error at(std::string_view step, Error error) {
    const bool inside = !error.where.empty() && error.where.front() != '$';
    error.message = fmt::format("{}{}{}", step, inside ? "" : ": ", error.message);
    error.where.insert(0, step);
    if (error.misfit == Misfit::none) {
        error.misfit = Misfit::malformed;
    }
    return error;
}

Error missing() {
    return misfit(Misfit::missing, "is required");
}

Result<void> check_text(const Type& type, std::string_view text) {
    const auto length = static_cast<std::int64_t>(count_characters(text));
    if (length < type.min) {
        return expected(fmt::format("at least {} characters long", type.min), Misfit::too_short);
    }
    if (length > type.max) {
        return expected(fmt::format("at most {} characters long", type.max), Misfit::too_long);
    }
    if (type.matches != nullptr && !type.matches(text)) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` has a form that is not allowed here", text.substr(0, 128))};
    }
    return {};
}

Result<void> check_count(const Type& type, std::size_t count) {
    if (static_cast<std::int64_t>(count) < type.min) {
        return misfit(Misfit::too_short, "must have at least " + counted(type.min, "item"));
    }
    if (static_cast<std::int64_t>(count) > type.max) {
        return misfit(Misfit::too_long, "must have at most " + counted(type.max, "item"));
    }
    return {};
}

Result<void> read_json(const Type& type, void* object, const JsonFormat& format,
                       std::string_view json) {
    // One parser per thread: it keeps its buffers between calls.
    thread_local simdjson::dom::parser parser;
    element root;
    if (parser.allocate(std::max<std::size_t>(json.size(), 64), kJsonDepthMax) !=
        simdjson::SUCCESS) {
        return Error{ErrorKind::exhausted, "the JSON text is too large"};
    }
    if (const auto code = parser.parse(json.data(), json.size()).get(root);
        code != simdjson::SUCCESS) {
        return at("$",
                  unreadable(fmt::format("is not valid JSON: {}", simdjson::error_message(code))));
    }
    auto read = Reader{format}.value(type, object, root);
    if (!read.ok()) {
        return at("$", std::move(read).error());
    }
    return read;
}

}  // namespace licet::describe
