// SPDX-License-Identifier: Apache-2.0
#include "gateway/json.h"

#include "net/http.h"
#include "wire/fault.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace licet::gateway {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

// A parser keeps about ten times the size of the largest text it has seen. Larger ones than this
// get a parser of their own, which goes with the next text.
constexpr std::size_t kKeptBytes = 256 * 1024;
constexpr std::size_t kFirstBytes = 16 * 1024;

Error fault(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

}  // namespace

struct Json::Access {
    static_assert(sizeof(element) == sizeof(Json) && std::is_trivially_copyable_v<element>);

    static Json wrap(const element& from) {
        Json json;
        std::memcpy(&json.element_, &from, sizeof from);
        return json;
    }
    static element unwrap(const Json& json) {
        element out;
        std::memcpy(static_cast<void*>(&out), &json.element_, sizeof out);
        return out;
    }
};

bool Json::is_null() const {
    return Access::unwrap(*this).is_null();
}

bool Json::is_text() const {
    return Access::unwrap(*this).is_string();
}

bool Json::is_object() const {
    return Access::unwrap(*this).is_object();
}

bool Json::is_list() const {
    return Access::unwrap(*this).is_array();
}

Result<bool> Json::boolean() const {
    bool out = false;
    if (Access::unwrap(*this).get_bool().get(out) != simdjson::SUCCESS) {
        return fault("must be true or false");
    }
    return out;
}

std::string Json::minified() const {
    return simdjson::minify(Access::unwrap(*this));
}

Result<std::string_view> Json::text() const {
    std::string_view out;
    if (Access::unwrap(*this).get_string().get(out) != simdjson::SUCCESS) {
        return fault("must be a text");
    }
    return out;
}

Result<std::string_view> Json::filled_text() const {
    LICET_TRY(const auto out, text());
    if (is_blank(out)) {
        return fault("must not be blank");
    }
    return out;
}

Result<std::int64_t> Json::integer(std::int64_t min, std::int64_t max) const {
    std::int64_t out = 0;
    if (Access::unwrap(*this).get_int64().get(out) != simdjson::SUCCESS || out < min || out > max) {
        return fault(fmt::format("must be a whole number from {} to {}", min, max));
    }
    return out;
}

Result<double> Json::number(double min, double max) const {
    double out = 0;
    if (Access::unwrap(*this).get_double().get(out) != simdjson::SUCCESS ||
        !(out >= min && out <= max)) {
        return fault(fmt::format("must be a number from {} to {}", min, max));
    }
    return out;
}

Result<void> Json::walk_items(OnItem visit, void* context) const {
    array items;
    if (Access::unwrap(*this).get_array().get(items) != simdjson::SUCCESS) {
        return fault("must be a list");
    }
    std::size_t index = 0;
    for (const element item : items) {
        if (auto visited = visit(context, Access::wrap(item)); !visited.ok()) {
            return wire::at(fmt::format("[{}]", index), std::move(visited).error());
        }
        ++index;
    }
    return {};
}

Result<void> Json::walk_members(OnMember visit, void* context) const {
    object members;
    if (Access::unwrap(*this).get_object().get(members) != simdjson::SUCCESS) {
        return fault("must be an object");
    }
    std::array<std::string_view, kMembersMax> seen;
    std::size_t count = 0;
    for (const auto& [key, value] : members) {
        if (count == kMembersMax) {
            return fault(fmt::format("must not have more than {} members", kMembersMax));
        }
        const auto* const end = seen.begin() + count;
        auto visited = std::find(seen.cbegin(), end, key) != end
                           ? Result<void>{fault("must not be given twice")}
                       : value.is_null() ? Result<void>{}
                                         : visit(context, key, Access::wrap(value));
        if (!visited.ok()) {
            return wire::at(fmt::format(".{}", key.substr(0, 64)), std::move(visited).error());
        }
        seen[count++] = key;
    }
    return {};
}

std::optional<Json> Json::find(std::string_view key) const {
    object members;
    element found;
    if (Access::unwrap(*this).get_object().get(members) != simdjson::SUCCESS ||
        members.at_key(key).get(found) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return Access::wrap(found);
}

std::optional<Json> Json::first() const {
    array items;
    if (Access::unwrap(*this).get_array().get(items) != simdjson::SUCCESS ||
        items.begin() == items.end()) {
        return std::nullopt;
    }
    return Access::wrap(*items.begin());
}

std::string_view text_in(const Json& object, std::string_view member) {
    const auto value = object.find(member);
    return value && value->is_text() ? value->text().value() : std::string_view{};
}

Error unsupported() {
    return fault("is not supported");
}

struct JsonReader::Impl {
    std::unique_ptr<simdjson::dom::parser> parser;
};

JsonReader::JsonReader() : impl_{std::make_unique<Impl>()} {}

JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;
JsonReader::~JsonReader() = default;

Result<Json> JsonReader::parse(std::string_view text, Padding padding) {
    static_assert(simdjson::SIMDJSON_PADDING <= net::Request::kBodyPadding);
    auto& parser = impl_->parser;
    if (parser == nullptr || parser->capacity() > kKeptBytes) {
        parser = std::make_unique<simdjson::dom::parser>();
        // The depth stays when parse() makes room for more.
        LICET_CHECK(parser->allocate(kFirstBytes, kDepthMax) == simdjson::SUCCESS);
    }
    element root;
    const auto outcome =
        text.empty()
            ? simdjson::EMPTY
            : parser->parse(text.data(), text.size(), padding == Padding::absent).get(root);
    if (outcome == simdjson::SUCCESS) {
        return Json::Access::wrap(root);
    }
    return fault(outcome == simdjson::DEPTH_ERROR
                     ? fmt::format("must not be nested deeper than {} levels", kDepthMax)
                     : "must be JSON in UTF-8");
}

}  // namespace licet::gateway
