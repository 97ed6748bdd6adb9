// SPDX-License-Identifier: Apache-2.0
// What a decision costs, and what keeping up the index that it is made from does. Ratios are to
// random look-ups of integers in a hash table of as many entries as there are grants.
#include "base/bench/bench.h"
#include "base/snapshot_cell.h"
#include "decision/decide.h"
#include "decision/decision_world_bench.h"
#include "decision/explain.h"

#include <fmt/format.h>

#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <unordered_map>

namespace licet::decision {
namespace {

constexpr std::size_t kRounds = 9;
constexpr std::size_t kQuestions = 1U << 16U;
constexpr std::size_t kDecisions = 400'000;  // of each round

const WorldSize kSmall{"5,000 accounts, 200 OUs, 200 models, 1,000 grants", 5'000, 200, 200, 1'000};
const WorldSize kMedium{"100,000 accounts, 4,000 OUs, 4,000 models, 20,000 grants", 100'000, 4'000,
                        4'000, 20'000};
const WorldSize kLarge{"100,000 accounts, 4,000 OUs, 1,000 models, 1,000,000 grants", 100'000,
                       4'000, 1'000, 1'000'000};

/// Seconds of processor time that this thread has taken.
double cpu_seconds() {
    timespec spec{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spec);
    return static_cast<double>(spec.tv_sec) + static_cast<double>(spec.tv_nsec) / 1e9;
}

double cpu_seconds_of(const std::function<void()>& work) {
    const double start = cpu_seconds();
    work();
    return cpu_seconds() - start;
}

std::size_t allocated() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

const SealingKey& sealing_key() {
    static const SealingKey key{std::array<std::uint8_t, 32>{1}};
    return key;
}

/// Bytes that an index of the state takes.
std::size_t index_size(const model::State& state) {
    const auto before = allocated();
    IndexBuilder builder{sealing_key()};
    builder.rebuild(state);
    const auto index = builder.publish(state, 1);
    return allocated() - before;
}

/// Keeps what a decision came to from being optimized away.
struct Tally {
    std::size_t allowed = 0;
    std::size_t refused = 0;
    std::uint64_t mixed = 0;

    void add(const Decision& decision) {
        ++(decision.allowed() ? allowed : refused);
        mixed += static_cast<std::uint64_t>(decision.reason());
        if (const auto& grant = decision.entitlement().grant) {
            mixed ^= grant->id.bytes[0];
        }
    }
};

/// From texts to a decision.
class Decider {
public:
    Decider(const Index& index, Time now) : index_{index}, now_{now} {
        request_.set(policy::Key::aws_secure_transport, "true");
        request_.set(policy::Key::aws_source_ip, "192.0.2.1");
    }

    Question question(const TextQuestion& asked) const {
        if (asked.access_key.empty()) {
            return {.subject = AccountId::parse(asked.account).value(),
                    .model_identifier = asked.model,
                    .region = asked.region,
                    .now = now_,
                    .operation = asked.operation,
                    .request = &request_,
                    .in_words = false};
        }
        return {.subject = index_.find_key(asked.access_key)->principal,
                .model_identifier = asked.model,
                .region = asked.region,
                .now = now_,
                .operation = asked.operation,
                .request = &request_,
                .in_words = false};
    }

    Decision operator()(const TextQuestion& asked) const { return decide(index_, question(asked)); }

private:
    const Index& index_;
    const Time now_;
    policy::Context request_;
};

/// A world, its index, and questions about it.
struct Measured {
    explicit Measured(const WorldSize& size) : world{size} {
        world.open_accounts();
        world.create_grants();
        world.ask(kQuestions, questions);
        builder.rebuild(world.state());
        index = builder.publish(world.state(), 1);
    }

    DecisionWorld world;
    IndexBuilder builder{sealing_key()};
    std::shared_ptr<const Index> index;
    TextQuestions questions;
};

/// Random look-ups in a hash table of integers. @return look-ups a second of processor time
double look_up(std::size_t entries) {
    static std::unordered_map<std::uint64_t, std::uint64_t> table;
    static std::vector<std::uint64_t> keys;
    if (table.size() != entries) {
        SeededRandom random{1};
        table.clear();
        keys.clear();
        while (table.size() < entries) {
            table.emplace(random.next(), table.size());
        }
        for (const auto& [key, value] : table) {
            keys.push_back(key);
        }
        for (std::size_t i = keys.size(); i > 1; --i) {
            std::swap(keys[i - 1], keys[random.below(i)]);
        }
    }
    std::uint64_t sum = 0;
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < kDecisions; ++i) {
        sum += table.find(keys[(i * 7919) % keys.size()])->second;
    }
    const double seconds = cpu_seconds() - start;
    LICET_CHECK(sum != 1);
    return static_cast<double>(kDecisions) / seconds;
}

struct Speed {
    bench::Spread rate;      ///< decisions a second of processor time
    bench::Spread baseline;  ///< look-ups
    bench::Spread ratio;
    Tally tally;
    double p99 = 0;  ///< microseconds
};

Speed speed_of(const Measured& measured) {
    const Decider decider{*measured.index, measured.world.now};
    const auto& questions = measured.questions;
    Speed speed;
    std::vector<double> rates;
    std::vector<double> baselines;
    std::vector<double> ratios;
    for (std::size_t round = 0; round < kRounds; ++round) {
        const double start = cpu_seconds();
        for (std::size_t i = 0; i < kDecisions; ++i) {
            speed.tally.add(decider(questions[i]));
        }
        rates.push_back(static_cast<double>(kDecisions) / (cpu_seconds() - start));
        baselines.push_back(look_up(measured.world.size().grants));
        ratios.push_back(rates.back() / baselines.back());
    }
    std::vector<double> each;
    each.reserve(kDecisions);
    for (std::size_t i = 0; i < kDecisions; ++i) {
        const auto start = std::chrono::steady_clock::now();
        speed.tally.add(decider(questions[i]));
        each.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::nth_element(each.begin(), each.begin() + kDecisions / 100 * 99, each.end());
    speed.p99 = each[kDecisions / 100 * 99];
    speed.rate = bench::spread_of(rates);
    speed.baseline = bench::spread_of(baselines);
    speed.ratio = bench::spread_of(ratios);
    return speed;
}

std::string shares(const Tally& tally) {
    return fmt::format("{:.1f} % allowed", 100.0 * static_cast<double>(tally.allowed) /
                                               static_cast<double>(tally.allowed + tally.refused));
}

/// @return microseconds of a decision
double report_speed(bench::Report& report, const std::string& name, const Measured& measured,
                    const std::string& goal) {
    const Speed speed = speed_of(measured);
    const std::string conditions = fmt::format("{}; {}; texts in, verdict, reason and grant out",
                                               measured.world.size().name, shares(speed.tally));
    report.add(
        {.name = "decision.check." + name,
         .value = speed.rate.median / 1e6,
         .unit = "M/s of one core",
         .baseline = speed.baseline.median / 1e6,
         .ratio = speed.ratio.median,
         .goal = {},
         .conditions = fmt::format("{}, {} wanted; rounds {:.2f} to {:.2f}; baseline: random "
                                   "look-ups of integers in a hash table",
                                   conditions, goal, speed.rate.low / 1e6, speed.rate.high / 1e6)});
    report.add({.name = "decision.check_p99." + name,
                .value = speed.p99,
                .unit = "us",
                .baseline = 2,
                .ratio = speed.p99 / 2,
                .goal = "<= 1",
                .conditions = conditions + "; baseline: what is allowed"});
    return 1e6 / speed.rate.median;
}

void run_speed(bench::Report& report) {
    double small = 0;
    double medium = 0;
    small = report_speed(report, "small", Measured{kSmall}, ">= 5");
    medium = report_speed(report, "medium", Measured{kMedium}, ">= 5");
    report_speed(report, "large", Measured{kLarge}, ">= 5");
    report.add({.name = "decision.scaling",
                .value = medium * 1e3,
                .unit = "ns",
                .baseline = small * 1e3,
                .ratio = medium / small,
                .goal = "<= 2.5",
                .conditions = "a decision on 20 times the data; baseline: on the data"});
    auto with_policies = kSmall;
    with_policies.policies = true;
    with_policies.name += ", SCPs on 3 levels, users with 2 policies";
    report_speed(report, "policies", Measured{with_policies}, ">= 1");
}

void run_size(bench::Report& report) {
    for (const auto& size : {kMedium, kLarge}) {
        DecisionWorld world{size};
        const auto empty = index_size(world.state());
        world.open_accounts();
        const auto with_accounts = index_size(world.state());
        world.create_grants();
        const auto all = index_size(world.state());
        const auto add = [&](const std::string& what, std::size_t bytes, std::size_t count,
                             double goal) {
            const auto each = static_cast<double>(bytes) / static_cast<double>(count);
            report.add({.name = fmt::format("decision.bytes_per_{}", what),
                        .value = each,
                        .unit = "bytes",
                        .baseline = goal,
                        .ratio = each / goal,
                        .goal = "<= 1",
                        .conditions = size.name + "; baseline: what is allowed"});
        };
        add("account", with_accounts - empty, size.accounts, 32);
        add("grant", all - with_accounts, size.grants, 100);
    }
}

/// Changes of every kind, each published alone.
void run_publish(bench::Report& report) {
    Measured measured{kLarge};
    std::vector<double> times;
    for (std::size_t i = 0; i < 300; ++i) {
        const model::Event event = i % 3 == 0   ? model::Event{measured.world.toggle(i * 7919)}
                                   : i % 3 == 1 ? model::Event{measured.world.create_grant()}
                                                : model::Event{measured.world.move(i * 7919)};
        times.push_back(1e3 * cpu_seconds_of([&] {
                            measured.builder.note(measured.world.state(), event);
                            measured.index = measured.builder.publish(measured.world.state(), i);
                        }));
    }
    const auto spread = bench::spread_of(times);
    report.add(
        {.name = "decision.publish_change",
         .value = spread.median,
         .unit = "ms",
         .baseline = 1,
         .ratio = spread.median,
         .goal = "<= 1",
         .conditions = fmt::format("{}; status of a grant, new grant, account moved; slowest "
                                   "{:.3f} ms; processor time; baseline: what is allowed",
                                   measured.world.size().name, spread.high)});
}

void run_rebuild(bench::Report& report) {
    DecisionWorld world{kMedium};
    world.open_accounts();
    world.create_grants();
    std::vector<double> times;
    for (std::size_t round = 0; round < kRounds; ++round) {
        times.push_back(1e3 * cpu_seconds_of([&] {
                            IndexBuilder builder{sealing_key()};
                            builder.rebuild(world.state());
                            builder.publish(world.state(), 1);
                        }));
    }
    const auto spread = bench::spread_of(times);
    report.add(
        {.name = "decision.rebuild",
         .value = spread.median,
         .unit = "ms",
         .baseline = 50,
         .ratio = spread.median / 50,
         .goal = "<= 1",
         .conditions = fmt::format("{}; rounds {}; processor time; baseline: what is allowed",
                                   world.size().name, spread.range())});
}

/// How long single decisions took, in microseconds of wall time.
struct Waits {
    double p999 = 0;
    double longest = 0;
};

Waits waits_of(const Measured& measured, SnapshotCell<Index>::Reader& look, Tally& tally) {
    constexpr std::size_t kReads = 200'000;
    std::vector<double> each;
    each.reserve(kReads);
    for (std::size_t i = 0; i < kReads; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto& index = look.get();
        tally.add(Decider{*index, measured.world.now}(measured.questions[i]));
        const std::chrono::duration<double, std::micro> took =
            std::chrono::steady_clock::now() - start;
        each.push_back(took.count());
    }
    std::sort(each.begin(), each.end());
    return {each[kReads / 1'000 * 999], each.back()};
}

/// Decisions of one thread while another publishes change after change, and while it rests, in
/// turns.
void run_readers(bench::Report& report) {
    Measured measured{kMedium};
    SnapshotCell<Index> cell;
    cell.store(measured.index);
    std::atomic<bool> publishes{false};
    std::atomic<bool> ended{false};
    std::atomic<std::size_t> published{0};
    std::thread writer{[&] {
        for (std::size_t i = 0; !ended; ++i) {
            publishes.wait(false);
            const model::Event event{measured.world.toggle(i * 7919)};
            measured.builder.note(measured.world.state(), event);
            cell.store(measured.builder.publish(measured.world.state(), i));
            ++published;
        }
    }};
    SnapshotCell<Index>::Reader look{cell};
    Tally tally;
    std::vector<double> with[2];
    std::vector<double> without[2];
    std::vector<double> ratios[2];
    for (std::size_t round = 0; round < 2 * kRounds; ++round) {
        const auto resting = waits_of(measured, look, tally);
        publishes = true;
        publishes.notify_one();
        const auto disturbed = waits_of(measured, look, tally);
        publishes = false;
        for (const auto which : {&Waits::p999, &Waits::longest}) {
            const std::size_t at = which == &Waits::p999 ? 0 : 1;
            with[at].push_back(disturbed.*which);
            without[at].push_back(resting.*which);
            ratios[at].push_back(disturbed.*which / resting.*which);
        }
    }
    ended = true;
    publishes = true;
    publishes.notify_one();
    writer.join();
    for (const std::size_t at : {0U, 1U}) {
        report.add(
            {.name = at == 0 ? "decision.p999_while_publishing" : "decision.max_while_publishing",
             .value = bench::spread_of(with[at]).median,
             .unit = "us",
             .baseline = bench::spread_of(without[at]).median,
             .ratio = bench::spread_of(ratios[at]).median,
             .goal = at == 0 ? "<= 2" : "",
             .conditions = fmt::format(
                 "wall time of a decision while another thread publishes without a break ({} "
                 "indexes), of 200,000 a round, rounds {}; {}; baseline: while it rests, in turns",
                 published.load(), bench::spread_of(with[at]).range(),
                 measured.world.size().name)});
    }
}

void run_explain(bench::Report& report) {
    const Measured measured{kSmall};
    const Decider decider{*measured.index, measured.world.now};
    constexpr std::size_t kCount = 20'000;
    Tally tally;
    const double start = cpu_seconds();
    for (std::size_t i = 0; i < kCount; ++i) {
        tally.add(decider(measured.questions[i]));
    }
    const double check = 1e6 * (cpu_seconds() - start) / kCount;
    const double middle = cpu_seconds();
    for (std::size_t i = 0; i < kCount; ++i) {
        auto question = decider.question(measured.questions[i]);
        question.in_words = true;
        tally.allowed += explain(*measured.index, question).allowed;
    }
    const double explained = 1e6 * (cpu_seconds() - middle) / kCount;
    report.add({.name = "decision.explain_above_check",
                .value = explained - check,
                .unit = "us",
                .baseline = 5,
                .ratio = (explained - check) / 5,
                .goal = "<= 1",
                .conditions = fmt::format("{}; a check {:.2f} us; baseline: what is allowed",
                                          measured.world.size().name, check)});
}

const bench::Benchmark kSpeedBenchmark{"decision.check", run_speed};
const bench::Benchmark kSizeBenchmark{"decision.bytes", run_size};
const bench::Benchmark kPublishBenchmark{"decision.publish", run_publish};
const bench::Benchmark kRebuildBenchmark{"decision.rebuild", run_rebuild};
const bench::Benchmark kReadersBenchmark{"decision.readers", run_readers};
const bench::Benchmark kExplainBenchmark{"decision.explain", run_explain};

}  // namespace
}  // namespace licet::decision
