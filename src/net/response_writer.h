// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace licet::net {

/// The `date` value, made anew once a second. Loop-owned.
class DateCache {
public:
    /// @param now_ms the loop's monotonic time.
    std::string_view at(std::int64_t now_ms);

private:
    std::string text_;
    std::int64_t good_until_ms_ = INT64_MIN;
};

/// Whether a response of that status has a body at all. Source: RFC 9110 section 6.4.1.
bool has_body(int status);

/// Whether a service may set this field; see Response. @param name in any case.
bool is_service_header(std::string_view name);

/// Appends `text` with control characters made blanks.
void append_field_value(std::string& out, std::string_view text);

enum class AfterResponse { keep_alive, keep_alive_said, close };

/// How an HTTP/1.1 client knows where a body ends.
enum class BodyLength { announced, chunked, until_close };

/// Appends an HTTP/1.1 status line and header block for `response`.
void append_response_head(std::string& out, const Response& response, AfterResponse after,
                          std::string_view date, BodyLength length = BodyLength::announced);

/// Appends a piece of a chunked body. Requires that it is not empty: an empty one ends the body.
void append_chunk(std::string& out, std::string_view piece);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace licet::net
