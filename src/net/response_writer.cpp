// SPDX-License-Identifier: Apache-2.0
#include "net/response_writer.h"

#include "base/clock.h"
#include "net/http1_head.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace licet::net {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 424:
            return "Failed Dependency";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "";
    }
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits;
    const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`. Source: RFC 9110 section 5.6.7.
std::string http_date(Time time) {
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
        clock.seconds().count());
}

}  // namespace

std::string_view DateCache::at(std::int64_t now_ms) {
    if (now_ms >= good_until_ms_) {
        const Time now = SystemClock{}.now();
        text_ = http_date(now);
        constexpr std::int64_t kSecond = 1000;
        good_until_ms_ = now_ms + kSecond - to_epoch_ms(now) % kSecond;
    }
    return text_;
}

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

bool is_service_header(std::string_view name) {
    switch (name.size()) {
        case 4:
            return !equals_ignoring_case(name, "date");
        case 7:
            return !equals_ignoring_case(name, "upgrade");
        case 10:
            return !equals_ignoring_case(name, "connection") &&
                   !equals_ignoring_case(name, "keep-alive");
        case 14:
            return !equals_ignoring_case(name, "content-length");
        case 17:
            return !equals_ignoring_case(name, "transfer-encoding");
        default:
            return true;
    }
}

void append_field_value(std::string& out, std::string_view text) {
    if (is_field_value(text)) {
        out += text;
        return;
    }
    for (const char c : text) {
        out += is_field_value({&c, 1}) ? c : ' ';
    }
}

void append_response_head(std::string& out, const Response& response, AfterResponse after,
                          std::string_view date, BodyLength length) {
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out += ' ';
    out += reason_of(response.status);
    out += "\r\ndate: ";
    out += date;
    for (const Header header : response.headers) {
        if (!is_service_header(header.name) || !is_token(header.name)) {
            continue;
        }
        out += "\r\n";
        out += header.name;
        out += ": ";
        append_field_value(out, header.value);
    }
    if (length == BodyLength::chunked) {
        out += "\r\ntransfer-encoding: chunked";
    } else if (length == BodyLength::announced && has_body(response.status)) {
        out += "\r\ncontent-length: ";
        append_number(out, response.body.size());
    }
    if (after == AfterResponse::close) {
        out += "\r\nconnection: close";
    } else if (after == AfterResponse::keep_alive_said) {
        out += "\r\nconnection: keep-alive";
    }
    out += "\r\n\r\n";
}

void append_chunk(std::string& out, std::string_view piece) {
    std::array<char, 20> digits;
    const auto* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), piece.size(), 16).ptr;
    out.reserve(out.size() + digits.size() + piece.size());
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out += "\r\n";
    out += piece;
    out += "\r\n";
}

}  // namespace licet::net
