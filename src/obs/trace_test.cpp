// SPDX-License-Identifier: Apache-2.0
#include "obs/trace.h"

#include <gtest/gtest.h>

namespace licet::obs {
namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kSpan = "00f067aa0ba902b7";

// Source: W3C Trace Context, "traceparent Header".
TEST(Trace, ParentsAreReadStrictly) {
    const TraceParent parent{kTrace, kSpan, true};
    EXPECT_EQ(parse_traceparent("00-" + kTrace + "-" + kSpan + "-01"), parent);
    EXPECT_EQ(traceparent_text(parent), "00-" + kTrace + "-" + kSpan + "-01");
    EXPECT_FALSE(parse_traceparent("00-" + kTrace + "-" + kSpan + "-02")->sampled);
    EXPECT_TRUE(parse_traceparent("00-" + kTrace + "-" + kSpan + "-0b")->sampled);
    EXPECT_EQ(parse_traceparent("01-" + kTrace + "-" + kSpan + "-01-more"), parent);
    for (const auto& wrong :
         {std::string{}, "00-" + kTrace + "-" + kSpan, "ff-" + kTrace + "-" + kSpan + "-01",
          "00-" + kTrace + "-" + kSpan + "-01-more", "01-" + kTrace + "-" + kSpan + "-01more",
          "00-" + std::string(32, '0') + "-" + kSpan + "-01",
          "00-" + kTrace + "-" + std::string(16, '0') + "-01",
          "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + kSpan + "-01",
          "00-" + kTrace + "-" + kSpan + "-0x", "0 -" + kTrace + "-" + kSpan + "-01"}) {
        EXPECT_FALSE(parse_traceparent(wrong)) << wrong;
    }
}

TEST(Trace, IdsAreNew) {
    SeededRandom random{1};
    const auto first = make_trace_id(random);
    EXPECT_TRUE(parse_traceparent(traceparent_text({first, make_span_id(random), false})));
    EXPECT_NE(make_trace_id(random), first);
}

// Source: OpenTelemetry Protocol specification, "JSON Protobuf Encoding": ids in hex, numbers of 64
// bits as texts, enumerations as numbers.
TEST(Trace, SpansAreEncodedAsCollectorsReadThem) {
    const Span span{
        .self = {kTrace, kSpan, true},
        .parent_id = "b7ad6b7169203331",
        .trace_state = "a=1",
        .name = "chat m",
        .kind = Span::Kind::client,
        .start = from_epoch_ms(1'000),
        .end = from_epoch_ms(1'001),
        .attributes = {{"t", std::string{"x\xff\"\n"}}, {"n", std::int64_t{7}}, {"b", true}},
        .failed = true};
    EXPECT_EQ(
        otlp_json({&span, 1}),
        R"({"resourceSpans":[{"resource":{"attributes":[)"
        R"({"key":"service.name","value":{"stringValue":"licet"}}]},)"
        R"("scopeSpans":[{"scope":{"name":"licet"},"spans":[)"
        R"({"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",)"
        R"("traceState":"a=1","parentSpanId":"b7ad6b7169203331","name":"chat m","kind":3,)"
        R"("startTimeUnixNano":"1000000000","endTimeUnixNano":"1001000000","attributes":[)"
        R"({"key":"t","value":{"stringValue":"x?\"\n"}},{"key":"n","value":{"intValue":"7"}},)"
        R"({"key":"b","value":{"boolValue":true}}],"status":{"code":2}}]}]}]})");
}

}  // namespace
}  // namespace licet::obs
