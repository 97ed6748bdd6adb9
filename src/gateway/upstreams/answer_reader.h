// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/json.h"
#include "gateway/reply.h"
#include "net/client.h"
#include "net/function.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>

namespace licet::gateway {

/// Understands the answers of one kind of upstream. One answer's. Errors are `invalid` and say what
/// was wrong with it, for the log; one that the upstream itself tells of has a name.
class AnswerReader {
public:
    /// Takes a frame; says whether to go on.
    using Emit = net::UniqueFunction<bool(const Frame&)>;

    virtual ~AnswerReader() = default;

    /// The head of an answer, before all of it.
    virtual void head(const net::ClientResponse& /*head*/) {}
    /// All of a whole answer, once.
    virtual Result<void> whole(std::string_view body, Emit& emit) = 0;
    /// The next bytes of a streamed answer, wherever they are split.
    virtual Result<void> piece(std::string_view bytes, Emit& emit) = 0;
    /// Whether all of a streamed answer has come, its end included.
    virtual bool is_complete() const = 0;
};

/// Parses an answer or a piece of one with the thread's own reader: what it gives is gone with the
/// next text of whatever answer. A reader of their own would cost each of them more than parsing.
Result<Json> parse_piece(std::string_view text);

/// The same of all of a whole answer. @return `invalid`, for the log
Result<Json> parse_answer(std::string_view body);

/// Tells the listener of a stream. @return `invalid` where it wants no more
Result<void> pass_on(AnswerReader::Emit& emit, const Frame& frame);

/// More tokens than this no answer has.
inline constexpr std::int64_t kTokensMax = std::numeric_limits<std::int32_t>::max();

/// @param what is not as it must be, for the log
Error unexpected_answer(std::string_view what);

/// A number that `usage` must have. @return `invalid`
Result<std::int64_t> tokens_of(const Json& usage, std::string_view name);

}  // namespace licet::gateway
