// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.h"

#include "base/json_writer.h"
#include "base/utf8.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace licet::journal {
namespace {

struct TextMember {
    std::string_view
        before;  ///< what stands before its value: `,"name":`, of a text with its quote
    std::string Entry::*member;

    constexpr std::string_view name() const { return before.substr(2, before.find(':') - 3); }
};

// Every text of an Entry, in the order of the line.
constexpr std::array kTexts{
    TextMember{R"(,"event_id":")", &Entry::event_id},
    TextMember{R"(,"request_id":")", &Entry::request_id},
    TextMember{R"(,"principal_type":")", &Entry::principal_type},
    TextMember{R"(,"principal_arn":")", &Entry::principal_arn},
    TextMember{R"(,"principal_id":")", &Entry::principal_id},
    TextMember{R"(,"user_name":")", &Entry::user_name},
    TextMember{R"(,"access_key_id":")", &Entry::access_key_id},
    TextMember{R"(,"session_issued_at":")", &Entry::session_issued_at},
    TextMember{R"(,"source_identity":")", &Entry::source_identity},
    TextMember{R"(,"source_ip":")", &Entry::source_ip},
    TextMember{R"(,"user_agent":")", &Entry::user_agent},
    TextMember{R"(,"event_source":")", &Entry::event_source},
    TextMember{R"(,"event_name":")", &Entry::event_name},
    TextMember{R"(,"region":")", &Entry::region},
    TextMember{R"(,"error_code":")", &Entry::error_code},
    TextMember{R"(,"error_message":")", &Entry::error_message},
};

constexpr std::array kJsonTexts{
    TextMember{R"(,"parameters":)", &Entry::parameters},
    TextMember{R"(,"extra":)", &Entry::extra},
};

bool is_ascii(std::string_view text) {
    std::uint64_t eight = 0;
    std::uint64_t seen = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        seen |= eight;
    }
    for (const char c : text) {
        seen |= static_cast<unsigned char>(c);
    }
    return (seen & 0x8080808080808080U) == 0;
}

/// `text` itself where it may stand as it is, else what may stand for it, kept in `scratch`.
std::string_view clean(std::string_view text, std::string& scratch) {
    if (text.size() <= kTextBytesMax && simdjson::validate_utf8(text)) {
        return text;
    }
    std::string& out = scratch;
    out = text.substr(0, kTextBytesMax);
    if (out.size() < text.size()) {
        // The cut may have split a character: drop what is left of it.
        while (!out.empty() && continues_character(out.back())) {
            out.pop_back();
        }
        if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0U) {
            out.pop_back();
        }
    }
    if (!simdjson::validate_utf8(out)) {
        std::replace_if(
            out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80U; },
            '?');
    }
    return out;
}

/// Nearly every text is plain: then it is looked at once, and written as it is.
void append_text(std::string& out, std::string_view before, std::string_view text,
                 std::string& scratch) {
    if (text.size() <= kTextBytesMax && is_ascii(text) && needs_no_escape(text)) {
        ((out += before) += text) += '"';
    } else {
        out += before.substr(0, before.size() - 1);
        append_json_string(out, clean(text, scratch));
    }
}

// Line feeds in JSON are white space only, strings have them escaped.
std::string_view on_one_line(std::string_view json, std::string& scratch) {
    if (json.size() > kJsonBytesMax) {
        return R"({"omitted":"too long"})";
    }
    if (json.find('\n') == std::string_view::npos && json.find('\r') == std::string_view::npos) {
        return json;
    }
    scratch = json;
    std::replace_if(
        scratch.begin(), scratch.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return scratch;
}

using simdjson::dom::element;
using simdjson::dom::object;

std::string text_of(const object& members, std::string_view name) {
    std::string_view value;
    return members[name].get_string().get(value) == simdjson::SUCCESS ? std::string{value} : "";
}

std::vector<Resource> resources_of(const object& members) {
    std::vector<Resource> out;
    simdjson::dom::array list;
    if (members["resources"].get_array().get(list) != simdjson::SUCCESS) {
        return out;
    }
    for (const element item : list) {
        object resource;
        if (item.get_object().get(resource) == simdjson::SUCCESS) {
            out.push_back({text_of(resource, "type"), text_of(resource, "name")});
        }
    }
    return out;
}

}  // namespace

std::string issue_time(std::optional<Time> issued_at) {
    return issued_at ? format_iso8601(std::chrono::floor<std::chrono::seconds>(*issued_at)) : "";
}

void append_members(std::string& out, const Entry& entry) {
    std::string scratch;
    ((out += R"(,"time":")") += format_iso8601(entry.time)) += '"';
    if (entry.account) {
        ((out += R"(,"account":")") += entry.account.text()) += '"';
    }
    for (const auto& text : kTexts) {
        if (const auto& value = entry.*text.member; !value.empty()) {
            append_text(out, text.before, value, scratch);
        }
    }
    out += entry.read_only ? R"(,"read_only":true)" : R"(,"read_only":false)";
    for (const auto& json : kJsonTexts) {
        if (const auto& value = entry.*json.member; !value.empty()) {
            (out += json.before) += on_one_line(value, scratch);
        }
    }
    if (entry.resources.empty()) {
        return;
    }
    out += R"(,"resources":)";
    JsonWriter json{out};
    json.begin_array();
    for (std::size_t i = 0; i < std::min(entry.resources.size(), kResourcesMax); ++i) {
        json.begin_object();
        json.member("type", clean(entry.resources[i].type, scratch));
        json.member("name", clean(entry.resources[i].name, scratch));
        json.end_object();
    }
    json.end_array();
}

Result<Entry> parse_entry(std::string_view line) {
    const Error refused{ErrorKind::invalid, "this is not a line of the journal"};
    thread_local simdjson::dom::parser parser;
    object members;
    if (parser.parse(line.data(), line.size()).get_object().get(members) != simdjson::SUCCESS) {
        return refused;
    }
    Entry entry;
    LICET_TRY(entry.time, parse_iso8601(text_of(members, "time")));
    if (const auto account = text_of(members, "account"); !account.empty()) {
        LICET_TRY(entry.account, AccountId::parse(account));
    }
    for (const auto& text : kTexts) {
        entry.*text.member = text_of(members, text.name());
    }
    if (members["read_only"].get_bool().get(entry.read_only) != simdjson::SUCCESS) {
        return refused;
    }
    for (const auto& json : kJsonTexts) {
        element value;
        if (members[json.name()].get(value) == simdjson::SUCCESS) {
            entry.*json.member = simdjson::minify(value);
        }
    }
    entry.resources = resources_of(members);
    return entry;
}

}  // namespace licet::journal
