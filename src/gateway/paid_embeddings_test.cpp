// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway_world_test.h"
#include "gateway/upstreams/embedding_calls.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace licet::gateway {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Fifteen texts to be embedded by models that are asked about each by itself. Of the first
/// `failing` times that all are asked about, seven are answered, of 1,000 tokens each; then one
/// fails with `status`.
struct EmbeddingsTest : GatewayTest {
    static constexpr std::string_view kFirst = "amazon.titan-embed-text-v1:0";
    static constexpr std::string_view kOther = "amazon.titan-embed-text-v2:0";
    static constexpr std::size_t kTexts = 15;
    static constexpr std::size_t kHeld = kTexts - EmbeddingCalls::kAtOnceMax + 1;
    int failing = 1;
    int status = 400;
    std::map<std::string, std::vector<net::Responder>, std::less<>> held;  // by path
    std::map<std::string, int, std::less<>> asked;                         // by path
    std::unique_ptr<net::Server> server;

    EmbeddingsTest() {
        auto catalogue = model::sample::catalogue();
        for (const auto id : {kFirst, kOther}) {
            auto& made = catalogue.models.emplace_back(
                model::sample::model(std::string{id}, "Amazon", "", {"us-east-1"}));
            made.category = model::ModelCategory::marketplace;
            made.product_id = model::sample::kSonnetProduct;
            made.output_modalities = {model::Modality::EMBEDDING};
        }
        world.take({model::CatalogueApplied{catalogue}});
        server = net::serve([this](const net::Request& request, net::Responder responder) {
            serve(std::string{request.target()}, std::move(responder));
        });
    }

    void serve(const std::string& path, net::Responder responder) {
        constexpr std::string_view kAnswer = R"({"embedding":[1],"inputTextTokenCount":1000})";
        const auto nth = static_cast<std::size_t>(asked[path]++) % kTexts;
        auto& waiting = held[path];
        if (failing > 0 && (nth == 0 || nth >= EmbeddingCalls::kAtOnceMax)) {
            waiting.push_back(std::move(responder));
            if (nth + 1 == kTexts) {
                --failing;
                std::move(waiting[waiting.size() - kHeld]).send({.status = status});
            }
            return;
        }
        std::move(responder).send({.body = std::string{kAnswer}});
    }

    net::Response embed(std::uint32_t most_attempts, std::vector<std::string> fallback = {}) {
        Upstream upstream{.name = "up",
                          .kind = Upstream::Kind::bedrock,
                          .endpoint = {.host = "127.0.0.1", .port = server->port()},
                          .key = "ABSKsecret",
                          .region = "us-east-1",
                          .timeouts = {.total = Milliseconds{10'000}}};
        use({.upstreams = {std::move(upstream)},
             .routes = {{.pattern = "*",
                         .targets = {{.upstream = 0}},
                         .attempts = most_attempts,
                         .fallback = std::move(fallback)}}});
        return again();
    }
    net::Response again() {
        std::string body = fmt::format(R"({{"model":"{}","input":["a")", kFirst);
        for (std::size_t n = 1; n < kTexts; ++n) {
            body += R"(,"a")";
        }
        return begin("Embeddings", {}, body + "]}", {}, wire::kOpenAi).get();
    }

    /// Sets the one quota of the grant: no more than this was spent of it where a call passes.
    void limit(std::string_view tokens) {
        world.take({model::GrantTagsChanged{
            grant, {{"licet:quota:input-tokens-per-total", std::string{tokens}}}}});
        activate();
    }
};

TEST_F(EmbeddingsTest, WhatWasPaidOfACallThatFailsIsSpentAndRecorded) {
    limit("7000");
    const auto failed = embed(1);
    EXPECT_EQ(failed.status, 400) << failed.body;
    EXPECT_THAT(entries()[0].extra, HasSubstr(R"("inputTokens":7000)"));
    EXPECT_EQ(again().status, 429) << "all is spent";
    EXPECT_EQ(asked.begin()->second, static_cast<int>(kTexts));
}

TEST_F(EmbeddingsTest, WhatIsAskedAgainIsPaidAgain) {
    limit("22000");
    status = 503;
    const auto answered = embed(2);
    EXPECT_EQ(answered.status, 200) << answered.body;
    EXPECT_THAT(entries()[0].extra, HasSubstr(R"("inputTokens":22000)"));
    EXPECT_EQ(again().status, 429) << "all is spent";
}

TEST_F(EmbeddingsTest, WhatAModelWasPaidCountsWhereAnotherIsAskedInItsPlace) {
    limit("22000");
    status = 503;
    const auto answered = embed(1, {std::string{kOther}});
    EXPECT_EQ(answered.status, 200) << answered.body;
    EXPECT_THAT(entries()[0].extra,
                AllOf(HasSubstr(R"("inputTokens":22000)"), HasSubstr(R"("fallbackModelId":)")));
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_EQ(again().status, 429) << "all is spent";
}

TEST_F(EmbeddingsTest, WhatAllModelsWerePaidInVainIsSpentAndRecorded) {
    limit("14000");
    status = 503;
    failing = 2;
    const auto failed = embed(1, {std::string{kOther}});
    EXPECT_EQ(failed.status, 503) << failed.body;
    EXPECT_THAT(entries()[0].extra, AllOf(HasSubstr(R"("inputTokens":14000)"),
                                          Not(HasSubstr(R"("fallbackModelId":)"))));
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_EQ(again().status, 429) << "all is spent";
}

}  // namespace
}  // namespace licet::gateway
