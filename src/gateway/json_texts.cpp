// SPDX-License-Identifier: Apache-2.0
#include "gateway/json_texts.h"

#include "base/json_writer.h"
#include "gateway/json.h"

#include <simdjson.h>

namespace licet::gateway {
namespace {

using simdjson::dom::element_type;

/// Parses what may be followed by nothing. @return nothing for all but objects and lists
std::optional<simdjson::dom::element> parse(simdjson::dom::parser& parser, std::string_view json) {
    simdjson::dom::element root;
    if (parser.allocate(json.size(), JsonReader::kDepthMax) != simdjson::SUCCESS ||
        parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return root.is_object() || root.is_array() ? std::optional{root} : std::nullopt;
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

std::optional<std::string> texts_of_json(std::string_view json) {
    simdjson::dom::parser parser;
    const auto root = parse(parser, json);
    if (!root) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(json.size());
    collect(*root, out);
    return out;
}

std::optional<std::string> change_strings(
    std::string_view json, const std::function<std::string(std::string_view)>& change) {
    simdjson::dom::parser parser;
    const auto root = parse(parser, json);
    if (!root) {
        return std::nullopt;
    }
    std::string out;
    JsonWriter writer{out};
    rewrite(*root, writer, change);
    return out;
}

}  // namespace licet::gateway
