// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/server.h"
#include "net/socket.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace licet::net {

using Handler = std::function<void(Request, Responder)>;

class HandlerService final : public Service {
public:
    explicit HandlerService(Handler handler) : handler_{std::move(handler)} {}
    void handle(Request request, Responder responder) override {
        handler_(std::move(request), std::move(responder));
    }

private:
    Handler handler_;
};

/// A server on a free port of the loopback interface; every loop calls `handler`.
inline std::unique_ptr<Server> serve(const Handler& handler, const ServerOptions& options = {}) {
    auto server = Server::start(
        options, [handler](Loop&) { return std::make_unique<HandlerService>(handler); });
    EXPECT_TRUE(server.ok());
    return std::move(server).value();
}

/// Answers `METHOD TARGET BODY`.
inline void echo(Request request, Responder responder) {
    Response response;
    response.body = std::string{request.method()} + ' ' + std::string{request.target()} + ' ' +
                    std::string{request.body()};
    std::move(responder).send(std::move(response));
}

/// One blocking connection that writes and reads raw bytes. Gives up after ten seconds.
class RawPeer {
public:
    explicit RawPeer(std::uint16_t port)
        : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        const SocketAddress address = SocketAddress::parse("127.0.0.1", port).value();
        const int on = 1;
        ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_.get(), address.get(), address.length) == 0;
    }

    bool connected() const { return connected_; }

    /// @return whether all of it was taken.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void end() { ::shutdown(socket_.get(), SHUT_WR); }

    /// Closes with a reset.
    void reset() {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket_.reset();
    }

    /// Reads up to and with `mark`; less when the other side closes first.
    std::string read_until(std::string_view mark) {
        std::size_t found = 0;
        while ((found = buffer_.find(mark)) == std::string::npos) {
            if (!receive()) {
                return std::exchange(buffer_, {});
            }
        }
        return cut(found + mark.size());
    }

    std::string read_bytes(std::size_t count) {
        while (buffer_.size() < count && receive()) {
        }
        return cut(std::min(count, buffer_.size()));
    }

    /// What comes next, at least one byte; empty when the other side has closed.
    std::string read_some() {
        if (buffer_.empty()) {
            receive();
        }
        return std::exchange(buffer_, {});
    }

    /// Everything until the other side closes.
    std::string read_to_end() {
        while (receive()) {
        }
        return std::exchange(buffer_, {});
    }

    struct Message {
        std::string head;
        std::string body;
        int status() const { return head.size() < 12 ? 0 : std::stoi(head.substr(9, 3)); }
        bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
    };

    /// One response, its body by Content-Length.
    enum class Body { expected, none };
    Message read_response(Body body = Body::expected) {
        Message message;
        message.head = read_until("\r\n\r\n");
        constexpr std::string_view kLength = "content-length: ";
        const std::size_t at = message.head.find(kLength);
        if (body == Body::expected && at != std::string::npos) {
            message.body = read_bytes(std::stoul(message.head.substr(at + kLength.size())));
        }
        return message;
    }

private:
    bool receive() {
        char bytes[65536];
        const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
        if (got > 0) {
            buffer_.append(bytes, static_cast<std::size_t>(got));
        }
        EXPECT_FALSE(got < 0 && errno == EAGAIN) << "nothing came for ten seconds";
        return got > 0;
    }

    std::string cut(std::size_t size) {
        std::string out = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return out;
    }

    Fd socket_;
    bool connected_ = false;
    std::string buffer_;
};

}  // namespace licet::net
