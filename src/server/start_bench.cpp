// SPDX-License-Identifier: Apache-2.0
// Starts of `licet serve` on a data directory of the design size, as a ratio to
// starts on one with the same accounts and licenses but no grants. Every grant
// was created, accepted and activated by commands with records and client
// tokens of their own, as API calls leave them.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "log/sqlite/sqlite_log.h"
#include "model/grant/change_grant.h"
#include "server/world_bench.h"

#include <fmt/format.h>

namespace licet::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kGrants = 1'000'000;
constexpr std::size_t kGrantsPerLicense = 1'000;
constexpr std::size_t kLicenses = kGrants / kGrantsPerLicense;
constexpr std::size_t kAccounts = 100'000;
constexpr std::size_t kWriters = 1'024;
constexpr std::size_t kCommandsAtOnce = 20'000;
constexpr int kStarts = 5;
constexpr double kBytesPerMegabyte = 1e6;

struct Seeded {
    engine::GrantWorld world;
    Key administrator;
};

Seeded seed_accounts_and_licenses(const fs::path& directory) {
    Seed seed{directory, kLicenses};
    seed.world().accounts(kAccounts);
    for (std::size_t i = 0; i < kLicenses; ++i) {
        seed.world().license(Seed::product_id(i));
    }
    return {seed.world().world(), seed.administrator()};
}

/// The grants of one directory, `number` counting them.
class GrantSeed {
public:
    GrantSeed(engine::Engine& engine, const engine::GrantWorld& world)
        : engine_{engine}, world_{world}, grants_(kGrants) {}

    void run() {
        for (std::size_t from = 0; from < kGrants; from += kCommandsAtOnce) {
            for (const bool activates : {false, true}) {
                std::vector<std::unique_ptr<engine::Task>> commands;
                for (std::size_t i = from; i < std::min(kGrants, from + kCommandsAtOnce); ++i) {
                    commands.push_back(activates ? activation(i) : creation(i));
                }
                writers_.run(engine_, std::move(commands));
            }
        }
    }

private:
    AccountId account_of(std::size_t number) const {
        return world_.accounts.at(number % world_.accounts.size());
    }
    static model::RequestKey request_key(AccountId account, std::string_view operation,
                                         std::size_t number) {
        const auto token = fmt::format("6f1c4b7e-9d7a-0c3f-4e5d-{:012}", number);
        return {.key = model::request_key(account, operation, token),
                .input = model::input_hash(token)};
    }

    std::unique_ptr<engine::Task> creation(std::size_t number) {
        return command(world_.management, "CreateGrant",
                       [this, number](engine::Transaction& transaction) -> Result<void> {
                           model::CreateGrant create{
                               .name = fmt::format("workload-grant-{}", number),
                               .license_arn = world_.licenses.at(number / kGrantsPerLicense),
                               .principal = "arn:aws:iam::" + account_of(number).text() + ":root",
                               .home_region = "us-east-1",
                               .operations = {},
                               .tags = {},
                               .request = request_key(world_.management, "CreateGrant", number)};
                           create.operations.add(model::AllowedOperation::CheckoutLicense);
                           create.operations.add(model::AllowedOperation::ListPurchasedLicenses);
                           LICET_TRY(auto made, model::create_grant(transaction.state(), create,
                                                                    transaction.context()));
                           grants_[number] = made.id;
                           transaction.commit(std::move(made.events));
                           return {};
                       });
    }

    std::unique_ptr<engine::Task> activation(std::size_t number) {
        const AccountId account = account_of(number);
        return command(account, "CreateGrantVersion",
                       [this, number, account](engine::Transaction& transaction) -> Result<void> {
                           const model::ChangeGrant change{
                               .grant_arn = model::grant_arn(world_.management, grants_[number]),
                               .name = {},
                               .operations = {},
                               .status = model::GrantStatus::ACTIVE,
                               .status_reason = {},
                               .source_version = {},
                               .activation_override = {},
                               .request = request_key(account, "CreateGrantVersion", number)};
                           LICET_TRY(auto made, model::change_grant(transaction.state(), change,
                                                                    transaction.context()));
                           transaction.commit(std::move(made.events));
                           return {};
                       });
    }

    std::unique_ptr<engine::Task> command(AccountId account, std::string action,
                                          engine::Command::Decide decide) {
        return std::make_unique<engine::Command>(
            engine::bench_origin(account, "license-manager", std::move(action)), std::move(decide),
            writers_.ended());
    }

    engine::Engine& engine_;
    const engine::GrantWorld& world_;
    engine::WaitingWriters writers_{kWriters};
    std::vector<model::GrantId> grants_;
};

void seed_grants(const fs::path& directory, const engine::GrantWorld& world) {
    SystemClock clock;
    SystemRandom random;
    obs::Logger logger{clock, obs::Level::warn};
    const auto data = std::move(open_data(directory, {}, logger)).value();
    const auto engine = std::move(engine::Engine::open({*data.log, data.snapshots.get(), clock,
                                                        random, *data.secrets, logger}))
                            .value();
    GrantSeed{*engine, world}.run();
    engine->stop();
}

struct Starts {
    double replay_seconds = 0;  ///< without a snapshot
    bench::Spread seconds;
    double memory = 0;  ///< in bytes
    double first_call_ms = 0;
    double log_bytes = 0;
    double snapshot_bytes = 0;
};

using Stopwatch = std::chrono::steady_clock;

double seconds_since(Stopwatch::time_point start) {
    return std::chrono::duration<double>(Stopwatch::now() - start).count();
}

double newest_snapshot_bytes(const fs::path& directory) {
    std::uintmax_t bytes = 0;
    fs::path newest;
    for (const auto& file : fs::directory_iterator{directory / "snapshots"}) {
        if (file.path() > newest) {  // the name begins with the revision
            newest = file.path();
            bytes = file.file_size();
        }
    }
    return static_cast<double>(bytes);
}

Starts measure(const fs::path& directory, const Key& administrator) {
    Starts out;
    fs::remove_all(directory / "snapshots");
    {
        const auto begun = Stopwatch::now();
        const LicetProcess licet{directory};  // its end leaves a snapshot
        out.replay_seconds = seconds_since(begun);
    }
    std::vector<double> seconds;
    std::vector<double> memory;
    std::vector<double> calls;
    for (int i = 0; i < kStarts; ++i) {
        const auto begun = Stopwatch::now();
        const LicetProcess licet{directory};
        seconds.push_back(seconds_since(begun));
        memory.push_back(static_cast<double>(licet.memory_bytes()));
        Callers caller{licet.endpoint()};
        auto request = converse_request(licet.endpoint(), administrator, Seed::model_id(0));
        const auto called = Stopwatch::now();
        LICET_CHECK(caller.call(std::move(request)).status == 200);
        calls.push_back(seconds_since(called) * 1000);
    }
    out.seconds = bench::spread_of(seconds);
    out.memory = bench::spread_of(memory).median;
    out.first_call_ms = bench::spread_of(calls).median;
    out.log_bytes = static_cast<double>(fs::file_size(directory / log::kSqliteLogFile));
    out.snapshot_bytes = newest_snapshot_bytes(directory);
    return out;
}

void report_starts(bench::Report& report, const Starts& with, const Starts& without) {
    const auto conditions = fmt::format(
        "{} grants of {} licenses to {} accounts, log {:.0f} MB, snapshot {:.0f} "
        "MB in the page "
        "cache, {} starts; baseline: the same without grants, snapshot {:.0f} MB",
        kGrants, kLicenses, kAccounts, with.log_bytes / kBytesPerMegabyte,
        with.snapshot_bytes / kBytesPerMegabyte, kStarts,
        without.snapshot_bytes / kBytesPerMegabyte);
    const auto add = [&](std::string name, double value, std::string unit, double baseline,
                         std::string goal, const std::string& how) {
        report.add({.name = std::move(name),
                    .value = value,
                    .unit = std::move(unit),
                    .baseline = baseline,
                    .ratio = baseline == 0 ? 0 : value / baseline,
                    .goal = std::move(goal),
                    .conditions = how});
    };
    add("start.time", with.seconds.median, "s", without.seconds.median, "<= 3 s",
        with.seconds.range() + " s; " + conditions);
    add("start.memory", with.memory / kBytesPerMegabyte, "MB", without.memory / kBytesPerMegabyte,
        "", "proportional share; " + conditions);
    add("start.memory_per_grant", (with.memory - without.memory) / static_cast<double>(kGrants),
        "bytes", 0, "<= 600 bytes", "the difference of both; " + conditions);
    add("start.first_call", with.first_call_ms, "ms", without.first_call_ms, "",
        "Converse of the echo upstream on a new connection; " + conditions);
    add("start.replay", with.replay_seconds, "s", without.replay_seconds, "",
        "without a snapshot; " + conditions);
}

void run(bench::Report& report) {
    const TemporaryDirectory parent{report.directory()};
    const auto without = parent.path() / "without";
    const auto with = parent.path() / "with";
    const Seeded seeded = seed_accounts_and_licenses(without);
    fs::copy(without, with, fs::copy_options::recursive);
    seed_grants(with, seeded.world);
    const Starts baseline = measure(without, seeded.administrator);
    report_starts(report, measure(with, seeded.administrator), baseline);
}

const bench::Benchmark kStart{"start", run};

}  // namespace
}  // namespace licet::server
