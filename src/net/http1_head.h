// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"
#include "net/limits.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace licet::net {

/// Why a message is not taken: a status of 400 or more and a sentence; status 0 stands for none.
struct Refusal {
    int status = 0;
    std::string_view message = {};
    explicit operator bool() const { return status != 0; }
    bool operator==(const Refusal&) const = default;
};

/// Finds where a message head ends, in bytes that arrive piecemeal. The answer depends on the bytes
/// only, not on how they were cut.
///
/// Skips one empty line before the head; refuses a line feed without its carriage return and
/// anything that cannot start a message.
class HeadScanner {
public:
    enum class State { more, complete, refused };
    struct Outcome {
        State state;
        std::size_t start = 0;  ///< complete: where the head starts
        std::size_t end = 0;    ///< complete: one past its last byte
        Refusal refusal = {};
    };

    /// @param bytes everything since reset(), what earlier calls saw included.
    Outcome scan(std::string_view bytes, std::size_t head_bytes_max);
    void reset() { *this = HeadScanner{}; }

private:
    Outcome refuse(int status, std::string_view message);

    std::size_t start_ = 0;
    std::size_t line_ = 0;     // start of the line being looked at
    std::size_t scanned_ = 0;  // nothing of interest before it
};

/// What the header fields say about how the message goes on.
struct Framing {
    std::uint64_t content_length = 0;
    bool has_content_length = false;
    bool chunked = false;
    bool close = false;       ///< Connection: close
    bool keep_alive = false;  ///< Connection: keep-alive
    bool expect = false;      ///< Expect: 100-continue
    std::uint8_t hosts = 0;   ///< counted up to 2
};

/// A request head as views into the bytes it was parsed from; kept and reused to save allocations.
struct RequestHead {
    std::string_view method;
    std::string_view target;
    HttpVersion version = HttpVersion::http_1_1;
    std::vector<Header> headers;
    Framing framing;
};

/// Parses a complete head as HeadScanner found it; makes header names lower-case in place.
///
/// Strict: RFC 9112 without its leniencies. Refuses obsolete folding, blanks before the colon,
/// control characters, Content-Length together with Transfer-Encoding or more than once, every
/// transfer coding but `chunked`, and a missing, repeated or impossible Host. Source: RFC 9112
/// sections 2 to 6, RFC 9110 sections 5 and 7.2.
/// @return why it is refused; `head` is then unusable.
Refusal parse_request_head(char* data, std::size_t size, const Limits& limits, RequestHead& head);

struct ResponseHead {
    int status = 0;
    HttpVersion version = HttpVersion::http_1_1;
    std::vector<Header> headers;
    Framing framing;
};

/// The same for the head of a response. Source: RFC 9112 section 4.
/// @return a Refusal of status 502.
Refusal parse_response_head(char* data, std::size_t size, std::size_t header_count_max,
                            ResponseHead& head);

/// Whether `target` is fit for a request line: `/` and visible ASCII without `#`, or `*` for
/// OPTIONS.
bool is_valid_target(std::string_view method, std::string_view target);
/// Whether `text` is a token (a method, a header name). Source: RFC 9110 section 5.6.2.
bool is_token(std::string_view text);
/// Whether `text` has no control character but tabs, so that it can stand in a header field.
bool is_field_value(std::string_view text);
/// Whether `text` can be a Host value.
bool is_host(std::string_view text);
/// Compares without regard to ASCII case. @param lower in lower case.
bool equals_ignoring_case(std::string_view text, std::string_view lower);

}  // namespace licet::net
