// SPDX-License-Identifier: Apache-2.0
#include "gateway/routes.h"

#include "base/yaml/yaml_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

namespace licet::gateway {
namespace {

constexpr Time kNow{std::chrono::hours{500'000}};

Route two_tiers() {
    return {.pattern = "*",
            .targets = {{.upstream = 0, .weight = 3},
                        {.upstream = 1, .weight = 1},
                        {.upstream = 2, .weight = 1, .priority = 1}}};
}

TEST(Routes, AreDrawnByWeightAmongTheLowestPriority) {
    Health health{3};
    SeededRandom random{7};
    std::map<std::size_t, int> drawn;
    for (int i = 0; i < 4'000; ++i) {
        ++drawn[pick(two_tiers(), {}, health, random, kNow).value()];
    }
    EXPECT_EQ(drawn.size(), 2U);
    EXPECT_NEAR(drawn[0], 3'000, 150);
}

TEST(Routes, GoOnToTheNextPriorityWhenAllWereTriedOrAreUnwell) {
    Health health{3};
    SeededRandom random{7};
    EXPECT_EQ(pick(two_tiers(), {0}, health, random, kNow), 1U);
    EXPECT_EQ(pick(two_tiers(), {0, 1}, health, random, kNow), 2U);
    EXPECT_EQ(pick(two_tiers(), {0, 1, 2}, health, random, kNow), std::nullopt);
    for (std::uint32_t i = 0; i < Health::kFaultsMax; ++i) {
        health.failed(0, kNow);
        health.failed(1, kNow);
    }
    EXPECT_EQ(pick(two_tiers(), {}, health, random, kNow), 2U);
    EXPECT_EQ(pick(two_tiers(), {2}, health, random, kNow), 0U) << "better than not to ask at all";
}

TEST(Routes, BackOffLongerAndLongerUpToALimit) {
    SeededRandom random{7};
    for (std::uint32_t failed = 0; failed < 40; ++failed) {
        const auto longest = failed < 6 ? Milliseconds{50 << failed} : Milliseconds{2'000};
        for (int i = 0; i < 50; ++i) {
            const auto wait = backoff(failed, random);
            EXPECT_GE(wait, Milliseconds{0});
            EXPECT_LE(wait, longest);
        }
    }
}

Result<std::vector<Route>> read(const std::string& text) {
    LICET_TRY(const auto document, yaml::Document::parse(text, "f.yaml"));
    return read_routes(document.root(), [](std::string_view name) -> std::optional<std::size_t> {
        constexpr std::array<std::string_view, 2> kNames{"a", "b"};
        const auto found = std::find(kNames.begin(), kNames.end(), name);
        return found == kNames.end() ? std::nullopt
                                     : std::optional<std::size_t>{found - kNames.begin()};
    });
}

TEST(Routes, AreReadWithTheirTargetsInOrder) {
    const auto routes = read(
        "- model: m*\n"
        "  upstreams: [{name: a, priority: 2}, {name: b, weight: 5}]\n"
        "  attempts: 4\n"
        "  fallback: [n, o]\n"
        "- {model: p, upstream: b}\n");
    ASSERT_TRUE(routes.ok());
    const auto& first = routes->at(0);
    ASSERT_EQ(first.targets.size(), 2U);
    EXPECT_EQ(first.targets[0].upstream, 1U);
    EXPECT_EQ(first.targets[0].weight, 5U);
    EXPECT_EQ(first.targets[1].priority, 2U);
    EXPECT_EQ(first.attempts, 4U);
    EXPECT_EQ(first.fallback, (std::vector<std::string>{"n", "o"}));
    EXPECT_TRUE(first.matches("mxy"));
    EXPECT_FALSE(routes->at(1).matches("p2"));
    EXPECT_EQ(routes->at(1).attempts, 3U);
}

TEST(Routes, AreRefusedWithThePlace) {
    const auto refusal = [](const std::string& text) {
        const auto routes = read(text);
        return routes.ok() ? std::string{"read"} : routes.error().message;
    };
    EXPECT_EQ(refusal("- {model: m}\n"), "f.yaml:1: give `upstream` or `upstreams`");
    EXPECT_EQ(refusal("- {model: m, upstream: a, upstreams: []}\n"),
              "f.yaml:1: give `upstream` or `upstreams`");
    EXPECT_EQ(refusal("- {model: m, upstreams: []}\n"), "f.yaml:1: must name 1 to 64 upstreams");
    EXPECT_EQ(refusal("- {model: m, upstreams: [{name: a}, {name: a}]}\n"),
              "f.yaml:1: names an upstream a second time");
    EXPECT_EQ(refusal("- {model: m, upstreams: [{name: c}]}\n"),
              "f.yaml:1: there is no upstream `c`");
    EXPECT_NE(refusal("- {model: m, upstreams: [{name: a, weight: 0}]}\n"), "read");
    EXPECT_NE(refusal("- {model: m, upstream: a, attempts: 11}\n"), "read");
    EXPECT_NE(refusal("- {model: m, upstream: a, retries: 1}\n"), "read");
}

}  // namespace
}  // namespace licet::gateway
