// SPDX-License-Identifier: Apache-2.0
#include "net/transport.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace licet::net {
namespace {

/// Bodies up to here are copied to what is queued; larger ones are pieces of their own.
constexpr std::size_t kJoinedBytesMax = 16 * 1024;

iovec piece_of(std::string_view text) {
    return {const_cast<char*>(text.data()), text.size()};
}

}  // namespace

TcpTransport::TcpTransport(Fd socket) : socket_{std::move(socket)} {
    send_without_delay(socket_);
}

IoResult TcpTransport::read(std::span<char> into) {
    while (true) {
        const ssize_t got = ::recv(socket_.get(), into.data(), into.size(), 0);
        if (got > 0) {
            return {IoStatus::done, static_cast<std::size_t>(got)};
        }
        if (got == 0) {
            return {IoStatus::closed};
        }
        if (errno != EINTR) {
            return {errno == EAGAIN ? IoStatus::wait : IoStatus::failed};
        }
    }
}

IoResult TcpTransport::write(std::span<const iovec> pieces) {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());
    message.msg_iovlen = pieces.size();
    while (true) {
        const ssize_t sent = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL);
        if (sent >= 0) {
            return {IoStatus::done, static_cast<std::size_t>(sent)};
        }
        if (errno != EINTR) {
            return {errno == EAGAIN ? IoStatus::wait : IoStatus::failed};
        }
    }
}

void TcpTransport::shutdown_write() {
    ::shutdown(socket_.get(), SHUT_WR);
}

bool Transport::has_unread_input() const {
    char byte = 0;
    return ::recv(fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

/// The piece to append `more` bytes to.
std::string& OutputQueue::tail(std::size_t more) {
    if (pieces_.empty() || pieces_.back().size() + more > kJoinedBytesMax) {
        pieces_.emplace_back().reserve(more);
    }
    bytes_ += more;
    return pieces_.back();
}

void OutputQueue::add(std::string_view head, std::string body) {
    const bool alone = head.empty() && pieces_.empty() && !body.empty();
    if (alone || body.size() > kJoinedBytesMax) {
        add(head, {});
        bytes_ += body.size();
        pieces_.push_back(std::move(body));
    } else if (const std::size_t more = head.size() + body.size(); more != 0) {
        std::string& joined = tail(more);
        joined += head;
        joined += body;
    }
}

IoStatus OutputQueue::send(Transport& transport, std::string_view head, std::string_view body) {
    IoResult result{IoStatus::wait};
    if (pieces_.empty()) {
        const std::array<iovec, 2> pieces{piece_of(head), piece_of(body)};
        result = transport.write(pieces);
    }
    if (result.status == IoStatus::failed) {
        return IoStatus::failed;
    }
    const std::size_t of_head = std::min(result.bytes, head.size());
    add(head.substr(of_head), std::string{body.substr(result.bytes - of_head)});
    return pieces_.empty() ? IoStatus::done : IoStatus::wait;
}

IoStatus OutputQueue::flush(Transport& transport) {
    while (!pieces_.empty()) {
        std::array<iovec, 16> pieces{};
        const std::size_t count = std::min(pieces.size(), pieces_.size());
        for (std::size_t i = 0; i < count; ++i) {
            pieces[i] = piece_of(std::string_view{pieces_[i]}.substr(i == 0 ? offset_ : 0));
        }
        const IoResult result = transport.write(std::span{pieces}.first(count));
        if (result.status != IoStatus::done) {
            return result.status;
        }
        offset_ += result.bytes;
        auto first = pieces_.begin();
        while (first != pieces_.end() && offset_ >= first->size()) {
            offset_ -= first->size();
            bytes_ -= first->size();
            ++first;
        }
        pieces_.erase(pieces_.begin(), first);
    }
    std::vector<std::string>{}.swap(pieces_);  // lest it take room while the connection rests
    return IoStatus::done;
}

}  // namespace licet::net
