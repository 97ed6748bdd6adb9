// SPDX-License-Identifier: Apache-2.0
#include "net/server.h"

#include "base/check.h"
#include "net/server_loop.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace licet::net {
namespace {

constexpr unsigned kLoopsMax = 256;

/// One ServerLoop with the thread it lives on.
struct Worker {
    Worker(const ServerOptions& options, Fd listener, const ServiceFactory& factory,
           ConnectionTally& tally) {
        thread.run([&] {
            const auto& limits = options.limits;
            const ServerLoop::Share share{
                .connections = std::max<std::size_t>(limits.connections / options.loops, 1),
                .unfinished_body_bytes =
                    std::max(limits.unfinished_body_bytes / options.loops, limits.body_bytes),
                .tally = tally};
            auto& reactor = static_cast<Reactor&>(thread.loop());
            reactor.set_busy_poll(options.busy_poll);
            loop.emplace(reactor, options.limits, share, std::move(listener), factory);
            if (options.tls) {
                loop->set_identity(*options.tls);
            }
        });
    }
    ~Worker() {
        thread.run([this] { loop.reset(); });
    }

    LoopThread thread;
    std::optional<ServerLoop> loop;  // used on the thread only
};

/// Counts what is to be waited for.
class Countdown {
public:
    explicit Countdown(std::size_t count) : left_{count} {}
    void arrive() {
        const std::lock_guard lock{mutex_};
        --left_;
        reached_.notify_all();
    }
    void wait_for(Milliseconds timeout) {
        std::unique_lock lock{mutex_};
        reached_.wait_for(lock, timeout, [this] { return left_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable reached_;
    std::size_t left_;  // guarded by mutex_
};

Result<std::vector<Fd>> open_listeners(const ServerOptions& options) {
    LICET_TRY(SocketAddress address, SocketAddress::parse(options.address, options.port));
    std::vector<Fd> listeners;
    if (options.loops == 1) {
        LICET_TRY(Fd only, listen_on(address, PortUse::exclusive));
        listeners.push_back(std::move(only));
        return listeners;
    }
    {
        // Sharing would also let a second server in; so first see that nobody else is there.
        LICET_TRY(const Fd probe, listen_on(address, PortUse::exclusive));
        address.set_port(local_address(probe).port());
    }
    for (unsigned i = 0; i < options.loops; ++i) {
        LICET_TRY(Fd listener, listen_on(address, PortUse::shared_by_loops));
        listeners.push_back(std::move(listener));
    }
    return listeners;
}

}  // namespace

struct Server::Impl {
    SocketAddress address;
    Milliseconds drain_timeout;
    bool has_tls;
    ConnectionTally tally;
    std::mutex mutex;
    std::vector<std::unique_ptr<Worker>> workers;  // guarded by mutex
};

Server::Server(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              const ServiceFactory& factory) {
    if (options.loops < 1 || options.loops > kLoopsMax) {
        return Error{ErrorKind::invalid, "a server needs 1 to 256 loops"};
    }
    LICET_TRY(std::vector<Fd> listeners, open_listeners(options));
    auto impl = std::make_unique<Impl>();
    impl->address = local_address(listeners.front());
    impl->drain_timeout = options.limits.drain_timeout;
    impl->has_tls = options.tls.has_value();
    for (Fd& listener : listeners) {
        impl->workers.push_back(
            std::make_unique<Worker>(options, std::move(listener), factory, impl->tally));
    }
    return std::unique_ptr<Server>{new Server{std::move(impl)}};
}

std::uint16_t Server::port() const {
    return impl_->address.port();
}

std::string Server::url() const {
    const std::string address = impl_->address.text();
    const bool bracketed = address.find(':') != std::string::npos;
    return std::string{impl_->has_tls ? "https://" : "http://"} +
           (bracketed ? "[" + address + "]:" : address + ":") + std::to_string(port());
}

ConnectionCounts Server::connections() const {
    const auto& tally = impl_->tally;
    const auto closed = tally.closed.value();  // read first: no more are closed than were accepted
    const auto accepted = tally.accepted.value();
    return {.accepted = accepted, .refused = tally.refused.value(), .open = accepted - closed};
}

void Server::set_identity(const TlsIdentity& identity) {
    LICET_CHECK(impl_->has_tls);
    const std::lock_guard lock{impl_->mutex};
    for (const auto& worker : impl_->workers) {
        worker->thread.run([&] { worker->loop->set_identity(identity); });
    }
}

void Server::drain(const std::function<void()>& before_the_end) {
    const std::lock_guard lock{impl_->mutex};
    // Shared, because a loop may still arrive after the wait has run out.
    const auto countdown = std::make_shared<Countdown>(impl_->workers.size());
    for (const auto& worker : impl_->workers) {
        worker->thread.loop().post([&loop = *worker->loop, countdown] {
            loop.drain([countdown] { countdown->arrive(); });
        });
    }
    countdown->wait_for(impl_->drain_timeout);
    if (before_the_end) {
        before_the_end();
    }
    impl_->workers.clear();
}

}  // namespace licet::net
