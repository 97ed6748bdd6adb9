// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace licet::net {
namespace {

constexpr int kBacklog = 1024;

const sockaddr_in& v4(const sockaddr_storage& storage) {
    return reinterpret_cast<const sockaddr_in&>(storage);
}
const sockaddr_in6& v6(const sockaddr_storage& storage) {
    return reinterpret_cast<const sockaddr_in6&>(storage);
}

}  // namespace

void Fd::reset() {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

std::string errno_text(int error) {
    return std::generic_category().message(error);
}

Result<SocketAddress> SocketAddress::parse(const std::string& address, std::uint16_t port) {
    SocketAddress out;
    std::string bare = address;
    if (bare.size() > 2 && bare.front() == '[' && bare.back() == ']') {
        bare = bare.substr(1, bare.size() - 2);
    }
    auto& four = reinterpret_cast<sockaddr_in&>(out.storage);
    auto& six = reinterpret_cast<sockaddr_in6&>(out.storage);
    if (bare.find('\0') != std::string::npos) {  // behind which nobody would look
        bare.clear();
    }
    if (inet_pton(AF_INET, bare.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        out.length = sizeof(sockaddr_in);
    } else if (inet_pton(AF_INET6, bare.c_str(), &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        out.length = sizeof(sockaddr_in6);
    } else {
        return Error{ErrorKind::invalid, "`" + address + "` is not an IP address"};
    }
    out.set_port(port);
    return out;
}

std::uint16_t SocketAddress::port() const {
    return ntohs(storage.ss_family == AF_INET ? v4(storage).sin_port : v6(storage).sin6_port);
}

void SocketAddress::set_port(std::uint16_t port) {
    if (storage.ss_family == AF_INET) {
        reinterpret_cast<sockaddr_in&>(storage).sin_port = htons(port);
    } else {
        reinterpret_cast<sockaddr_in6&>(storage).sin6_port = htons(port);
    }
}

std::string SocketAddress::text() const {
    char buffer[INET6_ADDRSTRLEN] = {};
    if (storage.ss_family == AF_INET) {
        inet_ntop(AF_INET, &v4(storage).sin_addr, buffer, sizeof buffer);
    } else if (storage.ss_family == AF_INET6) {
        const in6_addr& address = v6(storage).sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(&address)) {
            inet_ntop(AF_INET, address.s6_addr + 12, buffer, sizeof buffer);
        } else {
            inet_ntop(AF_INET6, &address, buffer, sizeof buffer);
        }
    }
    return buffer;
}

Result<Fd> listen_on(const SocketAddress& address, PortUse use) {
    const auto failed = [&](const char* what) {
        return Error{ErrorKind::unavailable, std::string{what} + " `" + address.text() + "` port " +
                                                 std::to_string(address.port()) + ": " +
                                                 errno_text(errno)};
    };
    Fd socket{::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.is_open()) {
        return failed("cannot open a socket for");
    }
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (use == PortUse::shared_by_loops) {
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    }
    if (::bind(socket.get(), address.get(), address.length) != 0) {
        return failed("cannot bind to");
    }
    if (::listen(socket.get(), kBacklog) != 0) {
        return failed("cannot listen on");
    }
    return socket;
}

void send_without_delay(const Fd& socket) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

SocketAddress local_address(const Fd& socket) {
    SocketAddress address;
    address.length = sizeof address.storage;
    ::getsockname(socket.get(), address.get(), &address.length);
    return address;
}

}  // namespace licet::net
