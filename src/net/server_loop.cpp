// SPDX-License-Identifier: Apache-2.0
#include "net/server_loop.h"

#include "base/check.h"

#include <cerrno>
#include <utility>

namespace licet::net {
namespace {

constexpr unsigned kSlotBits = 32;
constexpr Milliseconds kListenerRest{100};

}  // namespace

/// Brings responses home to the loop. Outlives it in the hands of responders, and is cut off then.
class ServerLoop::Sink final : public ResponseSink, public std::enable_shared_from_this<Sink> {
public:
    explicit Sink(ServerLoop& home) : mailbox_{home.reactor_.mailbox()}, home_{&home} {}

    void cut_off() { home_ = nullptr; }

    void deliver(std::uint64_t connection, std::uint64_t exchange, Response response) override {
        if (mailbox_->is_current()) {
            arrive(connection, exchange, std::move(response));
            return;
        }
        mailbox_->post([self = shared_from_this(), connection, exchange,
                        response = std::move(response)]() mutable {
            self->arrive(connection, exchange, std::move(response));
        });
    }

    void watch(std::uint64_t connection, std::uint64_t exchange,
               std::weak_ptr<ClientWatch> watch) override {
        if (Session* const session = find(connection)) {
            session->watch(exchange, std::move(watch));
        }
    }
    void begin(std::uint64_t connection, std::uint64_t exchange, Response head) override {
        if (Session* const session = find(connection)) {
            session->begin(exchange, std::move(head));
        }
    }
    void write(std::uint64_t connection, std::uint64_t exchange, std::string_view piece) override {
        Session* const session = find(connection);
        if (session != nullptr && !piece.empty()) {
            session->write(exchange, piece);
        }
    }
    bool is_full(std::uint64_t connection, std::uint64_t exchange) override {
        Session* const session = find(connection);
        return session != nullptr && session->is_full(exchange);
    }
    void end(std::uint64_t connection, std::uint64_t exchange, StreamEnd end) override {
        if (Session* const session = find(connection)) {
            session->end(exchange, end);
        }
    }

private:
    /// The session of a connection that can still be written to.
    Session* find(std::uint64_t connection) {
        if (home_ == nullptr) {
            return nullptr;
        }
        LICET_CHECK(mailbox_->is_current());
        Connection* const found = home_->find(connection);
        return found == nullptr ? nullptr : found->writable_session();
    }

    void arrive(std::uint64_t connection, std::uint64_t exchange, Response response) {
        if (home_ != nullptr) {
            home_->deliver(connection, exchange, std::move(response));
        }
    }

    std::shared_ptr<Mailbox> mailbox_;
    ServerLoop* home_;  // loop thread only
};

ServerLoop::ServerLoop(Reactor& reactor, const Limits& limits, const Share& share, Fd listener,
                       const ServiceFactory& factory)
    : reactor_{reactor},
      limits_{limits},
      connections_max_{share.connections},
      body_budget_{
          std::make_shared<BodyBudget>(BodyBudget{.bytes_max = share.unfinished_body_bytes})},
      tally_{share.tally},
      listener_{std::move(listener)},
      sink_{std::make_shared<Sink>(*this)},
      service_{factory(reactor)} {
    reactor_.add(listener_.get(), EPOLLIN, *this);
}

ServerLoop::~ServerLoop() {
    // First, so that the responders that the service drops reach nobody.
    sink_->cut_off();
    draining_ = false;
    if (listener_.is_open()) {
        reactor_.remove(listener_.get());
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].connection) {
            slots_[i].connection->close();
        }
    }
}

std::string& ServerLoop::scratch() {
    constexpr std::size_t kKeepBytes = 256 * 1024;
    if (scratch_.capacity() > kKeepBytes) {
        std::string{}.swap(scratch_);
    }
    scratch_.clear();
    return scratch_;
}

void ServerLoop::dispatch(const Connection& connection, std::uint64_t exchange, Request request) {
    service_->handle(std::move(request), Responder{sink_, connection.id(), exchange});
}

Connection* ServerLoop::find(std::uint64_t id) {
    const auto index = static_cast<std::uint32_t>(id);
    Slot& slot = slots_[index];
    return slot.generation == id >> kSlotBits ? slot.connection.get() : nullptr;
}

void ServerLoop::deliver(std::uint64_t connection, std::uint64_t exchange, Response response) {
    if (response.status < 200 || response.status > 599) {
        response = refuse({500, "the service gave an impossible status"});
    }
    Connection* const found = find(connection);
    if (Session* const session = found == nullptr ? nullptr : found->writable_session()) {
        session->respond(exchange, std::move(response));
    }
}

void ServerLoop::forget(Connection& connection) {
    const auto index = static_cast<std::uint32_t>(connection.id());
    Slot& slot = slots_[index];
    LICET_CHECK(slot.connection.get() == &connection);
    reactor_.dispose(std::move(slot.connection));
    ++slot.generation;
    free_slots_.push_back(index);
    --open_;
    tally_.closed.add();
    if (draining_ && open_ == 0 && drained_) {
        reactor_.post(std::exchange(drained_, Task{}));
    }
}

void ServerLoop::on_events(std::uint32_t) {
    if (listener_.is_open()) {
        accept_all();
    }
}

void ServerLoop::accept_all() {
    constexpr int kPerTurn = 64;
    for (int i = 0; i < kPerTurn; ++i) {
        SocketAddress peer;
        peer.length = sizeof peer.storage;
        Fd socket{
            ::accept4(listener_.get(), peer.get(), &peer.length, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (socket.is_open()) {
            admit(std::move(socket), peer);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            rest_listener();
            return;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void ServerLoop::rest_listener() {
    reactor_.modify(listener_.get(), 0, *this);
    listener_rest_ = reactor_.after(kListenerRest, [this] {
        if (listener_.is_open()) {
            reactor_.modify(listener_.get(), EPOLLIN, *this);
        }
    });
}

void ServerLoop::admit(Fd socket, const SocketAddress& peer) {
    if (open_ >= connections_max_) {
        turn_away(std::move(socket));
        return;
    }
    std::unique_ptr<Transport> transport;
    if (tls_) {
        transport = tls_->accept(std::move(socket));
    } else {
        transport = std::make_unique<TcpTransport>(std::move(socket));
    }
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t index = free_slots_.back();
    free_slots_.pop_back();
    Slot& slot = slots_[index];
    const std::uint64_t id = std::uint64_t{slot.generation} << kSlotBits | index;
    slot.connection = std::make_unique<Connection>(*this, id, std::move(transport),
                                                   Peer{peer.text(), tls_.has_value()});
    ++open_;
    tally_.accepted.add();
}

void ServerLoop::turn_away(Fd socket) {
    tally_.refused.add();
    if (tls_) {
        return;  // a handshake costs more than a client that is one too many gets
    }
    TcpTransport transport{std::move(socket)};
    const Response refusal = refuse({503, "too many connections"});
    std::string& head = scratch();
    append_response_head(head, refusal, AfterResponse::close, date());
    OutputQueue{}.send(transport, head, refusal.body);
    transport.shutdown_write();
}

void ServerLoop::drain(Task done) {
    accept_all();
    draining_ = true;
    reactor_.remove(listener_.get());
    listener_.reset();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].connection) {
            slots_[i].connection->drain();
        }
    }
    if (open_ == 0) {
        reactor_.post(std::move(done));
    } else {
        drained_ = std::move(done);
    }
}

}  // namespace licet::net
