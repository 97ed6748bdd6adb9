// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <utility>

namespace licet::net {

/// A file descriptor that is closed when it goes.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : fd_{fd} {}
    Fd(Fd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Fd() { reset(); }

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    void reset();

private:
    int fd_ = -1;
};

/// An IPv4 or IPv6 address with a port.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    /// @param address numeric, IPv6 with or without brackets. @return `invalid` for anything else.
    static Result<SocketAddress> parse(const std::string& address, std::uint16_t port);

    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
    std::uint16_t port() const;
    void set_port(std::uint16_t port);
    /// The address without the port; an IPv4 client of an IPv6 socket is written as IPv4.
    std::string text() const;
};

/// Opens a listening, non-blocking TCP socket.
enum class PortUse { exclusive, shared_by_loops };
Result<Fd> listen_on(const SocketAddress& address, PortUse use);

/// Small pieces leave at once, instead of waiting for more to come.
void send_without_delay(const Fd& socket);

/// The address that a socket is bound to.
SocketAddress local_address(const Fd& socket);

/// What the system says about an errno value.
std::string errno_text(int error);

}  // namespace licet::net
