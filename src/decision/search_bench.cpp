// SPDX-License-Identifier: Apache-2.0
#include "base/bench/bench.h"
#include "decision/changes.h"
#include "decision/decision_world_bench.h"

#include <fmt/format.h>

#include <chrono>

namespace licet::decision {
namespace {

const WorldSize kSize{"5,000 accounts, 200 OUs, 200 models, 1,000 grants", 5'000, 200, 200, 1'000};
constexpr double kGoalMs = 10;  // peers.md 6, claim 10
constexpr int kRounds = 21;

/// Milliseconds of one round, the median of several.
template <typename Work>
double median_ms(Work work) {
    std::vector<double> rounds;
    for (int n = 0; n < kRounds; ++n) {
        const auto start = std::chrono::steady_clock::now();
        work();
        rounds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    return bench::spread_of(rounds).median;
}

void add_figure(bench::Report& report, std::string name, double ms, std::string what) {
    report.add({.name = std::move(name),
                .value = ms,
                .unit = "ms",
                .baseline = kGoalMs,
                .ratio = ms / kGoalMs,
                .goal = "<= 1",
                .conditions =
                    fmt::format("{}; {}; baseline: what is allowed", std::move(what), kSize.name)});
}

void run(bench::Report& report) {
    DecisionWorld world{kSize};
    world.open_accounts();
    world.create_grants();
    SealingKey key{std::array<std::uint8_t, 32>{7}};
    IndexBuilder builder{key};
    builder.rebuild(world.state());
    const auto index = builder.publish(world.state(), 1);
    const auto any = [](const Answer&) { return true; };
    const auto accounts =
        index->accounts_of(world.state().organization.organizations.begin()->first);
    const auto& model = *index->models().front();
    const Inquiry inquiry{.action = "bedrock:InvokeModel",
                          .resource = model.model_id,
                          .region = model.regions.front(),
                          .now = world.now};
    std::size_t rows = 0;
    const auto who = [&] {
        rows = decision::who_can(*index, *index,
                                 {.inquiry = inquiry,
                                  .accounts = accounts,
                                  .rows_max = 10'000,
                                  .work_max = SIZE_MAX},
                                 any)
                   .rows.size();
    };
    add_figure(report, "decision.who_can", median_ms(who),
               "one model asked of every account, all of them shown");
    LICET_CHECK(rows == accounts.size());
    const auto what = [&] {
        rows = decision::what_can(*index,
                                  {.ask = ask_use(*index, *index, accounts.back(), world.now,
                                                  model::ModelOperation::InvokeModel),
                                   .kinds = {ResourceKind::foundation_model},
                                   .rows_max = 10'000,
                                   .work_max = SIZE_MAX},
                                  any)
                   .rows.size();
    };
    add_figure(report, "decision.what_can", median_ms(what),
               "every model in 20 regions asked of one account, all of them shown");
    LICET_CHECK(rows == kSize.models * model.regions.size());
}

const bench::Benchmark kBenchmark{"decision.search", run};

}  // namespace
}  // namespace licet::decision
