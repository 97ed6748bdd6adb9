// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include "base/file.h"
#include "base/full_disk.h"
#include "base/random.h"
#include "base/temporary_directory.h"
#include "meter/tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace licet::meter {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kStart = parse_iso8601("2026-11-27T23:50:00Z").value();
constexpr AccountId kAccount{111'122'223'333};

struct MeterTest : testing::Test {
    TemporaryDirectory place;
    ManualClock clock{kStart};
    std::string log;
    obs::Logger logger{clock, obs::Level::info, [this](std::string_view line) { log += line; }};
    obs::Metrics metrics;
    std::unique_ptr<Meter> meter;

    std::filesystem::path directory() const { return place.path() / "usage"; }
    void open(std::size_t rows_max = 65'536, std::size_t ahead_bytes = 1'000'000) {
        meter.reset();
        auto opened = Meter::open({.directory = directory(),
                                   .write_every = std::chrono::hours{1},
                                   .rows_max = rows_max,
                                   .ahead_bytes = ahead_bytes},
                                  clock, logger, metrics);
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        meter = std::move(opened).value();
    }
    Totals total(const Query& query = {}) const {
        const auto groups = meter->query(query);
        EXPECT_TRUE(groups.ok());
        return groups.ok() && !groups->empty() ? groups->front().totals : Totals{};
    }
    std::string stored(std::string_view day) const {
        return read_file(directory() / (std::string{day} + ".tsv"), std::size_t{1} << 24).value();
    }
};

Usage call(std::int64_t tokens = 1) {
    return {.time = kStart,
            .account = kAccount,
            .principal = "arn:aws:iam::111122223333:user/ann",
            .model = "anthropic.claude-v1:0",
            .region = "us-east-1",
            .upstream = "main",
            .operation = "Converse",
            .input_tokens = tokens};
}

/// What of a call a group is named by, from the call alone.
std::string named(const Usage& usage, By by) {
    switch (by) {
        case By::account:
            return usage.account.text();
        case By::principal:
            return std::string{usage.principal};
        case By::model:
            return std::string{usage.model};
        case By::region:
            return std::string{usage.region};
        case By::upstream:
            return std::string{usage.upstream};
        case By::grant:
            return std::string{usage.grant};
        case By::tag:  // of all that are said here
            return usage.tags.empty() ? "" : "blue & b";
        case By::day:
            break;
    }
    return format_iso8601(usage.time).substr(0, 10);
}

Usage random_call(SeededRandom& dice) {
    constexpr std::string_view kWords[] = {"", "a", "b.c:0", "arn:aws:iam::1:user/x y"};
    const auto roll = [&](std::int64_t sides) {
        return static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(sides)));
    };
    const auto word = [&] { return kWords[roll(4)]; };
    Usage usage{.time = kStart + Milliseconds{roll(20 * 60'000)},
                .account = {kAccount.number + static_cast<std::uint64_t>(roll(3))},
                .principal = word(),
                .model = word(),
                .region = word(),
                .upstream = word(),
                .grant = word(),
                .tags = roll(2) == 0 ? "" : "a=1&team=blue%20%26%20b",
                .operation = "Converse",
                .outcome = static_cast<Outcome>(roll(4)),
                .reason = "no_entitlement",
                .input_tokens = roll(1000),
                .output_tokens = roll(1000),
                .cache_read_tokens = roll(10),
                .cache_write_tokens = roll(10),
                .reasoning_tokens = roll(10),
                .estimated = roll(2) == 0,
                .latency = Milliseconds{roll(5000)},
                .guardrail = static_cast<Guardrail>(roll(3))};
    if (roll(2) == 0) {
        usage.cost_micro_usd = roll(1'000'000);
    }
    return usage;
}

// Issue 5, 6: sums by each member, over files, restarts and what is not written yet.
TEST_F(MeterTest, SumsAreThoseOfTheCallsThemselves) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {  // each writes files
        SeededRandom dice{seed};
        meter.reset();
        std::filesystem::remove_all(directory());
        std::vector<Usage> calls;
        for (int part = 0; part < 3; ++part) {
            open();
            for (int i = 0; i < 100; ++i) {
                calls.push_back(random_call(dice));
                meter->record(calls.back());
            }
        }
        for (const auto name :
             {"account", "principal", "model", "region", "upstream", "grant", "day", "tag:team"}) {
            const auto minute = static_cast<std::int64_t>(dice.below(20));
            const Query query{.from = kStart + std::chrono::minutes{minute},
                              .to = kStart + std::chrono::minutes{minute + 8},
                              .by = {*parse_dimension(name), By::day},
                              .account = AccountId{kAccount.number + dice.below(3)}};
            std::map<std::vector<std::string>, Totals> wanted;
            for (const auto& usage : calls) {
                if (usage.time >= query.from && usage.time < query.to &&
                    usage.account == *query.account) {
                    wanted[{named(usage, query.by[0].by), named(usage, By::day)}].add(
                        totals_of(usage));
                }
            }
            const auto groups = meter->query(query);
            ASSERT_TRUE(groups.ok());
            std::map<std::vector<std::string>, Totals> got;
            for (const auto& group : *groups) {
                got[group.values] = group.totals;
            }
            EXPECT_EQ(got, wanted) << name << ", seed " << seed;
        }
    }
}

TEST_F(MeterTest, OneCallCountsOnceInEachOfItsSums) {
    open();
    auto usage = call(7);
    usage.output_tokens = 5;
    usage.reasoning_tokens = -3;
    usage.outcome = Outcome::cut;
    usage.estimated = true;
    meter->record(usage);
    usage.cost_micro_usd = 11;
    usage.input_tokens = kPerCallMax + 1;
    meter->record(usage);
    EXPECT_EQ(total(), (Totals{.calls = 2,
                               .cut = 2,
                               .input_tokens = kPerCallMax + 7,
                               .output_tokens = 10,
                               .estimated = 2,
                               .unpriced = 1,
                               .cost_micro_usd = 11}));
}

TEST_F(MeterTest, HostileTextsMakeNoRows) {
    open();
    auto usage = call();
    usage.principal = "a\tb\nc";
    usage.model = "";
    meter->record(usage);
    const auto groups = meter->query({.by = {By::principal, By::model}});
    ASSERT_TRUE(groups.ok());
    ASSERT_EQ(groups->size(), 1U);
    EXPECT_EQ(groups->front().values, (std::vector<std::string>{"a?b?c", ""}));
}

// Issue 5, 6: whatever is in a tag, it comes back, and none is taken for another.
TEST_F(MeterTest, TagsComeBackAsTheyWere) {
    std::string tags;
    append_tag(tags, "team", "a&cost=b%\t");
    append_tag(tags, "te", "");
    append_tag(tags, "cost=", "c");
    append_tag(tags, "caf\xc3\xa9", std::string(kTagValueBytesMax - 1, 'x') + "\xc3\xa9");
    auto usage = call();
    usage.tags = tags;
    open();
    meter->record(usage);
    const auto groups = meter->query({.by = {*parse_dimension("tag:team"),
                                             {By::tag, "te"},
                                             {By::tag, "cost"},
                                             {By::tag, "cost="},
                                             {By::tag, "caf\xc3\xa9"}}});
    ASSERT_TRUE(groups.ok());
    ASSERT_EQ(groups->size(), 1U);
    EXPECT_EQ(groups->front().values,
              (std::vector<std::string>{"a&cost=b%?", "", "", "c",
                                        std::string(kTagValueBytesMax - 1, 'x')}));
    EXPECT_FALSE(parse_dimension("tag:"));
    EXPECT_FALSE(parse_dimension("tag:a\tb"));
    EXPECT_FALSE(parse_dimension("tag"));
    EXPECT_FALSE(parse_dimension("tag:" + std::string(kTagKeyBytesMax + 1, 'k')));
}

TEST_F(MeterTest, AsManyTagsAsThereMayBeAreKeptWhole) {
    std::string tags;
    const auto key = [](std::size_t i) {
        return std::string(kTagKeyBytesMax - 1, '&') + static_cast<char>('a' + i);
    };
    const std::string value(kTagValueBytesMax, '%');
    for (std::size_t i = 0; i < kTagKeysMax; ++i) {
        append_tag(tags, key(i), value);
    }
    auto usage = call(3);
    usage.tags = tags;
    for (int i = 0; i < 2; ++i) {  // the second finds the first in the file
        open();
        meter->record(usage);
    }
    const auto groups = meter->query({.by = {{By::tag, key(0)}, {By::tag, key(kTagKeysMax - 1)}}});
    ASSERT_TRUE(groups.ok());
    ASSERT_EQ(groups->size(), 1U);
    EXPECT_EQ(groups->front().values, (std::vector{value, value}));
    EXPECT_EQ(groups->front().totals.input_tokens, 6);
}

TEST_F(MeterTest, RowsOfATimeBeforeThereWereTagsHaveNone) {
    open();
    const auto path = directory() / "2026-11-27.tsv";
    std::ofstream{path} << "29929670\t111122223333\tp\tm\tr\tu\tg\t"
                           "1\t0\t0\t0\t5\t0\t0\t0\t0\t0\t0\t0\t0\t9\n";
    const auto groups = meter->query({.by = {By::grant, {By::tag, "team"}}});
    ASSERT_TRUE(groups.ok()) << groups.error().message;
    ASSERT_EQ(groups->size(), 1U);
    EXPECT_EQ(groups->front().values, (std::vector<std::string>{"g", ""}));
    EXPECT_EQ(groups->front().totals, (Totals{.calls = 1, .input_tokens = 5, .latency_ms = 9}));
}

TEST_F(MeterTest, AFullDiskLosesNothingAndIsSeen) {
    open();
    meter->record(call(1));
    ASSERT_TRUE(meter->flush().ok());
    const auto before = stored("2026-11-27");
    meter->record(call(2));
    {
        const FullDisk full{before.size() + 10};
        const auto flushed = meter->flush();
        ASSERT_FALSE(flushed.ok());
        EXPECT_EQ(flushed.error().kind, ErrorKind::unavailable);
        EXPECT_TRUE(meter->is_failing());
        EXPECT_THAT(metrics.expose(), HasSubstr("licet_meter_failing 1\n"));
        meter->record(call(4));
        EXPECT_EQ(total().input_tokens, 7);
        EXPECT_EQ(stored("2026-11-27"), before);
    }
    EXPECT_THAT(log, HasSubstr("rows of usage cannot be written"));
    ASSERT_TRUE(meter->flush().ok());
    EXPECT_FALSE(meter->is_failing());
    EXPECT_THAT(metrics.expose(), HasSubstr("licet_meter_failing 0\n"));
    EXPECT_EQ(total().input_tokens, 7);
}

TEST_F(MeterTest, CallsThatFindNoRoomCountForTheirAccountThenForAll) {
    constexpr std::int64_t kCalls = 2000;
    open(64);
    for (std::int64_t i = 0; i < kCalls; ++i) {
        auto usage = call();
        usage.account.number += static_cast<std::uint64_t>(i / 2);
        const auto name = std::to_string(i);
        usage.principal = name;
        meter->record(usage);
    }
    EXPECT_EQ(total().calls, kCalls);
    const auto groups = meter->query({.by = {By::account, By::principal}});
    ASSERT_TRUE(groups.ok());
    EXPECT_LE(groups->size(), 2U * 64 + 16);
    EXPECT_EQ(groups->front().values, (std::vector<std::string>{"(folded)", "(folded)"}));
    EXPECT_THAT(metrics.expose(), Not(HasSubstr("licet_meter_folded_calls_total 0\n")));
}

TEST_F(MeterTest, OldDaysGo) {
    std::filesystem::create_directories(directory());
    std::ofstream{directory() / "2025-10-22.tsv"}.put('\n');
    std::ofstream{directory() / "2025-10-23.tsv"}.close();  // 400 days before
    open();
    ASSERT_TRUE(meter->flush().ok());
    EXPECT_FALSE(std::filesystem::exists(directory() / "2025-10-22.tsv"));
    EXPECT_TRUE(std::filesystem::exists(directory() / "2025-10-23.tsv"));
}

TEST_F(MeterTest, ALineThatIsNotWholeIsLeftOutAndADamagedOneIsNamed) {
    open();
    meter->record(call(3));
    ASSERT_TRUE(meter->flush().ok());
    const auto path = directory() / "2026-11-27.tsv";
    std::ofstream{path, std::ios::app} << "29403350\t1111";
    EXPECT_EQ(total().input_tokens, 3);
    meter->record(call(4));
    EXPECT_EQ(total().input_tokens, 7);
    EXPECT_THAT(stored("2026-11-27"), Not(HasSubstr("\t1111\t")));
    std::ofstream{path, std::ios::app} << "x\ty\n";
    const auto damaged = meter->query({});
    ASSERT_FALSE(damaged.ok());
    EXPECT_THAT(damaged.error().message, HasSubstr("2026-11-27.tsv: `x\ty` is no row of usage"));
}

/// Records calls of two days, and writes the number of each to the pipe once it is recorded; writes
/// the files all the time.
[[noreturn]] void record_for_ever(Meter& meter, int pipe) {
    for (std::int64_t recorded = 1;; ++recorded) {
        auto usage = call();
        usage.tags = "team=a";
        usage.time += std::chrono::minutes{recorded % 2 == 0 ? 0 : 15};
        meter.record(usage);
        const bool told = (recorded % 7 != 0 || meter.flush().ok()) &&
                          ::write(pipe, &recorded, sizeof recorded) > 0;
        if (!told) {
            ::_exit(1);
        }
    }
}

// Issue 5, 6: what was recorded is there after kill -9, wherever it comes, and nothing twice; also
// where there is room for few calls only, which are then written at once.
TEST_F(MeterTest, AKillTakesNothingThatWasRecordedAndCountsNothingTwice) {
    std::int64_t before = 0;
    for (std::int64_t seed = 1; seed <= 12; ++seed) {
        if (seed == 1 || seed == 7) {
            std::filesystem::remove_all(directory());
            before = 0;
        }
        const std::size_t room = seed < 7 ? 1000 : 100'000;
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const auto child = ::fork();
        if (child == 0) {
            open(65'536, room);
            record_for_ever(*meter, pipe[1]);
        }
        ::close(pipe[1]);
        std::int64_t recorded = 0;
        for (std::int64_t i = 0; i < 13 * seed; ++i) {
            ASSERT_EQ(::read(pipe[0], &recorded, sizeof recorded),
                      static_cast<ssize_t>(sizeof recorded));
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(pipe[0], &recorded, sizeof recorded) > 0) {
        }
        ::close(pipe[0]);
        open();
        const auto groups = meter->query({.by = {{By::tag, "team"}}});
        ASSERT_TRUE(groups.ok());
        ASSERT_EQ(groups->size(), 1U);
        EXPECT_EQ(groups->front().values.front(), "a");
        const auto calls = groups->front().totals.calls;
        EXPECT_GE(calls, before + recorded) << seed;
        EXPECT_LE(calls, before + recorded + 1) << seed;
        before = calls;
        meter.reset();
    }
}

// Issue 5, 6: no principal, account, prompt or secret in what Prometheus reads.
TEST_F(MeterTest, MetricsTellOfCallsButNotWhose) {
    open();
    auto usage = call(100);
    usage.cache_read_tokens = 28;
    usage.output_tokens = 5;
    usage.latency = Milliseconds{1500};
    usage.first_piece = Milliseconds{90};
    meter->record(usage);
    usage.principal = "canary-principal";
    usage.model = "canary prompt";
    usage.grant = "canary-grant";
    usage.region = "canary-region";
    usage.upstream = "canary \"secret\"";
    usage.outcome = Outcome::refused;
    usage.reason = "no_entitlement";
    meter->record(usage);
    const auto text = metrics.expose();
    const std::string chat = R"({gen_ai_operation_name="chat",gen_ai_provider_name="aws.bedrock",)"
                             R"(gen_ai_request_model="anthropic.claude-v1:0")";
    for (const auto& line :
         {"gen_ai_client_token_usage_sum" + chat + R"(,gen_ai_token_type="input"} 128)",
          "gen_ai_client_token_usage_sum" + chat + R"(,gen_ai_token_type="output"} 5)",
          "gen_ai_server_request_duration_seconds_sum" + chat + R"(,error_type="none"} 1.500)",
          "gen_ai_server_time_to_first_token_seconds_bucket" + chat + R"(,le="0.100"} 1)",
          std::string{R"(licet_model_calls_total{outcome="ok",upstream="main"} 1)"},
          std::string{R"(licet_model_calls_total{outcome="refused",upstream="other"} 1)"},
          std::string{R"(licet_model_refusals_total{reason="no_entitlement"} 1)"}}) {
        EXPECT_THAT(text, HasSubstr(line + "\n"));
    }
    EXPECT_THAT(text, Not(HasSubstr("canary")));
    EXPECT_THAT(text, Not(HasSubstr("111122223333")));
}

}  // namespace
}  // namespace licet::meter
