// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/echo_upstream.h"

#include "base/utf8.h"
#include "gateway/texts.h"
#include "gateway/upstreams/http_call.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

constexpr std::size_t kTokenBytes = 4;

std::int64_t tokens_in(std::size_t bytes) {
    return static_cast<std::int64_t>((bytes + kTokenBytes - 1) / kTokenBytes);
}

std::string last_words(const Conversation& conversation) {
    std::string out = "echo: ";
    const auto turn = std::find_if(conversation.turns.rbegin(), conversation.turns.rend(),
                                   [](const Turn& t) { return t.role == Role::user; });
    bool first = true;
    for (const auto& block : turn->blocks) {
        each_text(block, [&](std::string_view text) {
            out.append(std::exchange(first, false) ? "" : "\n").append(text);
        });
    }
    return out;
}

void stop_at_sequence(Reply& reply, std::string& text, const Conversation& conversation) {
    std::size_t end = text.size();
    for (const auto stop : conversation.stop_sequences) {
        const auto found = text.find(stop);
        if (found < end) {
            end = found;
            reply.stop_reason = StopReason::stop_sequence;
            reply.stop_sequence = stop;
        }
    }
    text.resize(end);
}

void stop_at_limit(Reply& reply, std::string& text, std::int64_t max_tokens) {
    if (tokens_in(text.size()) <= max_tokens) {
        return;
    }
    std::size_t end = static_cast<std::size_t>(max_tokens) * kTokenBytes;
    while (end > 0 && continues_character(text[end])) {
        --end;  // never within a character
    }
    text.resize(end);
    reply.stop_reason = StopReason::max_tokens;
    reply.stop_sequence.clear();
}

/// Says the answer at the next turn of the loop: all at once, or word by word.
class EchoCall final : public UpstreamCall {
public:
    EchoCall(net::Loop& loop, Reply reply, bool stream, ReplyListener& listener)
        : loop_{loop},
          reply_{std::move(reply)},
          events_{events_of(reply_)},
          stream_{stream},
          listener_{listener} {
        resume();
    }

    void pause() override { paused_ = true; }
    void resume() override {
        paused_ = false;
        timer_ = loop_.after(Milliseconds{0}, [this] { say(); });
    }

private:
    /// The longest piece that is said at once.
    static constexpr std::size_t kWordBytesMax = 1'024;

    void say() {
        const auto alive = alive_;
        if (!stream_) {
            listener_.on_frame({.events = events_, .whole = true});
        } else {
            while (!alive.expired() && !paused_ && next_ < events_.size()) {
                say_word();
                if (!alive.expired()) {
                    listener_.on_rest();
                }
            }
        }
        if (!alive.expired() && !paused_) {
            listener_.on_end(std::nullopt);
        }
    }

    /// The next event, of a text the next word.
    void say_word() {
        auto part = events_[next_];
        if (part.kind == ReplyEvent::Kind::text) {
            const auto rest = part.text.substr(said_);
            part.text = rest.substr(0, end_of_word(rest));
            said_ += part.text.size();
        }
        if (part.kind != ReplyEvent::Kind::text || said_ == events_[next_].text.size()) {
            ++next_;
            said_ = 0;
        }
        listener_.on_frame({.events = {&part, 1}});
    }

    /// Never within a character.
    static std::size_t end_of_word(std::string_view text) {
        auto end = std::min({text.find(' ', 1), kWordBytesMax, text.size()});
        while (end < text.size() && continues_character(text[end])) {
            ++end;
        }
        return end;
    }

    net::Loop& loop_;
    const Reply reply_;
    const std::vector<ReplyEvent> events_;  // refer to the reply
    const bool stream_;
    ReplyListener& listener_;
    std::size_t next_ = 0;  // the event that is said next
    std::size_t said_ = 0;  // of its text
    bool paused_ = false;
    std::shared_ptr<bool> owner_ = std::make_shared<bool>(true);
    std::weak_ptr<bool> alive_ = owner_;
    net::Timer timer_;
};

}  // namespace

Reply echo_reply(const Conversation& conversation) {
    std::size_t input = 0;
    each_text(conversation, [&](std::string_view text) { input += text.size(); });
    Reply reply;
    auto text = last_words(conversation);
    stop_at_sequence(reply, text, conversation);
    if (conversation.max_tokens) {
        stop_at_limit(reply, text, *conversation.max_tokens);
    }
    reply.usage = {.input = tokens_in(input), .output = tokens_in(text.size())};
    if (!text.empty()) {
        reply.blocks.push_back({.kind = BlockKind::text, .text = std::move(text)});
    }
    return reply;
}

std::unique_ptr<UpstreamCall> EchoUpstream::ask(const Asking& asking, ReplyListener& listener) {
    if (embeds(asking.dialect)) {
        return refuse_call(loop_, cannot_ask("this model's upstream has no embeddings"), listener);
    }
    return std::make_unique<EchoCall>(loop_, echo_reply(asking.conversation), asking.stream,
                                      listener);
}

}  // namespace licet::gateway
