// SPDX-License-Identifier: Apache-2.0
#include "obs/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace licet::obs {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kEnds[] = {10, 250, 5000};

// Source: Prometheus, "Exposition formats".
TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
    Metrics metrics;
    auto& calls = metrics.counters({"calls_total", "Calls.", {"outcome", "upstream"}});
    calls.at({"ok", "a"}).add();
    calls.at({"ok", "a"}).add(2);
    calls.at({"refused", ""}).add();
    metrics.gauges({"up", "Whether it is."}).at({}).set(-1);
    auto& wait = metrics.histograms({"wait_seconds", "How long.", {"who"}},
                                    {kEnds, Buckets::Unit::milliseconds});
    for (const std::int64_t ms : {10, 11, 250, 5001}) {
        wait.at({"x"}).observe(ms);
    }
    EXPECT_EQ(metrics.expose(),
              "# HELP calls_total Calls.\n# TYPE calls_total counter\n"
              "calls_total{outcome=\"ok\",upstream=\"a\"} 3\n"
              "calls_total{outcome=\"refused\",upstream=\"none\"} 1\n"
              "# HELP up Whether it is.\n# TYPE up gauge\nup -1\n"
              "# HELP wait_seconds How long.\n# TYPE wait_seconds histogram\n"
              "wait_seconds_bucket{who=\"x\",le=\"0.010\"} 1\n"
              "wait_seconds_bucket{who=\"x\",le=\"0.250\"} 3\n"
              "wait_seconds_bucket{who=\"x\",le=\"5.000\"} 3\n"
              "wait_seconds_bucket{who=\"x\",le=\"+Inf\"} 4\n"
              "wait_seconds_sum{who=\"x\"} 5.272\nwait_seconds_count{who=\"x\"} 4\n");
}

TEST(Metrics, LabelsArePlainWords) {
    EXPECT_EQ(plain_label("anthropic.claude-v1:0"), "anthropic.claude-v1:0");
    EXPECT_EQ(plain_label(""), "none");
    for (const std::string_view text :
         {"two words", "a\"b", "a\nb", "a\\b", "arn:aws:iam::111122223333:user/eve", "\xc3\xa4"}) {
        EXPECT_EQ(plain_label(text), kOther) << text;
    }
    EXPECT_EQ(plain_label(std::string(kLabelBytesMax, 'a')).size(), kLabelBytesMax);
    EXPECT_EQ(plain_label(std::string(kLabelBytesMax + 1, 'a')), kOther);
}

TEST(Metrics, SeriesPastTheLimitAreCountedTogether) {
    Metrics metrics;
    auto& family = metrics.counters({"n_total", "N.", {"which"}});
    constexpr std::size_t kMore = 50;
    for (std::size_t i = 0; i < Family::kSeriesMax - 1 + kMore; ++i) {
        family.at({"v" + std::to_string(i)}).add();
    }
    family.at({"not plain"}).add();
    EXPECT_EQ(family.at({"v0"}).value(), 1);
    EXPECT_EQ(family.at({kOther}).value(), static_cast<std::int64_t>(kMore + 1));
    const auto text = metrics.expose();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
              static_cast<std::ptrdiff_t>(Family::kSeriesMax + 2));
    EXPECT_THAT(text, Not(HasSubstr("v" + std::to_string(Family::kSeriesMax))));
}

TEST(Metrics, NoCountIsLostAmongThreads) {
    Metrics metrics;
    auto& family = metrics.counters({"n_total", "N.", {"which"}});
    constexpr int kThreads = 4;
    constexpr int kSeries = 200;
    constexpr int kRounds = 20;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kRounds * kSeries; ++i) {
                family.at({"v" + std::to_string(i % kSeries)}).add();
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (int i = 0; i < kSeries; ++i) {
        EXPECT_EQ(family.at({"v" + std::to_string(i)}).value(), kThreads * kRounds) << i;
    }
}

}  // namespace
}  // namespace licet::obs
