// SPDX-License-Identifier: Apache-2.0
#include "gateway/json_texts.h"

#include "base/json_writer.h"
#include "gateway/json.h"
#include "guardrail/code_points.h"

#include <simdjson.h>

#include <charconv>
#include <cstdint>

namespace licet::gateway {
namespace {

using simdjson::dom::element_type;

/// Parses what may be followed by nothing.
std::optional<simdjson::dom::element> parse(simdjson::dom::parser& parser, std::string_view json,
                                            bool any_value) {
    simdjson::dom::element root;
    if (parser.allocate(json.size(), JsonReader::kDepthMax) != simdjson::SUCCESS ||
        parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return any_value || root.is_object() || root.is_array() ? std::optional{root} : std::nullopt;
}

bool read_hex(std::string_view digits, std::uint32_t& unit) {
    constexpr int kBase = 16;
    const auto* const end = digits.data() + digits.size();
    return digits.size() == 4 && std::from_chars(digits.data(), end, unit, kBase).ptr == end;
}

/// Of a code point beyond the basic plane.
bool is_half(std::uint32_t unit) {
    return unit >= 0xD800 && unit < 0xE000;
}

void collect(const simdjson::dom::element& value, std::string& out) {
    switch (value.type()) {
        case element_type::OBJECT:
            for (const auto field : simdjson::dom::object{value}) {
                out.append(field.key) += '\n';
                collect(field.value, out);
            }
            break;
        case element_type::ARRAY:
            for (const auto item : simdjson::dom::array{value}) {
                collect(item, out);
            }
            break;
        case element_type::STRING:
            out.append(std::string_view{value}) += '\n';
            break;
        case element_type::INT64:
        case element_type::UINT64:
        case element_type::DOUBLE:
            out += simdjson::minify(value);
            out += '\n';
            break;
        case element_type::BOOL:
        case element_type::NULL_VALUE:
            break;
    }
}

void rewrite(const simdjson::dom::element& value, JsonWriter& json,
             const std::function<std::string(std::string_view)>& change) {
    switch (value.type()) {
        case element_type::OBJECT:
            json.begin_object();
            for (const auto field : simdjson::dom::object{value}) {
                json.key(change(field.key));
                rewrite(field.value, json, change);
            }
            json.end_object();
            break;
        case element_type::ARRAY:
            json.begin_array();
            for (const auto item : simdjson::dom::array{value}) {
                rewrite(item, json, change);
            }
            json.end_array();
            break;
        case element_type::STRING:
            json.string(change(std::string_view{value}));
            break;
        default:
            json.raw(simdjson::minify(value));
            break;
    }
}

}  // namespace

std::optional<std::string> texts_of_json(std::string_view json, bool any_value) {
    simdjson::dom::parser parser;
    const auto root = parse(parser, json, any_value);
    if (!root) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(json.size());
    collect(*root, out);
    return out;
}

std::string without_escapes(std::string_view json) {
    std::string out;
    for (std::size_t at = 0; at < json.size(); ++at) {
        if (json[at] != '\\' || at + 1 == json.size()) {
            out += json[at];
            continue;
        }
        ++at;
        constexpr std::string_view kBlanks = "nrtbf";
        constexpr std::size_t kHexDigits = 4;
        std::uint32_t unit = 0;
        if (json[at] == 'u' && read_hex(json.substr(at + 1, kHexDigits), unit)) {
            out += is_half(unit) ? "?" : guardrail::encode(unit);
            at += kHexDigits;
        } else {
            out += kBlanks.find(json[at]) != std::string_view::npos ? '\n' : json[at];
        }
    }
    return out;
}

std::string said_in_json(std::string_view json) {
    auto said = texts_of_json(json, true);
    return said ? *std::move(said) : without_escapes(json);
}

std::optional<std::string> change_strings(
    std::string_view json, const std::function<std::string(std::string_view)>& change) {
    simdjson::dom::parser parser;
    const auto root = parse(parser, json, true);
    if (!root) {
        return std::nullopt;
    }
    std::string out;
    JsonWriter writer{out};
    rewrite(*root, writer, change);
    return out;
}

}  // namespace licet::gateway
