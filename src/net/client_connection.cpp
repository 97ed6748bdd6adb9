// SPDX-License-Identifier: Apache-2.0
#include "net/client_connection.h"

#include "base/check.h"

#include <utility>

namespace licet::net {

ClientConnection::ClientConnection(Reactor& reactor, const ClientOptions& options,
                                   Listener& listener, std::unique_ptr<Transport> transport)
    : reactor_{reactor},
      listener_{listener},
      transport_{std::move(transport)},
      reader_{options},
      watched_{EPOLLOUT} {
    reactor_.add(transport_->fd(), watched_, *this);
}

void ClientConnection::watch(std::uint32_t events) {
    if (events != watched_) {
        watched_ = events;
        if (paused_) {
            return;
        }
        reactor_.modify(transport_->fd(), events, *this);
    }
}

void ClientConnection::send(std::string message, ResponseReader::Body expected, Delivery delivery) {
    LICET_CHECK(state_ == State::ready || state_ == State::idle);
    reactor_.wheel().clear(*this);
    kept_ = state_ == State::idle;
    state_ = State::sending;
    reader_.begin(expected, delivery == Delivery::streamed ? this : nullptr);
    output_.add({}, std::move(message));
    reactor_.at_turn_end(*this);
}

void ClientConnection::pause() {
    if ((state_ == State::sending || state_ == State::waiting) && !paused_) {
        paused_ = true;
        reactor_.remove(transport_->fd());  // or a peer that hangs up would wake the loop for ever
    }
}

void ClientConnection::resume() {
    if (paused_ && state_ != State::closed) {
        paused_ = false;
        reactor_.add(transport_->fd(), watched_, *this);
    }
}

void ClientConnection::on_head(ClientResponse head) {
    if (state_ == State::waiting) {
        listener_.on_head(std::move(head));
    }
}

void ClientConnection::on_body(std::string_view bytes) {
    if (state_ == State::waiting) {
        listener_.on_body(bytes);
    }
}

void ClientConnection::on_turn_end() {
    if (state_ != State::sending) {
        return;
    }
    // What came before the request was sent is no answer to it.
    if (kept_ && transport_->has_unread_input()) {
        fail(Failure::unsent, "the connection was closed or said something unasked");
        return;
    }
    state_ = State::waiting;
    after_write(output_.flush(*transport_));
}

void ClientConnection::after_write(IoStatus status) {
    // When the other side is gone, its last words are still to be read, so reading decides.
    const bool waits = status == IoStatus::wait;
    watch(waits ? std::uint32_t{EPOLLIN} | std::uint32_t{EPOLLOUT} : std::uint32_t{EPOLLIN});
}

void ClientConnection::rest(Milliseconds timeout) {
    state_ = State::idle;
    reactor_.set_deadline(*this, timeout);
}

void ClientConnection::close() {
    if (state_ != State::closed) {
        state_ = State::closed;
        reactor_.wheel().clear(*this);
        if (!paused_) {
            reactor_.remove(transport_->fd());
        }
        transport_->close();
    }
}

void ClientConnection::on_events(std::uint32_t events) {
    switch (state_) {
        case State::connecting:
            finish_connecting();
            return;
        case State::shaking_hands:
            shake_hands();
            return;
        case State::waiting:
            if ((events & EPOLLOUT) != 0 && !output_.empty()) {
                after_write(output_.flush(*transport_));
            }
            if ((events & ~std::uint32_t{EPOLLOUT}) != 0) {
                read();
            }
            return;
        case State::ready:
        case State::idle:
            fail(Failure::unwanted, "the connection was closed");
            return;
        case State::sending:  // the turn's end looks
        case State::closed:
            return;
    }
}

void ClientConnection::finish_connecting() {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(transport_->fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
        fail(Failure::refused, errno_text(error));
        return;
    }
    state_ = State::shaking_hands;
    shake_hands();
}

void ClientConnection::shake_hands() {
    const IoStatus status = transport_->shake_hands();
    if (status == IoStatus::wait) {
        watch(transport_->wants_write() ? EPOLLOUT : EPOLLIN);
        return;
    }
    if (status != IoStatus::done) {
        fail(Failure::refused, "the TLS handshake failed: " + std::string{transport_->why()});
        return;
    }
    state_ = State::ready;
    watch(EPOLLIN);
    listener_.on_connected();
}

void ClientConnection::read() {
    const std::span<char> buffer = reactor_.read_buffer();
    const IoResult result = transport_->read(buffer);
    switch (result.status) {
        case IoStatus::done:
            take(reader_.feed(buffer.first(result.bytes)));
            return;
        case IoStatus::wait:
            return;
        case IoStatus::closed:
            if (reader_.end() == ResponseReader::State::done) {
                take(ResponseReader::State::done);
                return;
            }
            break;
        case IoStatus::failed:
            break;
    }
    if (reader_.started()) {
        fail(Failure::cut, "the connection broke within the response");
    } else {
        fail(Failure::lost, "the connection broke before the response");
    }
}

void ClientConnection::take(ResponseReader::State state) {
    if (state_ == State::closed) {
        return;  // by the listener
    }
    if (state == ResponseReader::State::bad) {
        fail(Failure::bad, reader_.why());
    } else if (state == ResponseReader::State::done) {
        resume();
        state_ = State::ready;
        listener_.on_response(reader_.take());
    }
}

void ClientConnection::fail(Failure failure, std::string_view why) {
    close();
    listener_.on_failure(failure, why);
}

void ClientConnection::on_deadline() {
    if (state_ == State::idle) {
        fail(Failure::unwanted, "the connection was idle for too long");
    }
}

}  // namespace licet::net
