// SPDX-License-Identifier: Apache-2.0
#include "server/probes.h"

#include "server/running_test.h"

namespace licet::server {
namespace {

using testing::HasSubstr;
using testing::Not;

struct ProbesTest : RunningTest {
    void start_with(std::string token) {
        auto wanted = options();
        wanted.settings.metrics_token = std::move(token);
        server.reset();  // which holds the data directory
        auto started = Server::start(std::move(wanted));
        ASSERT_TRUE(started.ok()) << started.error().message;
        server = *std::move(started);
    }
    net::ClientResponse get(const std::string& path,
                            std::vector<net::HeaderField> headers = {}) const {
        auto response =
            net::fetch(net::Endpoint::parse(server->url()).value(),
                       {.method = "GET", .target = path, .headers = std::move(headers)});
        EXPECT_TRUE(response.ok());
        return response.ok() ? *std::move(response) : net::ClientResponse{};
    }
};

TEST_F(ProbesTest, HealthAndReadinessNeedNoSignature) {
    start();
    EXPECT_EQ(get("/healthz").body, "ok\n");
    EXPECT_EQ(get("/readyz").body, "ready\n");
    EXPECT_EQ(get("/healthy").status, 403);
}

TEST_F(ProbesTest, MetricsAreForThisMachineUnlessThereIsAToken) {
    start();
    const auto open = get("/metrics");
    EXPECT_EQ(open.status, 200);
    EXPECT_EQ(open.header("content-type"), obs::Metrics::kContentType);
    EXPECT_THAT(open.body, HasSubstr("\nlicet_revision "));
    EXPECT_THAT(open.body, HasSubstr("\nlicet_meter_failing 0\n"));
    EXPECT_EQ(get("/metrics", {{"x-forwarded-for", "192.0.2.1"}}).status, 403);

    start_with("canary-token");
    for (const auto* given : {"", "Bearer ", "Bearer canary-tokenx", "canary-token"}) {
        const auto refused = get("/metrics", {{"authorization", given}});
        EXPECT_EQ(refused.status, 401) << given;
        EXPECT_THAT(refused.body, Not(HasSubstr("canary")));
    }
    const auto read = get("/metrics", {{"authorization", "Bearer canary-token"}});
    EXPECT_EQ(read.status, 200);
    EXPECT_THAT(read.body, Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace licet::server
