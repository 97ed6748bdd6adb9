// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/body_budget.h"
#include "net/connection.h"
#include "net/http1_head.h"
#include "net/limits.h"
#include "net/reactor.h"
#include "net/response_writer.h"
#include "net/service.h"
#include "net/tls.h"
#include "obs/metrics.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace licet::net {

/// What became of the connections of all loops since the start. Thread-safe.
struct ConnectionTally {
    obs::Counter accepted;
    obs::Counter refused;  ///< for want of room
    obs::Counter closed;   ///< of those accepted
};

/// One loop's share of a server: its listener, its connections and its service. Loop-owned.
class ServerLoop final : public Watched {
public:
    /// The loop's part of the limits that all loops share.
    struct Share {
        std::size_t connections = 1;
        std::size_t unfinished_body_bytes = 0;
        ConnectionTally& tally;
    };
    ServerLoop(Reactor& reactor, const Limits& limits, const Share& share, Fd listener,
               const ServiceFactory& factory);
    ~ServerLoop() override;

    /// Speaks TLS with those who connect from now on.
    void set_identity(const TlsIdentity& identity) { tls_.emplace(identity); }

    /// Accepts no more and finishes what is under way. @param done called once no connection is
    /// left.
    void drain(Task done);
    bool is_draining() const { return draining_; }

    Reactor& reactor() { return reactor_; }
    const Limits& limits() const { return limits_; }
    const std::shared_ptr<BodyBudget>& body_budget() const { return body_budget_; }
    std::string_view date() { return date_.at(reactor_.now_ms()); }
    /// Scratch space for one call; what it returns is empty.
    std::string& scratch();
    RequestHead& scratch_head() { return scratch_head_; }

    /// Gives a request to the service.
    void dispatch(const Connection& connection, std::uint64_t exchange, Request request);
    /// The service's answer to what never becomes a request.
    Response refuse(Refusal refusal) { return service_->refuse(refusal.status, refusal.message); }
    /// Called by a connection that has closed.
    void forget(Connection& connection);

    void on_events(std::uint32_t events) override;

private:
    class Sink;
    struct Slot {
        std::unique_ptr<Connection> connection;
        std::uint32_t generation = 0;
    };

    void accept_all();
    void admit(Fd socket, const SocketAddress& peer);
    void turn_away(Fd socket);
    void rest_listener();
    void deliver(std::uint64_t connection, std::uint64_t exchange, Response response);
    Connection* find(std::uint64_t id);

    Reactor& reactor_;
    const Limits limits_;
    const std::size_t connections_max_;
    const std::shared_ptr<BodyBudget> body_budget_;
    ConnectionTally& tally_;
    Fd listener_;
    std::optional<TlsServer> tls_;
    Timer listener_rest_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t open_ = 0;
    DateCache date_;
    std::string scratch_;
    RequestHead scratch_head_;
    bool draining_ = false;
    Task drained_;
    std::shared_ptr<Sink> sink_;
    std::unique_ptr<Service> service_;
};

}  // namespace licet::net
