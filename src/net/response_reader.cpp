// SPDX-License-Identifier: Apache-2.0
#include "net/response_reader.h"

#include "net/response_writer.h"

#include <algorithm>
#include <utility>

namespace licet::net {
namespace {

constexpr std::uint64_t kBodyBytesFirst = 256 * 1024;
constexpr int kFinalStatus = 200;
constexpr int kSwitchingProtocols = 101;

}  // namespace

void ResponseReader::begin(Body body, Receiver* receiver) {
    body_ = body;
    receiver_ = receiver;
    received_ = 0;
    phase_ = Phase::head;
    interims_ = 0;
    started_ = false;
    reusable_ = false;
    pending_.clear();
    scanner_.reset();
    response_ = {};
}

ResponseReader::State ResponseReader::bad(std::string_view why) {
    why_ = why;
    return State::bad;
}

ResponseReader::State ResponseReader::feed(std::span<char> bytes) {
    started_ = started_ || !bytes.empty();
    return phase_ == Phase::head ? read_head(bytes) : read_body(bytes);
}

ResponseReader::State ResponseReader::read_head(std::span<char> bytes) {
    const bool kept = !pending_.empty();
    if (kept) {
        pending_.append(bytes.data(), bytes.size());
        bytes = pending_;
    }
    while (phase_ == Phase::head) {
        const HeadScanner::Outcome outcome =
            scanner_.scan({bytes.data(), bytes.size()}, options_.head_bytes);
        if (outcome.state == HeadScanner::State::refused) {
            return bad("the head of the response is malformed or too large");
        }
        if (outcome.state == HeadScanner::State::more) {
            // Not assigned from itself: what is left may be the tail of what is kept.
            pending_ = std::string{bytes.data(), bytes.size()};
            return State::more;
        }
        if (outcome.start != 0) {
            return bad("an empty line comes before the response");
        }
        scanner_.reset();
        const State state = take_head(bytes.subspan(outcome.start, outcome.end - outcome.start));
        bytes = bytes.subspan(outcome.end);
        if (state == State::done) {
            return done(bytes);
        }
        if (state == State::bad) {
            return state;
        }
    }
    return read_body(bytes);
}

ResponseReader::State ResponseReader::take_head(std::span<char> head) {
    if (const Refusal refusal =
            parse_response_head(head.data(), head.size(), options_.header_count, head_)) {
        return bad(refusal.message);
    }
    if (head_.status == kSwitchingProtocols) {
        return bad("the response changes the protocol unasked");
    }
    if (head_.status < kFinalStatus) {
        return ++interims_ > kInterimResponsesMax ? bad("too many interim responses") : State::more;
    }
    response_.status = head_.status;
    response_.headers.reserve(head_.headers.size(), head.size());
    for (const Header& header : head_.headers) {
        response_.headers.push_back(header);
    }
    const State state = begin_body();
    if (receiver_ != nullptr && state != State::bad) {
        receiver_->on_head(std::exchange(response_, {}));
    }
    return state;
}

ResponseReader::State ResponseReader::begin_body() {
    const Framing& framing = head_.framing;
    reusable_ = !framing.close && (head_.version == HttpVersion::http_1_1 || framing.keep_alive);
    if (body_ == Body::none || !has_body(head_.status)) {
        return State::done;
    }
    if (framing.chunked) {
        // Source: RFC 9112 section 6.1: in HTTP/1.0 nobody can tell where that ends.
        reusable_ = reusable_ && head_.version == HttpVersion::http_1_1;
        phase_ = Phase::chunked;
        chunks_ = ChunkedDecoder{};
        return State::more;
    }
    if (!framing.has_content_length) {
        phase_ = Phase::until_close;
        reusable_ = false;
        return State::more;
    }
    if (receiver_ == nullptr && framing.content_length > options_.body_bytes) {
        return bad("the body of the response is too large");
    }
    phase_ = Phase::fixed;
    if (receiver_ == nullptr) {
        response_.body.reserve(std::min(framing.content_length, kBodyBytesFirst));
    }
    return framing.content_length == 0 ? State::done : State::more;
}

void ResponseReader::deliver(std::string_view bytes) {
    received_ += bytes.size();
    if (receiver_ == nullptr) {
        response_.body.append(bytes);
    } else if (!bytes.empty()) {
        receiver_->on_body(bytes);
    }
}

ResponseReader::State ResponseReader::read_body(std::span<char> bytes) {
    const std::size_t room = receiver_ != nullptr ? SIZE_MAX : options_.body_bytes - received_;
    switch (phase_) {
        case Phase::fixed: {
            const std::size_t left = head_.framing.content_length - received_;
            const std::size_t used = std::min(left, bytes.size());
            deliver({bytes.data(), used});
            return used == left ? done(bytes.subspan(used)) : State::more;
        }
        case Phase::chunked: {
            const ChunkedDecoder::Step step = chunks_.feed(bytes, room);
            if (step.refusal) {
                return bad(step.refusal.status == 413 ? "the body of the response is too large"
                                                      : step.refusal.message);
            }
            deliver({bytes.data(), step.decoded});
            return step.done ? done(bytes.subspan(step.consumed)) : State::more;
        }
        default:
            if (bytes.size() > room) {
                return bad("the body of the response is too large");
            }
            deliver({bytes.data(), bytes.size()});
            return State::more;
    }
}

ResponseReader::State ResponseReader::done(std::span<char> rest) {
    // Bytes that nobody asked for: the next response could not be told from them.
    reusable_ = reusable_ && rest.empty();
    return State::done;
}

ResponseReader::State ResponseReader::end() {
    return phase_ == Phase::until_close ? State::done : bad("the response is cut short");
}

}  // namespace licet::net
