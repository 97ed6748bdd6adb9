// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "net/limits.h"
#include "net/service.h"
#include "net/tls.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace licet::net {

struct ServerOptions {
    std::string address = "127.0.0.1";  ///< a numeric IPv4 or IPv6 address
    std::uint16_t port = 0;             ///< 0 picks a free one
    unsigned loops = 1;  ///< threads, each with its own connections and service; 1 to 256
    /// How long each looks for what came before it sleeps, which takes a processor that time; at
    /// least 0.
    std::chrono::microseconds busy_poll{0};
    std::optional<TlsIdentity> tls = {};  ///< none: in the clear
    Limits limits = {};
};

/// Connections since the start.
struct ConnectionCounts {
    std::int64_t accepted = 0;
    std::int64_t refused = 0;  ///< for want of room
    std::int64_t open = 0;     ///< now
};

/// An HTTP/1.1 and HTTP/2 server on one port, all over TLS or all in the clear; in the clear HTTP/2
/// is by prior knowledge, over TLS by ALPN. Thread-safe.
///
/// Requests reach a service only when they are whole and well-formed. Whatever is refused before
/// that is answered as Service::refuse() says.
class Server {
public:
    /// @return `invalid` for a bad option; `unavailable` when the port cannot be had.
    static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                                 const ServiceFactory& factory);
    /// Closes every connection at once unless drain() went before.
    ~Server();

    std::uint16_t port() const;
    /// `http[s]://ADDRESS:PORT`, an IPv6 address in brackets.
    std::string url() const;
    ConnectionCounts connections() const;

    /// Shows another certificate to those who connect from now on. Requires a server with TLS. Not
    /// to be called on a loop.
    void set_identity(const TlsIdentity& identity);

    /// Stops in good order: accepts no more, closes idle connections, lets requests under way
    /// finish, tells the clients to go, and returns when the last has or Limits::drain_timeout has
    /// passed. Blocks; not to be called on a loop.
    /// @param before_the_end called once, before the loops end: for who still posts to them
    void drain(const std::function<void()>& before_the_end = {});

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace licet::net
