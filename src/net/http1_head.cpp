// SPDX-License-Identifier: Apache-2.0
#include "net/http1_head.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>

namespace licet::net {
namespace {

using Table = std::array<unsigned char, 256>;

/// Token characters mapped to lower case, everything else to 0.
constexpr Table kToken = [] {
    Table table{};
    for (unsigned c = '0'; c <= '9'; ++c) {
        table[c] = static_cast<unsigned char>(c);
    }
    for (unsigned c = 'a'; c <= 'z'; ++c) {
        table[c] = static_cast<unsigned char>(c);
        table[c - 'a' + 'A'] = static_cast<unsigned char>(c);
    }
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) {
        table[static_cast<unsigned char>(c)] = static_cast<unsigned char>(c);
    }
    return table;
}();

/// What may stand in a field value: visible characters, blanks, tabs and bytes over 0x7f.
constexpr Table kValue = [] {
    Table table{};
    table['\t'] = 1;
    for (unsigned c = 0x20; c < 256; ++c) {
        table[c] = c == 0x7f ? 0 : 1;
    }
    return table;
}();

constexpr Table kHost = [] {
    Table table{};
    for (unsigned c = 0x21; c < 0x7f; ++c) {
        table[c] = 1;
    }
    for (const char c : std::string_view{"\"#/<>?@\\^`{|},"}) {
        table[static_cast<unsigned char>(c)] = 0;
    }
    return table;
}();

unsigned char at(const Table& table, char c) {
    return table[static_cast<unsigned char>(c)];
}

bool all_in(const Table& table, std::string_view text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return at(table, c) != 0; });
}

constexpr std::size_t kBlockBytes = 32;

/// Whether no byte of a block is a control character. Looks at each, so that the compiler takes
/// many at once.
bool is_plain_block(const char* bytes) {
    unsigned char found = 0;
    for (std::size_t i = 0; i < kBlockBytes; ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        found |= static_cast<unsigned char>((c < 0x20) | (c == 0x7f));
    }
    return found == 0;
}

/// How many bytes at the start of `text` may stand in a field value, or fewer: eight are looked at
/// at once, up to the first eight with a control character, be it a tab, among them.
std::size_t plain_values(std::string_view text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kHighs = 0x8080808080808080;
    std::size_t at = 0;
    for (; text.size() - at >= sizeof kOnes; at += sizeof kOnes) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        const std::uint64_t deleted = bytes ^ (kOnes * 0x7f);  // 0 where a byte is DEL
        const std::uint64_t found =
            ((bytes - kOnes * 0x20) & ~bytes) | ((deleted - kOnes) & ~deleted);
        if ((found & kHighs) != 0) {
            break;
        }
    }
    return at;
}

constexpr std::size_t kMethodBytesMax = 32;

Refusal bad(std::string_view message) {
    return {400, message};
}

std::optional<std::uint64_t> decimal(std::string_view text) {
    constexpr std::size_t kDigitsMax = 18;
    if (text.empty() || text.size() > kDigitsMax) {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

void read_connection(std::string_view value, Framing& framing) {
    while (!value.empty()) {
        const std::size_t comma = std::min(value.find(','), value.size());
        std::string_view option = value.substr(0, comma);
        value.remove_prefix(std::min(comma + 1, value.size()));
        option.remove_prefix(std::min(option.find_first_not_of(" \t"), option.size()));
        option = option.substr(0, option.find_last_not_of(" \t") + 1);
        framing.close = framing.close || equals_ignoring_case(option, "close");
        framing.keep_alive = framing.keep_alive || equals_ignoring_case(option, "keep-alive");
    }
}

/// Notes what a field says about framing. Fields of other lengths cannot be any of these.
Refusal read_framing(const Header& header, Framing& framing) {
    switch (header.name.size()) {
        case 4:
            if (header.name == "host") {
                if (++framing.hosts > 1) {
                    return bad("more than one Host header");
                }
                if (!is_host(header.value)) {
                    return bad("the Host header is malformed");
                }
            }
            break;
        case 6:
            if (header.name == "expect") {
                if (!equals_ignoring_case(header.value, "100-continue")) {
                    return {417, "only the expectation `100-continue` is supported"};
                }
                framing.expect = true;
            }
            break;
        case 10:
            if (header.name == "connection") {
                read_connection(header.value, framing);
            }
            break;
        case 14:
            if (header.name == "content-length") {
                const auto length = decimal(header.value);
                if (!length) {
                    return bad("the Content-Length header is not a number");
                }
                if (framing.has_content_length) {
                    return bad("more than one Content-Length header");
                }
                framing.has_content_length = true;
                framing.content_length = *length;
            }
            break;
        case 17:
            if (header.name == "transfer-encoding") {
                if (framing.chunked) {
                    return bad("more than one Transfer-Encoding header");
                }
                if (!equals_ignoring_case(header.value, "chunked")) {
                    return {501, "only the transfer coding `chunked` is supported"};
                }
                framing.chunked = true;
            }
            break;
        default:
            break;
    }
    return {};
}

/// Parses one field line. `line` starts at the name; on return it is past the line's end.
/// @param end_of_head where its empty line ends
Refusal parse_field(char*& line, const char* end_of_head, Header& header) {
    if (*line == ' ' || *line == '\t') {
        return bad("a header line is folded");
    }
    char* const name = line;
    while (const unsigned char lower = at(kToken, *line)) {
        *line++ = static_cast<char>(lower);
    }
    if (*line != ':' || line == name) {
        return bad(*line == ' ' || *line == '\t' ? "a header name is followed by a blank"
                                                 : "a header name is malformed");
    }
    header.name = {name, static_cast<std::size_t>(line - name)};
    ++line;
    while (*line == ' ' || *line == '\t') {
        ++line;
    }
    char* const value = line;
    line += plain_values({line, static_cast<std::size_t>(end_of_head - line)});
    while (at(kValue, *line) != 0) {
        ++line;
    }
    // The scanner saw to it that every line feed follows a carriage return.
    if (line[0] != '\r' || line[1] != '\n') {
        return bad("a header value has a control character");
    }
    char* end = line;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t')) {
        --end;
    }
    header.value = {value, static_cast<std::size_t>(end - value)};
    line += 2;
    return {};
}

/// Parses field lines up to the empty line that ends the head.
Refusal parse_fields(char* line, const char* end_of_head, std::size_t count_max,
                     std::vector<Header>& headers, Framing& framing) {
    headers.clear();
    framing = {};
    while (*line != '\r' || line[1] != '\n') {
        if (headers.size() == count_max) {
            return {431, "too many headers"};
        }
        Header header;
        if (const Refusal refusal = parse_field(line, end_of_head, header)) {
            return refusal;
        }
        if (const Refusal refusal = read_framing(header, framing)) {
            return refusal;
        }
        headers.push_back(header);
    }
    if (framing.chunked && framing.has_content_length) {
        return bad("both Content-Length and Transfer-Encoding are given");
    }
    return {};
}

/// Reads `HTTP/1.x`; 505 for other versions of HTTP.
Refusal parse_version(std::string_view text, HttpVersion& version) {
    if (text == "HTTP/1.1") {
        version = HttpVersion::http_1_1;
    } else if (text == "HTTP/1.0") {
        version = HttpVersion::http_1_0;
    } else if (text.size() == 8 && text.starts_with("HTTP/") && text[5] >= '0' && text[5] <= '9' &&
               text[6] == '.' && text[7] >= '0' && text[7] <= '9') {
        return {505, "only HTTP/1.0, HTTP/1.1 and HTTP/2 are supported"};
    } else {
        return bad("the request line is malformed");
    }
    return {};
}

/// Cuts scheme and authority off an absolute target. @return the authority, empty when there was
/// none.
std::string_view strip_authority(std::string_view& target) {
    constexpr std::string_view kScheme = "http://";
    if (target.size() <= kScheme.size() ||
        !equals_ignoring_case(target.substr(0, kScheme.size()), kScheme)) {
        return {};
    }
    const std::size_t slash = target.find('/', kScheme.size());
    if (slash == std::string_view::npos || slash == kScheme.size()) {
        return {};
    }
    const std::string_view authority = target.substr(kScheme.size(), slash - kScheme.size());
    target.remove_prefix(slash);
    return authority;
}

Refusal parse_request_line(std::string_view line, const Limits& limits, RequestHead& head,
                           std::string_view& authority) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return bad("the request line is malformed");
    }
    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    if (head.method.size() > kMethodBytesMax || !is_token(head.method)) {
        return bad("the method is malformed");
    }
    if (head.target.size() > limits.target_bytes) {
        return {414, "the request target is too long"};
    }
    if (const Refusal refusal = parse_version(line.substr(last + 1), head.version)) {
        return refusal;
    }
    if (head.method == "CONNECT") {
        return {501, "the method CONNECT is not supported"};
    }
    authority = strip_authority(head.target);
    if (!is_host(authority) || !is_valid_target(head.method, head.target)) {
        return bad("the request target is malformed");
    }
    return {};
}

std::string_view first_line(const char* data, std::size_t size) {
    const auto* const end = static_cast<const char*>(std::memchr(data, '\n', size));
    return {data, static_cast<std::size_t>(end - data) - 1};
}

}  // namespace

HeadScanner::Outcome HeadScanner::refuse(int status, std::string_view message) {
    return {.state = State::refused, .refusal = {status, message}};
}

HeadScanner::Outcome HeadScanner::scan(std::string_view bytes, std::size_t head_bytes_max) {
    while (true) {
        // Past the limit nothing is looked at, lest the answer depend on how much came at once.
        const std::string_view window = bytes.substr(0, start_ + head_bytes_max);
        if (window.size() > start_ && at(kToken, window[start_]) == 0 &&
            !(start_ == 0 && window[0] == '\r')) {
            return refuse(400, "the request line is malformed");
        }
        const std::size_t feed = window.find('\n', scanned_);
        if (feed == std::string_view::npos) {
            scanned_ = window.size();
            if (window.size() == start_ + head_bytes_max) {
                return line_ == start_ ? refuse(414, "the request line is too long")
                                       : refuse(431, "the request head is too large");
            }
            return {.state = State::more};
        }
        if (feed == line_ || window[feed - 1] != '\r') {
            return refuse(400, "a line feed has no carriage return before it");
        }
        const bool empty_line = feed - 1 == line_;
        const bool first = line_ == start_;
        line_ = feed + 1;
        scanned_ = feed + 1;
        if (empty_line && first) {
            start_ = feed + 1;  // only at 0: no head starts with a carriage return but the first
        } else if (empty_line) {
            return {.state = State::complete, .start = start_, .end = feed + 1};
        }
    }
}

Refusal parse_request_head(char* data, std::size_t size, const Limits& limits, RequestHead& head) {
    const std::string_view line = first_line(data, size);
    std::string_view authority;
    if (const Refusal refusal = parse_request_line(line, limits, head, authority)) {
        return refusal;
    }
    char* const fields = data + line.size() + 2;
    if (const Refusal refusal =
            parse_fields(fields, data + size, limits.header_count, head.headers, head.framing)) {
        return refusal;
    }
    if (head.version == HttpVersion::http_1_0) {
        if (head.framing.chunked) {
            return bad("Transfer-Encoding does not exist in HTTP/1.0");
        }
        head.framing.expect = false;
    } else if (head.framing.hosts == 0) {
        return bad("the Host header is missing");
    }
    if (!authority.empty()) {
        const auto host = std::find_if(head.headers.begin(), head.headers.end(),
                                       [](const Header& h) { return h.name == "host"; });
        if (host != head.headers.end() && host->value != authority) {
            return bad("the request target and the Host header name different hosts");
        }
    }
    return {};
}

Refusal parse_response_head(char* data, std::size_t size, std::size_t header_count_max,
                            ResponseHead& head) {
    constexpr Refusal kMalformed{502, "the status line is malformed"};
    constexpr std::size_t kVersionBytes = 8;
    constexpr std::size_t kStatusEnd = 12;
    const std::string_view line = first_line(data, size);
    if (line.size() < kStatusEnd || line[kVersionBytes] != ' ' ||
        (line.size() > kStatusEnd && line[kStatusEnd] != ' ') || !is_field_value(line) ||
        parse_version(line.substr(0, kVersionBytes), head.version)) {
        return kMalformed;
    }
    const auto status = decimal(line.substr(kVersionBytes + 1, 3));
    if (!status || *status < 100 || *status > 599) {
        return kMalformed;
    }
    head.status = static_cast<int>(*status);
    Refusal refusal = parse_fields(data + line.size() + 2, data + size, header_count_max,
                                   head.headers, head.framing);
    if (refusal) {
        refusal.status = 502;
    }
    return refusal;
}

bool is_valid_target(std::string_view method, std::string_view target) {
    if (target == "*") {
        return method == "OPTIONS";
    }
    return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
               return c > 0x20 && c < 0x7f && c != '#';
           });
}

bool is_token(std::string_view text) {
    return !text.empty() && all_in(kToken, text);
}

bool is_field_value(std::string_view text) {
    while (text.size() >= kBlockBytes && is_plain_block(text.data())) {
        text.remove_prefix(kBlockBytes);
    }
    text.remove_prefix(plain_values(text));
    return all_in(kValue, text);
}

bool is_host(std::string_view text) {
    return all_in(kHost, text);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() &&
           std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

}  // namespace licet::net
