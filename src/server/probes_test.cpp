// SPDX-License-Identifier: Apache-2.0
#include "server/probes.h"

#include "base/full_disk.h"
#include "server/running_test.h"

namespace licet::server {
namespace {

using testing::HasSubstr;
using testing::Not;

struct ProbesTest : RunningTest {
    template <typename Change>
    void start_with(Change change) {
        auto wanted = options();
        change(wanted.settings);
        server.reset();  // which holds the data directory
        auto started = Server::start(std::move(wanted));
        ASSERT_TRUE(started.ok()) << started.error().message;
        server = *std::move(started);
    }
    net::ClientResponse get(const std::string& path, net::HeaderFields headers = {}) const {
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
    EXPECT_EQ(get("/readyz").body, R"({"status":"ready","failing":[]})");
    EXPECT_EQ(get("/healthy").status, 403);
}

// Issue 5, 6: what fails is named, as long as it does, and no more is told.
TEST_F(ProbesTest, ReadinessNamesWhatFails) {
    start_with([](Settings& settings) {
        settings.journal.durability = journal::Durability::strict;  // fails at once
    });
    const auto readiness = [&] {
        get("/");  // a refusal, which the journal has to take
        return get("/readyz");
    };
    {
        const FullDisk full{1};
        const auto response = readiness();
        EXPECT_EQ(response.status, 503);
        EXPECT_EQ(response.body, R"({"status":"not ready","failing":["journal"]})");
        EXPECT_THAT(get("/metrics").body, HasSubstr("\nlicet_failing{part=\"journal\"} 1\n"));
    }
    const auto response = readiness();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"status":"ready","failing":[]})");
}

TEST_F(ProbesTest, MetricsTellOfTheServersParts) {
    start();
    get("/");
    const auto text = get("/metrics").body;
    EXPECT_THAT(text, HasSubstr("\nlicet_connections_open "));
    EXPECT_THAT(text, HasSubstr("\nlicet_connections_total{outcome=\"accepted\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("\nlicet_connections_total{outcome=\"refused\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("\nlicet_journal_segments 1\n"));
    EXPECT_THAT(text, HasSubstr("\nlicet_engine_queued 0\n"));
    EXPECT_THAT(text, HasSubstr("\nlicet_failing{part=\"log\"} 0\n"));
    for (const auto* bytes : {"licet_log_bytes", "licet_journal_bytes"}) {
        EXPECT_THAT(text, HasSubstr(std::string{"\n"} + bytes + " "));
        EXPECT_THAT(text, Not(HasSubstr(std::string{"\n"} + bytes + " 0\n")));
    }
}

TEST_F(ProbesTest, MetricsAreForThisMachineUnlessThereIsAToken) {
    start();
    const auto open = get("/metrics");
    EXPECT_EQ(open.status, 200);
    EXPECT_EQ(open.header("content-type"), obs::Metrics::kContentType);
    EXPECT_THAT(open.body, HasSubstr("\nlicet_revision "));
    EXPECT_THAT(open.body, HasSubstr("\nlicet_meter_failing 0\n"));
    EXPECT_EQ(get("/metrics", {{"x-forwarded-for", "192.0.2.1"}}).status, 403);

    start_with([](Settings& settings) { settings.metrics_token = "canary-token"; });
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
