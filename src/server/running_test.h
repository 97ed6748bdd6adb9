// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/signer.h"
#include "base/clock.h"
#include "base/temporary_directory.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "net/client.h"
#include "server/data.h"
#include "server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace licet::server {

/// Hands the first key over to nobody but the caller.
inline const HandOver kNobody = [](const Initialized&) -> Result<void> { return {}; };

/// Who signs.
struct Signer {
    std::string access_key_id;
    std::string secret;
    std::string session_token = {};
};

/// One request of an AWS service.
struct Asked {
    std::string service;  ///< the signing name
    std::string target = "/";
    std::string body = {};
    std::string method = "POST";
    net::HeaderFields headers = {};
    std::string region = "us-east-1";
};

/// The text between `before` and the next `after`; empty if there is none.
inline std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const auto begin = text.find(before);
    if (begin == std::string_view::npos) {
        return {};
    }
    const auto from = begin + before.size();
    return std::string{text.substr(from, text.find(after, from) - from)};
}

/// The first member of that name whose value is a string.
inline std::string member(std::string_view json, std::string_view name) {
    return between(json, "\"" + std::string{name} + "\":\"", "\"");
}

/// A data directory and servers on it, on free ports of the loopback.
class RunningTest : public testing::Test {
protected:
    RunningTest() {
        auto made =
            initialize({.directory = data(), .catalogue = model::sample::catalogue()}, kNobody);
        EXPECT_TRUE(made.ok()) << made.error().message;
        admin = {made->access_key_id, made->secret};
    }

    std::filesystem::path data() const { return temporary_.path() / "data"; }
    std::filesystem::path at(std::string_view name) const { return temporary_.path() / name; }

    ServeOptions options() const {
        ServeOptions options{.directory = data(), .master_key = {}, .settings = default_settings()};
        options.settings.listen.port = 0;
        options.settings.log_level = obs::Level::error;
        return options;
    }
    /// Starts the server that ask() asks.
    void start() {
        auto started = Server::start(options());
        ASSERT_TRUE(started.ok()) << started.error().message;
        server = *std::move(started);
    }
    /// The reason why no server starts.
    static std::string refusal(ServeOptions options) {
        const auto started = Server::start(std::move(options));
        return started.ok() ? "" : started.error().message;
    }

    net::ClientResponse ask(const Asked& asked) const { return ask(asked, admin); }
    net::ClientResponse ask(const Asked& asked, const Signer& signer) const {
        const auto endpoint = net::Endpoint::parse(server->url()).value();
        auto response = net::fetch(endpoint, signed_request(asked, signer));
        EXPECT_TRUE(response.ok()) << response.error().message;
        return response.ok() ? *std::move(response) : net::ClientResponse{};
    }
    /// What ask() sends, without its host.
    net::ClientRequest signed_request(const Asked& asked, const Signer& signer) const {
        const auto endpoint = net::Endpoint::parse(server->url()).value();
        net::ClientRequest request{.method = asked.method,
                                   .target = asked.target,
                                   .headers = asked.headers,
                                   .body = asked.body};
        const std::string host = endpoint.authority();
        std::vector<HeaderView> headers{{"host", host}};
        headers.insert(headers.end(), asked.headers.begin(), asked.headers.end());
        const auto signature =
            auth::sign({.method = asked.method,
                        .path = std::string_view{asked.target}.substr(0, asked.target.find('?')),
                        .query = {},
                        .body = asked.body,
                        .headers = headers},
                       {.access_key_id = signer.access_key_id,
                        .secret = signer.secret,
                        .session_token = signer.session_token,
                        .region = asked.region,
                        .service = asked.service},
                       SystemClock{}.now());
        EXPECT_TRUE(signature.ok());
        for (const auto& [name, value] : *signature) {
            request.headers.push_back({name, value});
        }
        return request;
    }
    /// A call of a JSON service. @param target such as `AWSOrganizationsV20161128.ListRoots`.
    net::ClientResponse ask_json(const std::string& service, const std::string& target,
                                 const std::string& body) const {
        return ask({.service = service,
                    .body = body,
                    .headers = {{"content-type", "application/x-amz-json-1.1"},
                                {"x-amz-target", target}}});
    }
    net::ClientResponse ask_query(const std::string& service, const std::string& form) const {
        return ask({.service = service,
                    .body = form,
                    .headers = {{"content-type", "application/x-www-form-urlencoded"}}});
    }

    Signer admin;
    std::unique_ptr<Server> server;

private:
    TemporaryDirectory temporary_;
};

}  // namespace licet::server
