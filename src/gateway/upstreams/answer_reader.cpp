// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/answer_reader.h"

#include <fmt/format.h>

#include <utility>

namespace licet::gateway {

Result<Json> parse_piece(std::string_view text) {
    thread_local JsonReader reader;
    return reader.parse(text, JsonReader::Padding::absent);
}

Result<Json> parse_answer(std::string_view body) {
    auto parsed = parse_piece(body);
    return parsed.ok() ? std::move(parsed)
                       : Error{ErrorKind::invalid, "the answer " + parsed.error().message};
}

Result<void> pass_on(AnswerReader::Emit& emit, const Frame& frame) {
    return emit(frame) ? Result<void>{}
                       : Error{ErrorKind::invalid, "the answer is not wanted any more"};
}

Error unexpected_answer(std::string_view what) {
    return Error{ErrorKind::invalid, fmt::format("unexpected answer: {}", what)};
}

Result<std::int64_t> tokens_of(const Json& usage, std::string_view name) {
    const auto count = usage.find(name);
    return count ? count->integer(0, kTokensMax)
                 : unexpected_answer(fmt::format("no usage.{}", name));
}

}  // namespace licet::gateway
