// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/client.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string_view>
#include <utility>

namespace licet::net {

/// A client on a loop of its own, with calls that wait.
class WaitingClient {
public:
    explicit WaitingClient(const ClientOptions& options = {}) {
        thread_.run([&] { client_.emplace(thread_.loop(), options); });
    }
    ~WaitingClient() {
        thread_.run([&] { client_.reset(); });
    }

    std::future<Result<ClientResponse>> begin(const Endpoint& endpoint, ClientRequest request,
                                              Timeouts timeouts = {}) {
        std::promise<Result<ClientResponse>> promise;
        auto future = promise.get_future();
        thread_.loop().post([this, endpoint, timeouts, request = std::move(request),
                             promise = std::move(promise)]() mutable {
            client_->send(endpoint, std::move(request), timeouts,
                          [promise = std::move(promise)](Result<ClientResponse> result) mutable {
                              promise.set_value(std::move(result));
                          });
        });
        return future;
    }
    Result<ClientResponse> send(const Endpoint& endpoint, ClientRequest request,
                                Timeouts timeouts = {}) {
        return begin(endpoint, std::move(request), timeouts).get();
    }
    std::string_view failure(const Endpoint& endpoint, ClientRequest request = {},
                             Timeouts timeouts = {}) {
        const auto result = send(endpoint, std::move(request), timeouts);
        EXPECT_FALSE(result.ok());
        return result.ok() ? "none" : result.error().name;
    }
    LoopThread& thread() { return thread_; }

private:
    LoopThread thread_;
    std::optional<Client> client_;
};

}  // namespace licet::net
