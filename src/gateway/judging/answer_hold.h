// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/reply.h"
#include "guardrail/hearing.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::gateway {

/// Holds a streamed answer back until a classifier has judged it, window by window. One answer's;
/// one thread.
class AnswerHold {
public:
    /// Characters that make a window; what comes before they are there waits.
    static constexpr std::size_t kWindow = 1'000;
    /// Characters that a window has at most, unless a single piece has more: what comes at once may
    /// be more than can be judged at once.
    static constexpr std::size_t kWindowMax = 10'000;
    /// Of what went before, that is shown with a window.
    static constexpr std::size_t kContext = 1'000;
    /// Characters that are held in all; an answer that is to be judged whole may have no more.
    static constexpr std::size_t kHeldMax = 200'000;

    enum class Windows : std::uint8_t {
        many,
        one,  ///< all of the answer is judged at its end
    };
    explicit AnswerHold(Windows windows) : windows_{windows} {}

    /// @param own_words the text of an event, by its address, that is not the model's; it goes on
    ///        with the rest, and is not judged
    void take(std::span<const ReplyEvent> events, std::string_view own_words);
    /// Nothing more comes.
    void end() { ended_ = true; }
    bool ended() const { return ended_; }

    bool is_empty() const { return events_.empty(); }
    /// Whether another window is full, beside the one that is being judged.
    bool is_full() const { return windows_ == Windows::many && characters_ >= kWindow; }
    bool is_whole() const { return windows_ == Windows::one; }
    /// Whether it holds more than it may.
    bool overflows() const { return characters_ > kHeldMax; }
    /// Whether there is a window to judge.
    bool is_ready() const { return is_full() || (ended_ && !events_.empty()); }

    /// Begins with a window: all that is held now, up to kWindowMax. @return its texts
    std::vector<guardrail::JudgedText> begin_window();
    /// The end of what was let go.
    const std::string& context() const { return context_; }

    /// The window may go on. The events refer to this until the next call.
    std::vector<ReplyEvent> release();
    /// The answer ends with a message in place of the window and of all behind it. Likewise.
    std::vector<ReplyEvent> replace(std::string_view message);

private:
    struct Held {
        ReplyEvent event;
        std::string text;
        std::string id;
        std::string name;
        bool judged = false;  // whether it is a text that is to be

        ReplyEvent told() const;
    };

    void note(const ReplyEvent& told);

    Windows windows_;
    std::deque<Held> events_;
    std::deque<Held> released_;   // that the last answer of release() or replace() refers to
    std::size_t window_ = 0;      // events that are being judged
    std::size_t characters_ = 0;  // of texts behind them
    std::string context_;
    std::optional<BlockKind> open_;  // of the block as it was told
    std::uint32_t blocks_ = 0;       // told so far
    bool ended_ = false;
};

}  // namespace licet::gateway
