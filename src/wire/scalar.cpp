// SPDX-License-Identifier: Apache-2.0
#include "wire/scalar.h"

#include "base/check.h"
#include "base/describe/bounded.h"
#include "base/describe/json.h"
#include "base/encoding.h"
#include "base/time.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

namespace licet::wire {
namespace {

using describe::Kind;
using describe::Type;

Error expected(std::string_view what, Misfit how = Misfit::malformed) {
    Error error{ErrorKind::invalid, fmt::format("must be {}", what)};
    error.misfit = how;
    return error;
}

template <typename Number>
bool parse_number(std::string_view text, Number& number) {
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    return parsed.ec == std::errc{} && parsed.ptr == end;
}

Result<void> read_boolean(void* place, std::string_view text) {
    if (text != "true" && text != "false") {
        return expected("true or false");
    }
    *static_cast<bool*>(place) = text == "true";
    return {};
}

Result<void> read_integer(const Type& type, void* place, std::string_view text) {
    std::int64_t number = 0;
    if (!parse_number(text, number)) {
        return expected("a whole number");
    }
    if (number < type.min || number > type.max || !type.set_integer(place, number)) {
        return expected(type.max == INT64_MAX
                            ? fmt::format("a whole number of at least {}", type.min)
                            : fmt::format("a whole number from {} to {}", type.min, type.max),
                        number > type.max ? Misfit::too_large : Misfit::too_small);
    }
    return {};
}

Result<void> read_real(void* place, std::string_view text) {
    double number = 0;
    if (!parse_number(text, number) || !std::isfinite(number)) {
        return expected("a number");
    }
    *static_cast<double*>(place) = number;
    return {};
}

Result<void> read_text(const Type& type, void* place, std::string_view text) {
    LICET_TRY_VOID(describe::check_text(type, text));
    return type.set_text(place, text);
}

Result<void> read_blob(const Type& type, void* place, std::string_view text) {
    LICET_TRY(auto bytes, from_base64(text));
    static_cast<Blob*>(place)->bytes = std::move(bytes);
    return describe::check_count(type, static_cast<Blob*>(place)->bytes.size());
}

Result<void> read_time(const Type& type, void* place, std::string_view text) {
    LICET_TRY(const Time time, parse_iso8601(text));
    type.set_integer(place, to_epoch_ms(time));
    return {};
}

Result<void> read_enumeration(const Type& type, void* place, std::string_view text) {
    const auto position = describe::find_name(type, text);
    if (position == describe::npos) {
        return expected(fmt::format("one of [{}]", fmt::join(type.names, ", ")),
                        Misfit::not_a_choice);
    }
    type.set_integer(place, static_cast<std::int64_t>(position));
    return {};
}

std::string write_real(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string write_enumeration(const Type& type, const void* object) {
    const auto position = type.get_integer(object);
    LICET_CHECK(position >= 0);
    return std::string{type.names[static_cast<std::size_t>(position)]};
}

}  // namespace

bool is_scalar(const Type& type) {
    switch (type.kind) {
        case Kind::list:
        case Kind::map:
        case Kind::structure:
        case Kind::variant:
            return false;
        case Kind::optional:
            return is_scalar(*type.element);
        default:
            return true;
    }
}

Result<void> read_scalar(const Type& type, void* place, std::string_view text) {
    switch (type.kind) {
        case Kind::boolean:
            return read_boolean(place, text);
        case Kind::integer:
            return read_integer(type, place, text);
        case Kind::real:
            return read_real(place, text);
        case Kind::text:
            return read_text(type, place, text);
        case Kind::blob:
            return read_blob(type, place, text);
        case Kind::time:
            return read_time(type, place, text);
        case Kind::enumeration:
            return read_enumeration(type, place, text);
        case Kind::optional:
            return read_scalar(*type.element, type.emplace(place), text);
        case Kind::json: {
            auto read = describe::read_json(type, place, describe::kAwsFormat, text);
            return read.ok() ? read : expected("valid JSON");
        }
        default:
            LICET_CHECK(is_scalar(type));
            return {};
    }
}

std::string write_scalar(const Type& type, const void* object) {
    std::string scratch;
    switch (type.kind) {
        case Kind::boolean:
            return *static_cast<const bool*>(object) ? "true" : "false";
        case Kind::integer:
            return std::to_string(type.get_integer(object));
        case Kind::real:
            return write_real(*static_cast<const double*>(object));
        case Kind::text:
            return std::string{type.get_text(object, scratch)};
        case Kind::blob:
            return to_base64(as_bytes(static_cast<const Blob*>(object)->bytes));
        case Kind::time:
            return format_iso8601(from_epoch_ms(type.get_integer(object)));
        case Kind::enumeration:
            return write_enumeration(type, object);
        case Kind::optional:
            LICET_CHECK(type.has(object));
            return write_scalar(*type.element, type.at(const_cast<void*>(object), 0));
        case Kind::json: {
            const auto& text = static_cast<const JsonText*>(object)->text;
            return text.empty() ? "null" : text;
        }
        default:
            LICET_CHECK(is_scalar(type));
            return {};
    }
}

}  // namespace licet::wire
