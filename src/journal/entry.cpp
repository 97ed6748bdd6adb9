// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.h"

#include "base/json_writer.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace licet::journal {
namespace {

struct TextMember {
    std::string_view name;
    std::string Entry::*member;
};

// Every text of an Entry, in the order of the line.
constexpr std::array kTexts{
    TextMember{"event_id", &Entry::event_id},
    TextMember{"request_id", &Entry::request_id},
    TextMember{"principal_type", &Entry::principal_type},
    TextMember{"principal_arn", &Entry::principal_arn},
    TextMember{"principal_id", &Entry::principal_id},
    TextMember{"user_name", &Entry::user_name},
    TextMember{"access_key_id", &Entry::access_key_id},
    TextMember{"session_issued_at", &Entry::session_issued_at},
    TextMember{"source_identity", &Entry::source_identity},
    TextMember{"source_ip", &Entry::source_ip},
    TextMember{"user_agent", &Entry::user_agent},
    TextMember{"event_source", &Entry::event_source},
    TextMember{"event_name", &Entry::event_name},
    TextMember{"region", &Entry::region},
    TextMember{"error_code", &Entry::error_code},
    TextMember{"error_message", &Entry::error_message},
};

constexpr std::array kJsonTexts{
    TextMember{"parameters", &Entry::parameters},
    TextMember{"extra", &Entry::extra},
};

/// `text` itself where it may stand as it is, else what may stand for it, kept in `scratch`.
std::string_view clean(std::string_view text, std::string& scratch) {
    if (text.size() <= kTextBytesMax && simdjson::validate_utf8(text)) {
        return text;
    }
    std::string& out = scratch;
    out = text.substr(0, kTextBytesMax);
    if (out.size() < text.size()) {
        // The cut may have split a character: drop what is left of it.
        while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0U) == 0x80U) {
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

// Line feeds in JSON are white space only, strings have them escaped.
std::string on_one_line(std::string_view json) {
    if (json.size() > kJsonBytesMax) {
        return R"({"omitted":"too long"})";
    }
    std::string out{json};
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return out;
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

void append_entry(std::string& out, std::uint64_t sequence, const Entry& entry) {
    std::string scratch;
    JsonWriter json{out};
    json.begin_object();
    json.key("sequence").integer(static_cast<std::int64_t>(sequence));
    json.member("time", format_iso8601(entry.time));
    if (entry.account) {
        json.member("account", entry.account.text());
    }
    for (const auto& [name, member] : kTexts) {
        if (!(entry.*member).empty()) {
            json.member(name, clean(entry.*member, scratch));
        }
    }
    json.key("read_only").boolean(entry.read_only);
    for (const auto& [name, member] : kJsonTexts) {
        if (!(entry.*member).empty()) {
            json.key(name).raw(on_one_line(entry.*member));
        }
    }
    if (!entry.resources.empty()) {
        json.key("resources").begin_array();
        for (std::size_t i = 0; i < std::min(entry.resources.size(), kResourcesMax); ++i) {
            json.begin_object();
            json.member("type", clean(entry.resources[i].type, scratch));
            json.member("name", clean(entry.resources[i].name, scratch));
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
    out.pop_back();
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
    for (const auto& [name, member] : kTexts) {
        entry.*member = text_of(members, name);
    }
    if (members["read_only"].get_bool().get(entry.read_only) != simdjson::SUCCESS) {
        return refused;
    }
    for (const auto& [name, member] : kJsonTexts) {
        element value;
        if (members[name].get(value) == simdjson::SUCCESS) {
            entry.*member = simdjson::minify(value);
        }
    }
    entry.resources = resources_of(members);
    return entry;
}

}  // namespace licet::journal
