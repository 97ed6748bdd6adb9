// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "net/transport.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

// SSL_CTX; OpenSSL's headers stay in the implementation.
struct ssl_ctx_st;

namespace licet::net {

struct TlsContextDeleter {
    void operator()(ssl_ctx_st* context) const;
};
using TlsContextPtr = std::unique_ptr<ssl_ctx_st, TlsContextDeleter>;

/// What a server proves itself with: a certificate chain and its private key. Immutable, cheap to
/// copy, thread-safe.
class TlsIdentity {
public:
    /// Reads PEM files: the chain with the server's own certificate first, and its key.
    /// @return `invalid` or `not_found`, the message naming the file and what is wrong with it: not
    ///         readable, no certificate, no key, a key that others may read, that has a password or
    ///         is another certificate's.
    static Result<TlsIdentity> load(const std::filesystem::path& certificate,
                                    const std::filesystem::path& key);

    /// From then on the server's own certificate is not good any more.
    Time expires_at() const;

private:
    friend class TlsServer;
    struct Parts;
    explicit TlsIdentity(std::shared_ptr<const Parts> parts) : parts_{std::move(parts)} {}
    std::shared_ptr<const Parts> parts_;
};

/// TLS 1.2 and 1.3 for the connections of one loop, HTTP/2 and HTTP/1.1 by ALPN. Loop-owned, so
/// that loops share no locks of OpenSSL; what one loop's tickets resume, the others' do as well.
class TlsServer {
public:
    explicit TlsServer(const TlsIdentity& identity);
    /// @param socket accepted, non-blocking. The handshake happens within the first reads.
    std::unique_ptr<Transport> accept(Fd socket) const;

private:
    TlsContextPtr context_;
};

/// Checks the certificates of the servers that a client connects to. Immutable, thread-safe.
class TlsClient {
public:
    /// @param ca_file PEM file of the authorities to trust; empty: the system's.
    /// @return `invalid` when it holds none.
    static Result<std::shared_ptr<const TlsClient>> make(const std::filesystem::path& ca_file = {});

    /// @param socket connected or connecting, non-blocking
    /// @param host the name or address that the certificate must be made out to
    std::unique_ptr<Transport> connect(Fd socket, const std::string& host) const;

private:
    explicit TlsClient(TlsContextPtr context) : context_{std::move(context)} {}
    TlsContextPtr context_;
};

}  // namespace licet::net
