// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/guarding.h"
#include "gateway/reply.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace licet::gateway {

/// Lets an answer through as far as the guardrails let it. One answer's; one thread.
///
/// Texts and thoughts go on as soon as no rule has begun to match in them; texts of blocks that
/// follow each other are read as one. What is masked across blocks is told in the first of them; a
/// block of which nothing is left is not told. What a tool is asked goes on when it is whole.
/// Where something is blocked the answer ends with the guardrail's message in place of the rest:
/// how the answer comes in pieces makes no difference to what is told.
class AnswerGuard {
public:
    /// Of the inputs of tools; past it an answer cannot be held against guardrails.
    static constexpr std::size_t kToolInputBytesMax = std::size_t{4} << 20;

    /// Of all that one pass() lets go on: masks may be longer than what they stand for.
    static constexpr std::size_t kPassedBytesMax = std::size_t{64} << 20;

    /// @param guarding outlives this; is told what was found.
    explicit AnswerGuard(Guarding& guarding) : guarding_{guarding} {}

    /// What may go on of some events. It refers to this until the next call, and to the events.
    /// @return `unavailable` past kToolInputBytesMax or kPassedBytesMax
    Result<std::vector<ReplyEvent>> pass(std::span<const ReplyEvent> events);

    Guarding& guarding() const { return guarding_; }

    /// Whether the answer has ended because something was blocked: all that comes after is dropped.
    bool blocked() const { return blocked_; }

    /// Takes what was read of an answer that does not come to its end as what was read.
    void give_up();

private:
    Result<void> take(const ReplyEvent& event);
    void open(const ReplyEvent& event);
    void piece(const ReplyEvent& event);
    Result<void> tool_piece(const ReplyEvent& event);
    void finish_text();
    void finish_tool();
    void close();
    void tell_start();
    void tell_stop();
    void emit(ReplyEvent event);
    void emit_text(std::string_view text);
    void emit_scanned(std::string_view text);
    void end_blocked();

    Guarding& guarding_;
    std::vector<ReplyEvent> out_;
    std::deque<std::string> texts_;                    // that out_ refers to
    std::optional<guardrail::StreamScanner> scanner_;  // of the texts or the thought that are open
    std::string tool_input_;                           // of the tool use that is open
    std::optional<BlockKind> open_;                    // of the block as it is told
    bool told_ = false;                                // whether its start is
    std::deque<bool> filled_;  // whether there was any text in it, and in those that follow it
    bool ended_ = false;       // a text block that another text may still follow
    bool changed_ = false;     // what was thought is not what was signed
    bool blocked_ = false;
    std::uint32_t blocks_ = 0;  // told so far
};

/// Makes of a whole answer what may be told of it: all of it, with masks, or the message in its
/// place. What the caller does not get as it was goes to the trace. @return as AnswerGuard::pass()
Result<void> guard_whole(AnswerGuard& guard, Reply& reply);

}  // namespace licet::gateway
