// SPDX-License-Identifier: Apache-2.0
// What a checkout costs in memory, and what deciding and applying it costs in time, when 10,000 and
// when 1,000,000 leases are held. What the whole command costs is measured in the engine.
#include "base/bench/bench.h"
#include "model/checkout/check_out.h"
#include "model/checkout/hold.h"
#include "model/state.h"

#include <fmt/format.h>

#include <malloc.h>
#include <chrono>

namespace licet::model {
namespace {

constexpr std::size_t kFew = 10'000;
constexpr std::size_t kMany = 1'000'000;
constexpr std::size_t kOperations = 20'000;  // of each round
constexpr std::size_t kRounds = 9;
constexpr AccountId kSeller{222'222'222'222};

std::size_t allocated() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// A seller that checks seats of one license out for its customer; time goes on by 1 ms a call.
class Seats {
public:
    Seats() {
        License license;
        license.issuer = kSeller;
        license.issuer_name = "Tools";
        license.holder = kSeller;
        license.product_sku = "tool";
        license.beneficiary = "customer";
        license.versions.emplace_back();
        license.versions[0].entitlements = {{.name = "seats",
                                             .unit = "Count",
                                             .value = {},
                                             .max_count = 1'000'000'000,
                                             .allow_check_in = true}};
        take({LicenseIssued{Id128::random(random_), std::move(license)}});
        actor_.kind = PrincipalKind::root;
        actor_.account = kSeller;
    }

    const Checkouts& checkouts() const { return state_.checkout; }

    std::string check_out_one() {
        now_ += Milliseconds{1};
        const CheckOut command{
            .license = {"tool", "aws:222222222222:Tools:issuer-fingerprint", "customer"},
            .kind = CheckoutKind::provisional,
            .entitlements = {{"seats", "Count", "1"}},
            .request = {.key = Id128::random(random_), .input = 1}};
        auto decided = std::move(check_out(state_, command, context())).value();
        take(decided.events);
        return decided.answer.token.text();
    }
    void check_in_one(const std::string& token) {
        take(std::move(check_in(state_, {token, std::nullopt}, context())).value());
    }
    void hold(std::size_t count) {
        while (checkouts().checkouts.size() < count) {
            check_out_one();
        }
    }

    /// Checkouts and as many check-ins. @return microseconds an operation
    double round() {
        std::vector<std::string> tokens;
        tokens.reserve(kOperations / 2);
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < kOperations / 2; ++i) {
            tokens.push_back(check_out_one());
        }
        for (const std::string& token : tokens) {
            check_in_one(token);
        }
        const std::chrono::duration<double, std::micro> spent =
            std::chrono::steady_clock::now() - start;
        return spent.count() / kOperations;
    }

private:
    Context context() { return {now_, random_, actor_, "us-east-1"}; }
    void take(const Events& events) {
        for (const Event& event : events) {
            model::apply(state_, event);
        }
    }

    State state_;
    SeededRandom random_{7};
    Principal actor_;
    Time now_ = from_epoch_ms(1'790'000'000'000);
};

void run(bench::Report& report) {
    Seats few;
    few.hold(kFew);
    Seats many;
    const std::size_t before = allocated();
    many.hold(kMany);
    const std::size_t bytes = allocated() - before;
    report.add({.name = "consumption.memory",
                .value = static_cast<double>(bytes) / kMany,
                .unit = "bytes/lease",
                .goal = "<= 200",
                .conditions = fmt::format("allocated for {} leases that are held", kMany)});
    std::vector<double> costs;
    std::vector<double> baselines;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < kRounds; ++i) {
        baselines.push_back(few.round());
        costs.push_back(many.round());
        ratios.push_back(costs.back() / baselines.back());
    }
    const auto ratio = bench::spread_of(ratios);
    report.add({.name = "consumption.decide",
                .value = bench::spread_of(costs).median,
                .unit = "us/operation",
                .baseline = bench::spread_of(baselines).median,
                .ratio = ratio.median,
                .goal = {},
                .conditions = fmt::format(
                    "checkouts and check-ins decided and applied, {} leases held, ratios of {} "
                    "rounds of {} {}; baseline: {} leases held",
                    kMany, kRounds, kOperations, ratio.range(), kFew)});
}

const bench::Benchmark kBenchmark{"consumption.memory", run};

}  // namespace
}  // namespace licet::model
