// SPDX-License-Identifier: Apache-2.0
// The first byte says where the rest is cut in two. Whatever the cut, the outcome must be the same,
// and what is accepted must keep the promises of http1_head.h.
#include "base/check.h"
#include "net/http1_head.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet::net;

namespace {

HeadScanner::Outcome scan(std::string_view bytes, std::size_t cut, const Limits& limits) {
    HeadScanner scanner;
    const auto first = scanner.scan(bytes.substr(0, cut), limits.head_bytes);
    return first.state == HeadScanner::State::more ? scanner.scan(bytes, limits.head_bytes) : first;
}

void check_head(const RequestHead& head) {
    LICET_CHECK(is_token(head.method) && is_valid_target(head.method, head.target));
    LICET_CHECK(!(head.framing.chunked && head.framing.has_content_length));
    for (const Header& header : head.headers) {
        LICET_CHECK(is_token(header.name) && is_field_value(header.value));
        LICET_CHECK(std::none_of(header.name.begin(), header.name.end(),
                                 [](char c) { return c >= 'A' && c <= 'Z'; }));
        LICET_CHECK(!header.value.starts_with(' ') && !header.value.ends_with('\t'));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    Limits limits;
    limits.head_bytes = 300;
    limits.header_count = 8;
    limits.target_bytes = 100;
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto whole = scan(bytes, bytes.size(), limits);
    const auto cut = scan(bytes, std::min<std::size_t>(data[0], bytes.size()), limits);
    LICET_CHECK(whole.state == cut.state && whole.refusal == cut.refusal);
    LICET_CHECK(whole.start == cut.start && whole.end == cut.end);

    if (whole.state == HeadScanner::State::complete) {
        std::string copy{bytes.substr(whole.start, whole.end - whole.start)};
        RequestHead head;
        if (!parse_request_head(copy.data(), copy.size(), limits, head)) {
            check_head(head);
        }
        copy = bytes.substr(whole.start, whole.end - whole.start);
        ResponseHead response;
        parse_response_head(copy.data(), copy.size(), limits.header_count, response);
    }
    return 0;
}
