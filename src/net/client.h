// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "net/endpoint.h"
#include "net/function.h"
#include "net/http.h"
#include "net/loop.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace licet::net {

struct ClientRequest {
    std::string method = "GET";
    std::string target = "/";  ///< path and query, encoded; the endpoint's base path goes before it
    /// `host` replaces the endpoint's; `content-length`, `transfer-encoding` and `connection` are
    /// ignored.
    HeaderFields headers = {};
    std::string body = {};
    /// Whether it may reach the other side twice. GET and HEAD always may.
    bool repeatable = false;
};

struct ClientResponse {
    int status = 0;
    HeaderFields headers = {};  ///< names in lower case, in the order received
    std::string body = {};

    /// The value of the first field of that name. @param name lower-case.
    std::optional<std::string_view> header(std::string_view name) const {
        return headers.find(name);
    }
};

struct ClientOptions {
    /// Connections kept open to one endpoint while nothing is to be sent there. Fewer than are used
    /// at once cost a new connection for each call beyond them; the last used is used first, so
    /// that what a peak left goes by its timeout.
    std::size_t idle_per_endpoint = 1'024;
    /// How long each is kept; shorter than servers commonly do.
    Milliseconds idle_timeout{30'000};
    std::size_t head_bytes = 64 * 1024;         ///< of a response; more is a BadResponse
    std::size_t header_count = 200;             ///< of a response; more is a BadResponse
    std::size_t body_bytes = 64 * 1024 * 1024;  ///< of a response; more is a BadResponse
};

struct Timeouts {
    Milliseconds connect{5'000};  ///< to resolve the name, open a connection and shake hands
    Milliseconds total{60'000};   ///< from send() to the last byte of the response
    /// Of a streamed response also: from the request to its head, and between any two pieces.
    Milliseconds first_byte{60'000};
    Milliseconds idle{60'000};
};

/// Hears of one response as it comes, on the loop's thread. May destroy the exchange in any of its
/// calls, and then hears no more.
class ResponseListener {
public:
    virtual ~ResponseListener() = default;
    /// Status and headers, without a body.
    virtual void on_head(ClientResponse head) = 0;
    /// @param bytes of the body; gone when this returns
    virtual void on_data(std::string_view bytes) = 0;
    /// The response is complete, or why it is not: errors as of Client::send(). Called once, last.
    virtual void on_end(Result<void> result) = 0;
};

/// Why a request failed, as Error::name of ErrorKind::unavailable.
inline constexpr std::string_view kConnectionRefused =
    "ConnectionRefused";  ///< no request was sent
inline constexpr std::string_view kTimeout = "Timeout";
inline constexpr std::string_view kConnectionLost = "ConnectionLost";  ///< may have been acted on
inline constexpr std::string_view kBadResponse = "BadResponse";

/// Sends requests over HTTP/1.1 and keeps connections open between them. Loop-owned: made, used and
/// destroyed on its loop's thread, and not destroyed from within a callback of its own.
class Client {
    struct Impl;

public:
    /// A streamed response under way. Destroying it ends the connection, unless the response is
    /// complete. Loop-owned, and gone before the client is.
    class Exchange {
    public:
        Exchange(Exchange&& other) noexcept
            : impl_{std::exchange(other.impl_, nullptr)}, id_{other.id_} {}
        Exchange& operator=(Exchange&& other) noexcept {
            std::swap(impl_, other.impl_);
            std::swap(id_, other.id_);
            return *this;
        }
        ~Exchange();

        /// Takes nothing more of the response until resume(), so that the upstream has to wait.
        void pause();
        void resume();

    private:
        friend class Client;
        Exchange(Impl& impl, std::uint64_t id) : impl_{&impl}, id_{id} {}

        Impl* impl_;
        std::uint64_t id_;
    };

    using Done = UniqueFunction<void(Result<ClientResponse>)>;

    explicit Client(Loop& loop, const ClientOptions& options = {});
    /// Forgets requests under way: their callbacks are destroyed uncalled.
    ~Client();

    /// Sends one request and calls `done` once, later, on the loop's thread.
    ///
    /// A request that may be repeated is sent once more, over a new connection, when a kept
    /// connection breaks before any byte of the response.
    /// @return through `done`: the response, whatever its status; `unavailable` with one of the
    ///         names above; `invalid` for a request that cannot be written.
    void send(const Endpoint& endpoint, ClientRequest request, Timeouts timeouts, Done done);

    /// The same, whose response `listener` hears of piece by piece, later. It may be of any length.
    /// @param listener outlives the exchange
    Exchange stream(const Endpoint& endpoint, ClientRequest request, Timeouts timeouts,
                    ResponseListener& listener);

private:
    std::unique_ptr<Impl> impl_;
};

/// Sends one request with a loop of its own and waits for the response. Errors as of Client::send.
Result<ClientResponse> fetch(const Endpoint& endpoint, ClientRequest request,
                             Timeouts timeouts = {});

}  // namespace licet::net
