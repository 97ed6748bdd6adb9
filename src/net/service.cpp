// SPDX-License-Identifier: Apache-2.0
#include "net/service.h"

#include "base/check.h"

#include <utility>

namespace licet::net {
namespace {

class FunctionSink final : public Responder::Sink {
public:
    explicit FunctionSink(std::function<void(Response)> receive) : receive_{std::move(receive)} {}
    void deliver(std::uint64_t, std::uint64_t, Response response) override {
        receive_(std::move(response));
    }

private:
    std::function<void(Response)> receive_;
};

}  // namespace

Responder::Responder(std::function<void(Response)> receive)
    : sink_{std::make_shared<FunctionSink>(std::move(receive))} {}

Responder::Responder(std::shared_ptr<Sink> sink, std::uint64_t connection, std::uint64_t exchange)
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
