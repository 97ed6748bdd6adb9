// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include "net/http1_session.h"
#include "net/http2_session.h"
#include "net/server_loop.h"

#include <algorithm>
#include <utility>

namespace licet::net {
namespace {

/// How long a client gets to take the last response and close.
constexpr Milliseconds kLinger{2'000};

constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

}  // namespace

Connection::Connection(ServerLoop& loop, std::uint64_t id, std::unique_ptr<Transport> transport,
                       Peer peer)
    : loop_{loop}, id_{id}, transport_{std::move(transport)}, peer_{std::move(peer)} {
    watched_ = EPOLLIN;
    loop_.reactor().add(transport_->fd(), watched_, *this);
    // Who is about to shake hands has more to say soon.
    set_deadline(peer_.secure ? loop_.limits().head_timeout : loop_.limits().idle_timeout);
}

Connection::~Connection() = default;

void Connection::set_deadline(Milliseconds from_now) {
    loop_.reactor().set_deadline(*this, from_now);
}

void Connection::set_reading(Reading reading) {
    reading_ = reading == Reading::on;
    watch();
}

void Connection::watch() {
    if (closed_) {
        return;
    }
    const std::uint32_t wanted =
        (reading_ && !eof_ ? std::uint32_t{EPOLLIN} : 0U) |
        (output_.empty() && !transport_->wants_write() ? 0U : std::uint32_t{EPOLLOUT});
    if (wanted != watched_) {
        watched_ = wanted;
        loop_.reactor().modify(transport_->fd(), wanted, *this);
    }
}

void Connection::want_turn_end() {
    if (!turn_end_wanted_) {
        turn_end_wanted_ = true;
        loop_.reactor().at_turn_end(*this);
    }
}

void Connection::on_turn_end() {
    turn_end_wanted_ = false;
    if (std::exchange(flush_wanted_, false) && !closed_) {
        flush();
    }
    if (!closed_ && session_) {
        session_->on_turn_end();
    }
}

void Connection::close() {
    if (closed_) {
        return;
    }
    closed_ = true;
    loop_.reactor().wheel().clear(*this);
    loop_.reactor().remove(transport_->fd());
    transport_->close();
    loop_.forget(*this);
}

void Connection::close_gently() {
    if (closed_ || closing_) {
        return;
    }
    closing_ = true;
    reading_ = true;
    if (output_.empty()) {
        say_end();
    } else {
        set_deadline(loop_.limits().idle_timeout);
    }
    watch();
}

void Connection::say_end() {
    if (!ended_) {
        ended_ = true;
        transport_->shutdown_write();
        set_deadline(kLinger);
    }
    if (eof_) {
        close();
    }
}

void Connection::send(std::string_view head, std::string_view body) {
    if (!closed_) {
        after_write(output_.send(*transport_, head, body));
    }
}

void Connection::send_later(std::string_view head, std::string body) {
    if (!closed_) {
        output_.add(head, std::move(body));
        flush_wanted_ = true;
        want_turn_end();
    }
}

void Connection::after_write(IoStatus status) {
    if (status == IoStatus::failed) {
        close();
        return;
    }
    watch();
}

void Connection::flush() {
    after_write(output_.flush(*transport_));
    if (closed_) {
        return;
    }
    if (closing_ && output_waits()) {
        set_deadline(loop_.limits().idle_timeout);
    } else if (closing_) {
        say_end();
    } else if (output_waits()) {
        session_->on_progress();
    } else {
        session_->on_flushed();
    }
}

void Connection::on_events(std::uint32_t events) {
    if (closed_) {
        return;
    }
    if ((events & EPOLLERR) != 0 || ((events & EPOLLHUP) != 0 && (eof_ || !reading_))) {
        close();
        return;
    }
    const bool shakes_hands = (events & EPOLLOUT) != 0 && output_.empty();
    if ((events & EPOLLOUT) != 0 && !shakes_hands) {
        flush();
    }
    const bool may_read = shakes_hands || (events & (EPOLLIN | EPOLLHUP)) != 0;
    if (!closed_ && reading_ && !eof_ && may_read) {
        read();
    }
}

void Connection::read() {
    const std::span<char> buffer = loop_.reactor().read_buffer();
    const IoResult result = transport_->read(buffer);
    switch (result.status) {
        case IoStatus::done:
            take(buffer.first(result.bytes));
            break;
        case IoStatus::wait:
            watch();
            break;
        case IoStatus::failed:
            close();
            break;
        case IoStatus::closed:
            eof_ = true;
            watch();
            if (closing_ ? ended_ : !session_) {
                close();
            } else if (!closing_) {
                session_->on_eof();
            }
            break;
    }
}

void Connection::take(std::span<char> bytes) {
    if (closing_) {
        return;
    }
    if (session_) {
        session_->on_data(bytes);
    } else {
        begin_session(bytes);
    }
}

void Connection::begin_session(std::span<char> bytes) {
    const std::size_t known = preface_bytes_;
    const std::size_t compared = std::min(bytes.size(), kHttp2Preface.size() - known);
    const bool may_be_http2 =
        kHttp2Preface.substr(known, compared) == std::string_view{bytes.data(), compared};
    if (may_be_http2 && known + compared < kHttp2Preface.size()) {
        if (known == 0) {
            set_deadline(loop_.limits().head_timeout);
        }
        preface_bytes_ = static_cast<std::uint8_t>(known + compared);
        return;
    }
    if (may_be_http2) {
        session_ = std::make_unique<Http2Session>(*this);
    } else {
        session_ = std::make_unique<Http1Session>(*this);
    }
    if (known != 0) {
        std::string first{kHttp2Preface.substr(0, known)};
        session_->on_data(first);
    }
    if (!closed_ && !closing_) {
        session_->on_data(bytes);
    }
}

void Connection::on_deadline() {
    if (closing_ || !session_) {
        close();
    } else {
        session_->on_deadline();
    }
}

void Connection::drain() {
    if (reading_ && !eof_) {
        read();  // what has arrived is still served
    }
    if (closed_) {
        return;
    }
    if (!session_) {
        close();
    } else if (!closing_) {
        session_->drain();
    }
}

}  // namespace licet::net
