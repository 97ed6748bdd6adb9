// SPDX-License-Identifier: Apache-2.0
#include "net/service.h"

#include "base/check.h"

#include <utility>

namespace licet::net {
namespace {

class FunctionSink final : public ResponseSink {
public:
    explicit FunctionSink(std::function<void(Response)> receive) : receive_{std::move(receive)} {}

    void deliver(std::uint64_t, std::uint64_t, Response response) override {
        receive_(std::move(response));
    }
    void watch(std::uint64_t, std::uint64_t, std::weak_ptr<ClientWatch>) override {}
    void begin(std::uint64_t, std::uint64_t, Response head) override {
        streamed_ = std::move(head);
    }
    void write(std::uint64_t, std::uint64_t, std::string_view piece) override {
        streamed_.body += piece;
    }
    bool is_full(std::uint64_t, std::uint64_t) override { return false; }
    void end(std::uint64_t, std::uint64_t, StreamEnd end) override {
        if (end == StreamEnd::broken_off) {
            streamed_.status = 0;
        }
        receive_(std::move(streamed_));
    }

private:
    std::function<void(Response)> receive_;
    Response streamed_;
};

}  // namespace

Responder::Responder(std::function<void(Response)> receive)
    : sink_{std::make_shared<FunctionSink>(std::move(receive))} {}

ResponseStream& ResponseStream::operator=(ResponseStream&& other) noexcept {
    std::swap(sink_, other.sink_);
    std::swap(connection_, other.connection_);
    std::swap(exchange_, other.exchange_);
    return *this;
}

ResponseStream::~ResponseStream() {
    if (sink_ != nullptr) {
        sink_->end(connection_, exchange_, StreamEnd::broken_off);
    }
}

void ResponseStream::write(std::string_view piece) {
    LICET_CHECK(sink_ != nullptr);
    sink_->write(connection_, exchange_, piece);
}

bool ResponseStream::is_full() const {
    LICET_CHECK(sink_ != nullptr);
    return sink_->is_full(connection_, exchange_);
}

void ResponseStream::finish() && {
    LICET_CHECK(sink_ != nullptr);
    std::exchange(sink_, nullptr)->end(connection_, exchange_, StreamEnd::complete);
}

Responder::Responder(std::shared_ptr<ResponseSink> sink, std::uint64_t connection,
                     std::uint64_t exchange)
    : sink_{std::move(sink)}, connection_{connection}, exchange_{exchange} {}

Responder& Responder::operator=(Responder&& other) noexcept {
    if (this != &other) {
        drop();
        sink_ = std::move(other.sink_);
        connection_ = other.connection_;
        exchange_ = other.exchange_;
    }
    return *this;
}

Responder::~Responder() {
    drop();
}

void Responder::send(Response response) && {
    LICET_CHECK(sink_ != nullptr);
    const auto sink = std::move(sink_);
    sink->deliver(connection_, exchange_, std::move(response));
}

void Responder::watch(std::weak_ptr<ClientWatch> watch) {
    LICET_CHECK(sink_ != nullptr);
    sink_->watch(connection_, exchange_, std::move(watch));
}

ResponseStream Responder::begin(Response head) && {
    LICET_CHECK(sink_ != nullptr);
    auto sink = std::move(sink_);
    sink->begin(connection_, exchange_, std::move(head));
    return {std::move(sink), connection_, exchange_};
}

void Responder::drop() {
    if (sink_ != nullptr) {
        std::move(*this).send(message_response(500, "the request was not answered"));
    }
}

Response Service::refuse(int status, std::string_view message) {
    return message_response(status, message);
}

Response message_response(int status, std::string_view message) {
    Response response;
    response.status = status;
    response.headers.push_back({"content-type", "application/json"});
    response.body = R"({"message": ")";
    response.body += message;
    response.body += "\"}";
    return response;
}

}  // namespace licet::net
