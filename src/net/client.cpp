// SPDX-License-Identifier: Apache-2.0
#include "net/client.h"

#include "base/check.h"
#include "net/client_connection.h"
#include "net/http1_head.h"
#include "net/reactor.h"
#include "net/resolver.h"
#include "net/response_writer.h"
#include "net/tls.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace licet::net {
namespace {

Error failure_of(std::string_view name, const Endpoint& endpoint, std::string_view why) {
    return {ErrorKind::unavailable, "`" + endpoint.authority() + "`: " + std::string{why}, name};
}

bool may_repeat(const ClientRequest& request) {
    return request.repeatable || request.method == "GET" || request.method == "HEAD";
}

bool is_writable(const ClientRequest& request) {
    return is_token(request.method) && request.method != "CONNECT" &&
           is_valid_target(request.method, request.target) &&
           std::all_of(request.headers.begin(), request.headers.end(), [](const Header& field) {
               return is_token(field.name) && is_field_value(field.value);
           });
}

/// Whether a request of that method says how long its body is even when it has none.
/// Source: RFC 9110 section 8.6.
bool announces_body(const ClientRequest& request) {
    return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
           request.method == "PATCH";
}

void append_head(std::string& out, const Endpoint& endpoint, const ClientRequest& request) {
    out += request.method;
    out += ' ';
    out += endpoint.base_path;
    out += request.target;
    out += " HTTP/1.1\r\n";
    bool has_host = false;
    for (const Header field : request.headers) {
        if (is_service_header(field.name) || equals_ignoring_case(field.name, "date")) {
            has_host = has_host || equals_ignoring_case(field.name, "host");
            out += field.name;
            out += ": ";
            out += field.value;
            out += "\r\n";
        }
    }
    if (!has_host) {
        out += "host: ";
        out += endpoint.authority();
        out += "\r\n";
    }
    if (announces_body(request)) {
        out += "content-length: ";
        out += std::to_string(request.body.size());
        out += "\r\n";
    }
    out += "\r\n";
}

}  // namespace

struct Client::Impl final {
    struct Link;

    /// One request under way.
    struct Call final : Deadline {
        Call(Impl& owner, const Endpoint& to, ClientRequest what, const Timeouts& limits)
            : client{owner}, endpoint{to}, request{std::move(what)}, timeouts{limits} {}
        void on_deadline() override { client.expire(*this); }

        Impl& client;
        std::uint64_t id = 0;
        const Endpoint endpoint;
        const ClientRequest request;
        const Timeouts timeouts;
        Done done = {};                        // of a whole response
        ResponseListener* listener = nullptr;  // of a streamed one
        std::int64_t expires_at_ms = 0;
        std::vector<SocketAddress> addresses;
        std::size_t next_address = 0;
        Link* link = nullptr;
        bool on_kept_connection = false;
        bool paused = false;
        std::optional<Error> failure;  // found before send() returned
    };

    using Pool = std::vector<Link*>;  // idle ones, the last used at the end

    /// One connection and what it is used for.
    struct Link final : ClientConnection::Listener {
        Link(Impl& owner, Pool& of, Call& first) : client{owner}, pool{of}, call{&first} {}
        void on_connected() override { client.write(*call, *this); }
        void on_head(ClientResponse head) override { client.on_head(*call, std::move(head)); }
        void on_body(std::string_view bytes) override { client.on_body(*call, bytes); }
        void on_response(ClientResponse response) override {
            client.on_response(*this, std::move(response));
        }
        void on_failure(ClientConnection::Failure failure, std::string_view why) override {
            client.on_failure(*this, failure, why);
        }

        Impl& client;
        Pool& pool;
        Call* call;  // null while idle
        std::unique_ptr<ClientConnection> connection;
        std::size_t place = 0;  // in `links`
    };

    Impl(Loop& loop, const ClientOptions& wanted)
        : reactor{static_cast<Reactor&>(loop)}, options{wanted}, resolver{reactor} {}
    ~Impl();

    std::uint64_t start(std::unique_ptr<Call> call);
    void cancel(std::uint64_t id);
    void pause(std::uint64_t id);
    void resume(std::uint64_t id);
    /// Lets the call fail after that time, or at the end of all its time if that is earlier.
    void set_limit(Call& call, Milliseconds limit);
    void open(Call& call);
    void connect_next(Call& call, std::string_view why);
    void write(Call& call, Link& link);
    void expire(Call& call);
    void fail(Call& call, Error error);
    void fail_later(Call& call, Error error);
    void finish(Call& call, Result<ClientResponse> result);
    void discard(Link& link);
    Pool& pool_of(const Endpoint& endpoint);
    std::unique_ptr<Transport> make_transport(const Endpoint& endpoint, Fd socket);

    void on_head(Call& call, ClientResponse head);
    void on_body(Call& call, std::string_view bytes);
    void on_response(Link& link, ClientResponse response);
    void on_failure(Link& link, ClientConnection::Failure failure, std::string_view why);

    Reactor& reactor;
    const ClientOptions options;
    std::shared_ptr<const TlsClient> system_trust;  // null until it is needed
    Resolver resolver;
    std::unordered_map<std::string, Pool> pools;
    std::vector<std::unique_ptr<Link>> links;
    std::unordered_map<std::uint64_t, std::unique_ptr<Call>> calls;
    std::uint64_t last_call = 0;
    std::string scratch;
};

Client::Impl::~Impl() {
    for (const auto& link : links) {
        link->connection->close();
        reactor.dispose(std::move(link->connection));
    }
}

Client::Impl::Pool& Client::Impl::pool_of(const Endpoint& endpoint) {
    scratch = endpoint.host;
    scratch += ' ';
    scratch += std::to_string(endpoint.port);
    if (endpoint.tls) {
        scratch += " tls " + std::to_string(reinterpret_cast<std::uintptr_t>(endpoint.trust.get()));
    }
    return pools[scratch];
}

std::unique_ptr<Transport> Client::Impl::make_transport(const Endpoint& endpoint, Fd socket) {
    if (!endpoint.tls) {
        return std::make_unique<TcpTransport>(std::move(socket));
    }
    if (endpoint.trust != nullptr) {
        return endpoint.trust->connect(std::move(socket), endpoint.host);
    }
    if (system_trust == nullptr) {
        system_trust = TlsClient::make().value();  // fails for a file only
    }
    return system_trust->connect(std::move(socket), endpoint.host);
}

void Client::Impl::set_limit(Call& call, Milliseconds limit) {
    reactor.wheel().set(call, std::min(call.expires_at_ms, reactor.now_ms() + limit.count()));
}

std::uint64_t Client::Impl::start(std::unique_ptr<Call> owned) {
    Call& call = *owned;
    const std::uint64_t id = call.id = ++last_call;
    calls.emplace(id, std::move(owned));
    call.expires_at_ms = reactor.now_ms() + call.timeouts.total.count();
    if (!is_writable(call.request)) {
        fail_later(call, {ErrorKind::invalid, "the method, target or a header is malformed"});
        return id;
    }
    Pool& pool = pool_of(call.endpoint);
    if (!pool.empty()) {
        Link& link = *pool.back();
        pool.pop_back();
        link.call = &call;
        call.on_kept_connection = true;
        write(call, link);
        return id;
    }
    open(call);
    return id;
}

void Client::Impl::cancel(std::uint64_t id) {
    const auto found = calls.find(id);
    if (found != calls.end()) {
        if (found->second->link != nullptr) {
            discard(*found->second->link);
        }
        calls.erase(found);
    }
}

void Client::Impl::pause(std::uint64_t id) {
    const auto found = calls.find(id);
    if (found != calls.end() && found->second->link != nullptr) {
        found->second->link->connection->pause();
        found->second->paused = true;
        set_limit(*found->second, found->second->timeouts.total);
    }
}

void Client::Impl::resume(std::uint64_t id) {
    const auto found = calls.find(id);
    if (found != calls.end() && found->second->link != nullptr) {
        found->second->link->connection->resume();
        found->second->paused = false;
        set_limit(*found->second, found->second->timeouts.idle);
    }
}

void Client::Impl::open(Call& call) {
    set_limit(call, call.timeouts.connect);
    resolver.resolve(call.endpoint.host,
                     [this, id = call.id](const std::vector<SocketAddress>& addresses) {
                         const auto found = calls.find(id);
                         if (found != calls.end()) {
                             Call& waiting = *found->second;
                             waiting.addresses = addresses;
                             waiting.next_address = 0;
                             connect_next(waiting, "the host name has no address");
                         }
                     });
}

void Client::Impl::connect_next(Call& call, std::string_view why) {
    std::string reason{why};
    while (call.next_address < call.addresses.size()) {
        SocketAddress address = call.addresses[call.next_address++];
        address.set_port(call.endpoint.port);
        Fd socket{
            ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
        if (!socket.is_open() ||
            (::connect(socket.get(), address.get(), address.length) != 0 && errno != EINPROGRESS)) {
            reason = errno_text(errno);
            continue;
        }
        auto link = std::make_unique<Link>(*this, pool_of(call.endpoint), call);
        link->connection = std::make_unique<ClientConnection>(
            reactor, options, *link, make_transport(call.endpoint, std::move(socket)));
        link->place = links.size();
        call.link = link.get();
        links.push_back(std::move(link));
        return;
    }
    fail_later(call, failure_of(kConnectionRefused, call.endpoint, reason));
}

void Client::Impl::write(Call& call, Link& link) {
    call.link = &link;
    const bool streamed = call.listener != nullptr;
    set_limit(call, streamed ? call.timeouts.first_byte : call.timeouts.total);
    scratch.clear();
    append_head(scratch, call.endpoint, call.request);
    std::string message;
    message.reserve(scratch.size() + call.request.body.size());
    message += scratch;
    message += call.request.body;
    link.connection->send(
        std::move(message),
        call.request.method == "HEAD" ? ResponseReader::Body::none : ResponseReader::Body::expected,
        streamed ? ClientConnection::Delivery::streamed : ClientConnection::Delivery::whole);
    if (call.paused) {  // before there was anything to pause
        link.connection->pause();
    }
}

void Client::Impl::on_head(Call& call, ClientResponse head) {
    set_limit(call, call.timeouts.idle);
    call.listener->on_head(std::move(head));
}

void Client::Impl::on_body(Call& call, std::string_view bytes) {
    if (!call.paused) {
        set_limit(call, call.timeouts.idle);
    }
    call.listener->on_data(bytes);
}

void Client::Impl::on_response(Link& link, ClientResponse response) {
    Call& call = *std::exchange(link.call, nullptr);
    call.link = nullptr;
    if (link.connection->is_reusable() && link.pool.size() < options.idle_per_endpoint) {
        link.connection->rest(options.idle_timeout);
        link.pool.push_back(&link);
    } else {
        discard(link);
    }
    finish(call, std::move(response));
}

void Client::Impl::on_failure(Link& link, ClientConnection::Failure failure, std::string_view why) {
    Call* const call = std::exchange(link.call, nullptr);
    if (call == nullptr) {
        std::erase(link.pool, &link);
        discard(link);
        return;
    }
    discard(link);
    call->link = nullptr;
    switch (failure) {
        case ClientConnection::Failure::refused:
            connect_next(*call, why);
            break;
        case ClientConnection::Failure::unsent:
            open(*call);
            break;
        case ClientConnection::Failure::lost:
            if (std::exchange(call->on_kept_connection, false) && may_repeat(call->request)) {
                open(*call);
                break;
            }
            [[fallthrough]];
        case ClientConnection::Failure::cut:
        case ClientConnection::Failure::unwanted:
            fail(*call, failure_of(kConnectionLost, call->endpoint, why));
            break;
        case ClientConnection::Failure::bad:
            fail(*call, failure_of(kBadResponse, call->endpoint, why));
            break;
    }
}

/// Destroys the link.
void Client::Impl::discard(Link& link) {
    LICET_CHECK(links[link.place].get() == &link);
    link.connection->close();
    reactor.dispose(std::move(link.connection));
    links.back()->place = link.place;
    std::swap(links[link.place], links.back());
    links.pop_back();
}

void Client::Impl::expire(Call& call) {
    if (call.failure) {
        Error error = std::move(*call.failure);
        fail(call, std::move(error));
    } else {
        fail(call, failure_of(kTimeout, call.endpoint, "no complete response in time"));
    }
}

void Client::Impl::fail_later(Call& call, Error error) {
    call.failure = std::move(error);
    reactor.set_deadline(call, Milliseconds{0});
}

void Client::Impl::fail(Call& call, Error error) {
    if (call.link != nullptr) {
        discard(*call.link);
    }
    finish(call, std::move(error));
}

void Client::Impl::finish(Call& call, Result<ClientResponse> result) {
    const auto owned = calls.extract(call.id);
    if (call.listener == nullptr) {
        owned.mapped()->done(std::move(result));
    } else if (result.ok()) {
        call.listener->on_end({});
    } else {
        call.listener->on_end(std::move(result).error());
    }
}

Client::Client(Loop& loop, const ClientOptions& options)
    : impl_{std::make_unique<Impl>(loop, options)} {}

Client::~Client() = default;

void Client::send(const Endpoint& endpoint, ClientRequest request, Timeouts timeouts, Done done) {
    auto call = std::make_unique<Impl::Call>(*impl_, endpoint, std::move(request), timeouts);
    call->done = std::move(done);
    impl_->start(std::move(call));
}

Client::Exchange Client::stream(const Endpoint& endpoint, ClientRequest request, Timeouts timeouts,
                                ResponseListener& listener) {
    auto call = std::make_unique<Impl::Call>(*impl_, endpoint, std::move(request), timeouts);
    call->listener = &listener;
    return {*impl_, impl_->start(std::move(call))};
}

Client::Exchange::~Exchange() {
    if (impl_ != nullptr) {
        impl_->cancel(id_);
    }
}

void Client::Exchange::pause() {
    impl_->pause(id_);
}

void Client::Exchange::resume() {
    impl_->resume(id_);
}

Result<ClientResponse> fetch(const Endpoint& endpoint, ClientRequest request, Timeouts timeouts) {
    Reactor reactor;
    std::optional<Result<ClientResponse>> result;
    {
        Client client{reactor};
        client.send(endpoint, std::move(request), timeouts, [&](Result<ClientResponse> got) {
            result = std::move(got);
            reactor.stop();
        });
        reactor.run();
    }
    return std::move(*result);
}

}  // namespace licet::net
