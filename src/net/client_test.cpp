// SPDX-License-Identifier: Apache-2.0
#include "net/client.h"

#include "net/loopback_for_test.h"
#include "net/waiting_client_test.h"

#include <gtest/gtest.h>
#include <sys/select.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace licet::net {
namespace {

Endpoint endpoint_of(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port};
}

/// A listener whose connections a test script answers by hand, on its own thread.
class Script {
public:
    explicit Script(std::function<void(Script&)> play)
        : listener_{listen_on(SocketAddress::parse("127.0.0.1", 0).value(), PortUse::exclusive)
                        .value()},
          thread_{[this, play = std::move(play)] { play(*this); }} {}
    ~Script() { thread_.join(); }

    std::uint16_t port() const { return local_address(listener_).port(); }
    Fd accept() {
        Fd socket;
        while (!socket.is_open()) {
            fd_set ready;
            FD_ZERO(&ready);
            FD_SET(listener_.get(), &ready);
            ::select(listener_.get() + 1, &ready, nullptr, nullptr, nullptr);
            socket = Fd{::accept(listener_.get(), nullptr, nullptr)};
        }
        return socket;
    }
    static std::string read_head(const Fd& socket) {
        std::string head;
        char c = 0;
        while (!head.ends_with("\r\n\r\n") && ::recv(socket.get(), &c, 1, 0) == 1) {
            head += c;
        }
        return head;
    }
    static void write(const Fd& socket, std::string_view bytes) {
        ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

private:
    Fd listener_;
    std::thread thread_;
};

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(Client, SendsAndReceives) {
    std::string seen;
    const auto server = serve([&](Request request, Responder responder) {
        for (const Header& header : request.headers()) {
            seen += std::string{header.name} + '=' + std::string{header.value} + ' ';
        }
        Response response;
        response.status = 201;
        response.headers = {{"X-Thing", "1"}, {"x-thing", "2"}};
        response.body = std::string{request.target()} + ' ' + std::string{request.body()};
        std::move(responder).send(std::move(response));
    });
    WaitingClient client;
    Endpoint endpoint = endpoint_of(server->port());
    endpoint.base_path = "/base";
    const auto result = client.send(endpoint, {.method = "POST",
                                               .target = "/x?y",
                                               .headers = {{"Host", "h"}, {"Content-Length", "99"}},
                                               .body = "hello"});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->status, 201);
    EXPECT_EQ(result->body, "/base/x?y hello");
    EXPECT_EQ(result->header("x-thing"), "1");
    EXPECT_EQ(result->header("x-none"), std::nullopt);
    EXPECT_EQ(seen, "host=h content-length=5 ");
}

TEST(Client, ReadsHeadAndBodilessResponses) {
    const auto server = serve([](Request request, Responder responder) {
        Response response;
        response.status = request.method() == "DELETE" ? 204 : 200;
        response.body = "body";
        std::move(responder).send(std::move(response));
    });
    WaitingClient client;
    const Endpoint endpoint = endpoint_of(server->port());
    EXPECT_EQ(client.send(endpoint, {.method = "HEAD"})->body, "");
    EXPECT_EQ(client.send(endpoint, {.method = "DELETE"})->status, 204);
    EXPECT_EQ(client.send(endpoint, {})->body, "body");
}

TEST(Client, CarriesLargeBodiesBothWays) {
    const auto server = serve([](Request request, Responder responder) {
        std::move(responder).send({.body = std::string{request.body()}});
    });
    WaitingClient client;
    const std::string body(12'000'000, 'x');
    const auto result = client.send(endpoint_of(server->port()), {.method = "POST", .body = body});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->body, body);
}

TEST(Client, KeepsConnectionsOpen) {
    const Script script{[](Script& self) {
        const Fd only = self.accept();
        for (int i = 0; i < 5; ++i) {
            Script::read_head(only);
            Script::write(only, kOk);
        }
    }};
    WaitingClient client;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(client.send(endpoint_of(script.port()), {})->body, "ok");
    }
}

TEST(Client, NoticesThatAKeptConnectionWasClosed) {
    const Script script{[](Script& self) {
        for (int i = 0; i < 3; ++i) {
            const Fd one = self.accept();
            EXPECT_NE(Script::read_head(one), "");
            Script::write(one, kOk);
        }
    }};
    WaitingClient client;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.send(endpoint_of(script.port()), {})->body, "ok");
    }
}

/// Asks twice; before the second request is written, `meanwhile` has happened to the connection on
/// which the first was answered. @return the second answer
Result<ClientResponse> ask_after(std::string_view meanwhile) {
    std::promise<void> go;
    std::promise<void> happened;
    const Script script{[&](Script& self) {
        Fd kept = self.accept();
        Script::read_head(kept);
        Script::write(kept, kOk);
        go.get_future().wait();
        if (meanwhile.empty()) {
            kept.reset();
        } else {
            Script::write(kept, meanwhile);
        }
        happened.set_value();
        const Fd fresh = self.accept();
        EXPECT_NE(Script::read_head(fresh), "");
        Script::write(fresh, "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nmine");
    }};
    LoopThread thread;
    std::optional<Client> client;
    const Endpoint endpoint = endpoint_of(script.port());
    const auto ask = [&](ClientRequest request, std::promise<Result<ClientResponse>>& answer) {
        client->send(endpoint, std::move(request), {},
                     [&](Result<ClientResponse> result) { answer.set_value(std::move(result)); });
    };
    std::promise<Result<ClientResponse>> first;
    thread.run([&] {
        client.emplace(thread.loop());
        ask({}, first);
    });
    EXPECT_EQ(first.get_future().get()->body, "ok");
    std::promise<Result<ClientResponse>> second;
    thread.run([&] {  // the loop hears of it only when the connection is taken already
        go.set_value();
        happened.get_future().wait();
        ask({.method = "POST", .body = "x"}, second);
    });
    auto result = second.get_future().get();
    thread.run([&] { client.reset(); });
    const RawPeer last{script.port()};  // a script that still waits for a connection has one
    return result;
}

TEST(Client, AnAnswerThatNobodyAskedForIsNobodysAnswer) {
    for (const std::string_view unasked : {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nothers",
                                           "HTTP/1.1 100 Continue\r\n\r\n", "\r\n", "x"}) {
        const auto result = ask_after(unasked);
        ASSERT_TRUE(result.ok()) << result.error().message;
        EXPECT_EQ(result->body, "mine");
    }
}

TEST(Client, WhatWasNeverSentIsSentElsewhereWhateverItIs) {
    const auto result = ask_after("");
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->body, "mine");
}

TEST(Client, RepeatsOnceOnAKeptConnectionThatBreaks) {
    std::atomic<int> heads{0};
    const Script script{[&](Script& self) {
        Fd kept = self.accept();
        Script::read_head(kept);
        Script::write(kept, kOk);
        Script::read_head(kept);  // and breaks
        ++heads;
        kept.reset();
        const Fd fresh = self.accept();
        Script::read_head(fresh);
        ++heads;
        Script::write(fresh, kOk);
    }};
    WaitingClient client;
    const Endpoint endpoint = endpoint_of(script.port());
    EXPECT_TRUE(client.send(endpoint, {}).ok());
    EXPECT_TRUE(client.send(endpoint, {.method = "POST", .body = "x", .repeatable = true}).ok());
    EXPECT_EQ(heads, 2);
}

TEST(Client, DoesNotRepeatWhatMayNotBe) {
    const Script script{[&](Script& self) {
        const Fd kept = self.accept();
        Script::read_head(kept);
        Script::write(kept, kOk);
        Script::read_head(kept);
    }};
    WaitingClient client;
    const Endpoint endpoint = endpoint_of(script.port());
    EXPECT_TRUE(client.send(endpoint, {}).ok());
    EXPECT_EQ(client.failure(endpoint, {.method = "POST", .body = "x"}), kConnectionLost);
}

TEST(Client, TellsFailuresApart) {
    WaitingClient client{{.body_bytes = 10}};
    std::uint16_t closed_port = 0;
    {
        const auto listener =
            listen_on(SocketAddress::parse("127.0.0.1", 0).value(), PortUse::exclusive);
        closed_port = local_address(*listener).port();
    }
    EXPECT_EQ(client.failure(endpoint_of(closed_port)), kConnectionRefused);
    const auto answering = [&](std::string_view bytes) {
        const Script script{[&](Script& self) {
            const Fd socket = self.accept();
            Script::read_head(socket);
            Script::write(socket, bytes);
        }};
        return client.failure(endpoint_of(script.port()));
    };
    EXPECT_EQ(answering(""), kConnectionLost);
    EXPECT_EQ(answering("HTTP/1.1 200 OK\r\n"), kConnectionLost);
    EXPECT_EQ(answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"), kConnectionLost);
    EXPECT_EQ(answering("SSH-2.0-OpenSSH\r\n\r\n"), kBadResponse);
    EXPECT_EQ(answering("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"), kBadResponse);
    EXPECT_EQ(answering("HTTP/1.1 200 OK\r\n\r\n12345678901"), kBadResponse);
}

TEST(Client, GivesUpInTime) {
    std::vector<Responder> shelf;
    const auto server =
        serve([&](Request, Responder responder) { shelf.push_back(std::move(responder)); });
    WaitingClient client;
    EXPECT_EQ(client.failure(endpoint_of(server->port()), {}, {.total = Milliseconds{20}}),
              kTimeout);
    EXPECT_EQ(client.failure(endpoint_of(server->port()), {}, {.total = Milliseconds{0}}),
              kTimeout);
}

TEST(Client, RefusesWhatItCannotSend) {
    WaitingClient client;
    const Endpoint endpoint = endpoint_of(1);
    for (const ClientRequest& request : std::vector<ClientRequest>{
             {.method = "GE T"},
             {.method = "CONNECT"},
             {.target = "/a b"},
             {.target = "x"},
             {.headers = {{"a b", "c"}}},
             {.headers = {{"a", "b\r\nc: d"}}},
         }) {
        EXPECT_EQ(client.send(endpoint, request).error().kind, ErrorKind::invalid);
    }
}

TEST(Client, FindsLocalhost) {
    const auto server = serve(echo);
    WaitingClient client;
    const auto result =
        client.send({.host = "localhost", .port = server->port()}, {.target = "/x"});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->body, "GET /x ");
}

TEST(Client, ClosesConnectionsThatAreIdleForTooLong) {
    std::promise<void> closed;
    const Script script{[&](Script& self) {
        const Fd one = self.accept();
        Script::read_head(one);
        Script::write(one, kOk);
        EXPECT_EQ(Script::read_head(one), "");
        closed.set_value();
    }};
    WaitingClient client{{.idle_timeout = Milliseconds{20}}};
    EXPECT_TRUE(client.send(endpoint_of(script.port()), {}).ok());
    closed.get_future().wait();
}

TEST(Client, KeepsNoMoreIdleConnectionsThanItShould) {
    const auto server = serve(echo);
    WaitingClient client{{.idle_per_endpoint = 1}};
    std::vector<std::future<Result<ClientResponse>>> results;
    for (int i = 0; i < 10; ++i) {
        results.push_back(client.begin(endpoint_of(server->port()), {}));
    }
    for (auto& result : results) {
        EXPECT_TRUE(result.get().ok());
    }
}

TEST(Client, ServesAServiceOnItsLoop) {
    const auto upstream = serve(echo);
    class Proxy final : public Service {
    public:
        Proxy(Loop& loop, Endpoint to) : client_{loop}, to_{std::move(to)} {}
        void handle(Request request, Responder responder) override {
            client_.send(to_, {.target = std::string{request.target()}}, {},
                         [responder = std::move(responder)](Result<ClientResponse> result) mutable {
                             Response response;
                             response.status = result.ok() ? result->status : 502;
                             response.body = result.ok() ? result->body : result.error().message;
                             std::move(responder).send(std::move(response));
                         });
        }

    private:
        Client client_;
        Endpoint to_;
    };
    const auto proxy = Server::start({}, [&](Loop& loop) {
        return std::make_unique<Proxy>(loop, endpoint_of(upstream->port()));
    });
    ASSERT_TRUE(proxy.ok());
    for (int i = 0; i < 3; ++i) {
        const auto result = fetch(endpoint_of((*proxy)->port()), {.target = "/through"});
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(result->body, "GET /through ");
    }
}

TEST(Client, ForgetsWhatIsUnderWayWhenDestroyed) {
    std::promise<Responder> given;
    const auto server =
        serve([&](Request, Responder responder) { given.set_value(std::move(responder)); });
    auto called = std::make_shared<bool>(false);
    {
        LoopThread thread;
        std::optional<Client> client;
        thread.run([&] {
            client.emplace(thread.loop());
            client->send(endpoint_of(server->port()), {}, {},
                         [called](const Result<ClientResponse>&) { *called = true; });
        });
        std::move(given.get_future().get()).send({});
        thread.run([&] { client.reset(); });
    }
    EXPECT_EQ(called.use_count(), 1);
}

TEST(Fetch, SaysWhyItFailed) {
    const auto result = fetch({.host = "127.0.0.1", .port = 1}, {});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().name, kConnectionRefused);
    EXPECT_EQ(result.error().message, "`127.0.0.1:1`: Connection refused");
}

TEST(LoopThread, RunsTasksAndTimersAndCancelsThem) {
    LoopThread thread;
    EXPECT_FALSE(thread.loop().is_current());
    std::promise<std::string> order;
    std::string text;
    Timer early;
    Timer late;
    Timer never;
    thread.run([&] {
        EXPECT_TRUE(thread.loop().is_current());
        never = thread.loop().after(Milliseconds{1}, [&] { text += "never"; });
        late = thread.loop().after(Milliseconds{40}, [&] {
            text += "late";
            late.cancel();  // from within
            order.set_value(text);
        });
        early = thread.loop().after(Milliseconds{0}, [&] { text += "early "; });
        never.cancel();
    });
    EXPECT_EQ(order.get_future().get(), "early late");
    thread.run([&] { early.cancel(); });
}

}  // namespace
}  // namespace licet::net
