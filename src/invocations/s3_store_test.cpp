// SPDX-License-Identifier: Apache-2.0
#include "invocations/s3_store.h"

#include "base/file.h"
#include "base/temporary_directory.h"
#include "net/loopback_for_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace licet::invocations {
namespace {

using testing::HasSubstr;

/// A store whose server keeps what it is to answer.
struct S3StoreTest : testing::Test {
    TemporaryDirectory temporary;
    SystemClock clock;
    std::promise<net::Responder> asked;
    std::unique_ptr<net::Server> server =
        net::serve([this](const net::Request&, net::Responder responder) {
            asked.set_value(std::move(responder));
        });
    std::optional<S3Store> store;

    S3StoreTest() {
        const auto file = temporary.path() / "credentials";
        EXPECT_TRUE(
            replace_file(file, R"({"AccessKeyId":"AKIALOGS","SecretAccessKey":"canary"})").ok());
        store.emplace(S3Settings{.endpoint = net::Endpoint::parse(server->url()).value(),
                                 .region = "us-east-1",
                                 .credentials_file = file},
                      clock);
    }
    std::future<Result<void>> put() {
        return std::async(std::launch::async,
                          [this] { return store->put("logs", "key", "bytes"); });
    }
    /// Once it has asked.
    void answer(int status) {
        net::Response response;
        response.status = status;
        asked.get_future().get().send(std::move(response));
        asked = {};
    }
};

TEST_F(S3StoreTest, AnObjectIsThereOnceTheServerSaysSo) {
    auto stored = put();
    answer(200);
    EXPECT_TRUE(stored.get().ok());
    stored = put();
    answer(507);
    EXPECT_THAT(stored.get().error().message, HasSubstr("PutObject was answered with 507"));
}

TEST_F(S3StoreTest, WhatIsGivenUpWaitsForNoAnswer) {
    auto stored = put();
    auto responder = asked.get_future().get();
    store->give_up();
    EXPECT_THAT(stored.get().error().message, HasSubstr("time to stop"));
    EXPECT_THAT(store->put("logs", "later", "bytes").error().message, HasSubstr("time to stop"));
    store.reset();  // while the server has not answered
}

}  // namespace
}  // namespace licet::invocations
