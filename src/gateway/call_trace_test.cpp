// SPDX-License-Identifier: Apache-2.0
#include "gateway/call_trace.h"

#include "net/loopback_for_test.h"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>

namespace licet::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0";

/// A collector that answers with the statuses given, then with 200.
struct CallTraceTest : testing::Test {
    SystemClock clock;
    std::string log;
    obs::Logger logger{clock, obs::Level::info, [this](std::string_view line) { log += line; }};
    obs::Metrics metrics;
    SeededRandom random{1};
    std::mutex mutex;
    std::vector<std::string> bodies;  // guarded by mutex
    std::atomic<int> status{200};
    std::unique_ptr<net::Server> collector =
        net::serve([this](net::Request request, net::Responder responder) {
            {
                const std::lock_guard lock{mutex};
                EXPECT_EQ(request.target(), "/v1/traces");
                EXPECT_EQ(request.header("authorization"), "Bearer token");
                EXPECT_EQ(request.header("content-type"), "application/json");
                bodies.emplace_back(request.body());
            }
            std::move(responder).send({.status = status.load()});
        });
    std::optional<TraceExport> traces;

    void open(std::int64_t sampled = TraceSettings::kMillion,
              std::int64_t parents = TraceSettings::kMillion) {
        traces.emplace(TraceSettings{.collector = net::Endpoint::parse(collector->url()).value(),
                                     .token = "token",
                                     .sampled_per_million = sampled,
                                     .parents_per_million = parents},
                       logger, metrics);
    }
    /// What the collector got, once all was sent.
    std::string sent() {
        traces.reset();
        const std::lock_guard lock{mutex};
        std::string all;
        for (const auto& body : bodies) {
            all += body;
        }
        return all;
    }
    CallTrace begin(std::string_view flags = {}) {
        std::vector<net::Header> headers;
        const auto parent = std::string{kParent} + std::string{flags};
        if (!flags.empty()) {
            headers = {{"traceparent", parent}, {"tracestate", "vendor=1"}};
        }
        return {traces ? &*traces : nullptr,
                net::Request::make("POST", "/model/x/converse", headers, "canary prompt"), random};
    }
    static Call call() {
        Call call{.operation = find_operation(wire::kBedrockRuntime, "Converse"),
                  .model_id = "m",
                  .upstream = "up",
                  .usage = TokenUsage{.input = 3, .output = 5, .cache_read = 4}};
        call.entry.request_id = "r-1";
        return call;
    }
};

const Upstream kUpstream{.name = "up",
                         .kind = Upstream::Kind::anthropic,
                         .endpoint = {.host = "model.example", .port = 443},
                         .key = "canary-key",
                         .models = {{"m", "theirs"}}};

std::string attribute(std::string_view key, std::string_view type, std::string_view value) {
    return R"({"key":")" + std::string{key} + R"(","value":{")" + std::string{type} + R"(":")" +
           std::string{value} + R"("}})";
}

// Issue 5, 6: a span for the call and one for each question, without what was asked.
TEST_F(CallTraceTest, TellsOfACallAndItsAttemptsWithinTheCallersTrace) {
    open(0);  // the caller says that it is sampled
    auto trace = begin("1");
    const auto first = trace.ask(kUpstream, "m", clock.now());
    const UpstreamFault fault{
        .error = Error{ErrorKind::unavailable, "canary message", "ModelTimeoutException"}};
    trace.answered(&fault, clock.now());
    const auto second = trace.ask(kUpstream, "m", clock.now());
    const auto parent = second.find("traceparent").value_or("");
    EXPECT_THAT(parent, StartsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
    EXPECT_NE(parent, first.find("traceparent"));
    EXPECT_EQ(second.find("tracestate"), "vendor=1");
    const Error error{ErrorKind::invalid, "canary message", "ValidationException"};
    trace.end(call(), &error, {}, clock.now());

    const auto text = sent();
    const auto asked = obs::parse_traceparent(parent).value();
    EXPECT_THAT(text, HasSubstr(R"("spanId":")" + asked.span_id));
    EXPECT_THAT(text, HasSubstr(R"("parentSpanId":"00f067aa0ba902b7","name":"chat m","kind":2)"));
    for (const auto& part : {attribute("gen_ai.operation.name", "stringValue", "chat"),
                             attribute("gen_ai.request.model", "stringValue", "m"),
                             attribute("gen_ai.request.model", "stringValue", "theirs"),
                             attribute("gen_ai.provider.name", "stringValue", "anthropic"),
                             attribute("gen_ai.usage.input_tokens", "intValue", "7"),
                             attribute("gen_ai.usage.output_tokens", "intValue", "5"),
                             attribute("http.response.status_code", "intValue", "400"),
                             attribute("error.type", "stringValue", "ValidationException"),
                             attribute("error.type", "stringValue", "ModelTimeoutException"),
                             attribute("server.address", "stringValue", "model.example"),
                             attribute("licet.outcome", "stringValue", "failed"),
                             attribute("aws.request_id", "stringValue", "r-1")}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("canary")));
    EXPECT_THAT(metrics.expose(), HasSubstr(R"(licet_trace_spans_total{outcome="sent"} 3)"));
}

// Source: OpenTelemetry, semantic conventions for generative AI, gen_ai.operation.name
TEST_F(CallTraceTest, TellsEmbeddingsApartByWhateverOperationTheyAreAskedFor) {
    open(0);
    auto embedding = call();
    embedding.operation = find_operation(wire::kBedrockRuntime, "InvokeModel");
    embedding.embeds = true;
    begin("1").end(embedding, nullptr, {}, clock.now());
    EXPECT_THAT(sent(), HasSubstr(attribute("gen_ai.operation.name", "stringValue", "embeddings")));
}

TEST_F(CallTraceTest, WhatIsNotSampledIsNotRecordedAndGoesOnAsItCame) {
    for (const bool configured : {true, false}) {
        if (configured) {
            open();
        }
        auto trace = begin("0");
        const auto headers = trace.ask(kUpstream, "m", clock.now());
        EXPECT_EQ(headers.find("traceparent"), std::string{kParent} + "0");
        EXPECT_EQ(headers.find("tracestate"), "vendor=1");
        trace.answered(nullptr, clock.now());
        trace.end(call(), nullptr, {}, clock.now());
        EXPECT_EQ(sent(), "");
    }
    open(0);
    EXPECT_TRUE(begin().ask(kUpstream, "m", clock.now()).empty());
    open(TraceSettings::kMillion / 2, TraceSettings::kMillion / 5);
    const auto sampled = [&](const std::optional<obs::TraceParent>& parent) {
        int count = 0;
        for (int i = 0; i < 1000; ++i) {
            count += traces->samples(parent, random) ? 1 : 0;
        }
        return count;
    };
    EXPECT_NEAR(sampled(std::nullopt), 500, 100);
    EXPECT_NEAR(sampled(obs::TraceParent{.sampled = true}), 200, 100);
    EXPECT_EQ(sampled(obs::TraceParent{.sampled = false}), 0);
}

TEST_F(CallTraceTest, WhatFindsNoRoomOrIsRefusedIsCounted) {
    open();
    traces->add(std::vector<obs::Span>(TraceExport::kQueueMax + 1));
    EXPECT_THAT(metrics.expose(), HasSubstr(R"(licet_trace_spans_total{outcome="dropped"} 8193)"));
    status = 400;
    traces->add(std::vector<obs::Span>(2));
    sent();
    EXPECT_THAT(metrics.expose(), HasSubstr(R"(licet_trace_spans_total{outcome="dropped"} 8195)"));
    EXPECT_THAT(log, HasSubstr("the collector takes no traces reason=\"status 400\""));
    EXPECT_THAT(log, Not(HasSubstr("token")));
}

TEST_F(CallTraceTest, ManySpansGoInBatches) {
    open();
    traces->add(std::vector<obs::Span>(2 * TraceExport::kBatchMax + 1));
    sent();
    EXPECT_EQ(bodies.size(), 3U);
}

}  // namespace
}  // namespace licet::gateway
