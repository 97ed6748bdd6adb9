// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/dispatcher.h"
#include "auth/sigv4.h"
#include "gateway/gateway.h"
#include "gateway/scan_pool.h"
#include "net/loop.h"
#include "net/service.h"
#include "obs/logger.h"
#include "server/probes.h"
#include "wire/routing.h"

#include <memory>
#include <unordered_set>

namespace licet::server {

/// Decisions of one loop that wait for a classifier or a scan at most.
inline constexpr std::size_t kDecisionsWaitingMax = 256;

/// What the services of all loops share. Outlives them; thread-safe.
struct Shared {
    engine::Engine& engine;
    api::Dispatcher& dispatcher;
    const api::Services& services;
    const wire::Router& router;
    const SnapshotCell<gateway::Settings>& gateway;
    meter::Meter& meter;
    invocations::Log& invocations;
    gateway::ScanPool& scans;
    gateway::TraceExport* traces;  ///< null: none are recorded
    const Probes& probes;
    auth::Settings auth;
    obs::Logger& logger;
};

/// Every path by which a request can be answered: all operations and the gateway's.
wire::Router make_router();

/// Answers HTTP requests of one loop: finds the operation, proves the caller, decodes, dispatches,
/// encodes. Model calls go to the loop's gateway.
class HttpService final : public net::Service {
public:
    HttpService(net::Loop& loop, const Shared& shared);

    void handle(net::Request request, net::Responder responder) override;
    net::Response refuse(int status, std::string_view message) override;

private:
    struct Exchange;
    class Waiting;

    Result<auth::Authenticated> authenticate(const net::Request& request,
                                             const wire::Service& service,
                                             const decision::Index& index);
    void refuse(Exchange&& exchange, const Error& error);
    void call_operation(Exchange&& exchange, const wire::Target& target);
    void decide(Exchange exchange, api::Invocation invocation);
    void call_model(Exchange&& exchange, wire::Target&& target);
    void answer(Exchange& exchange, const api::Operation& operation, const api::Reply& reply);

    net::Loop& loop_;
    const Shared& shared_;
    SystemRandom random_;
    SnapshotCell<decision::Index>::Reader index_;
    gateway::Gateway gateway_;
    std::unordered_set<std::shared_ptr<Waiting>> waiting_;  // gone before the gateway is
};

}  // namespace licet::server
