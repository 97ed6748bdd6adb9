// SPDX-License-Identifier: Apache-2.0
// Source: issue 5, section 4; peers.md 2, claims 1 and 2; design 7.
#include "quota/ledger.h"

#include "base/full_disk.h"
#include "base/random.h"
#include "base/temporary_directory.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <thread>

#include <fcntl.h>

namespace licet::quota {
namespace {

using model::Quota;
using model::QuotaUnit;
using model::QuotaWindow;
using testing::HasSubstr;

constexpr Caller kAccount{.account = {111'111'111'111}};
constexpr Caller kOther{.account = {222'222'222'222}};

Quota quota(const std::string& name, std::int64_t limit, std::uint8_t grant = 1) {
    auto made = model::read_quota("licet:" + name, std::to_string(limit)).value();
    made.grant.id.bytes[0] = grant;
    return made;
}

Time at(const char* text) {
    return parse_iso8601(text).value();
}

struct LedgerTest : testing::Test {
    TemporaryDirectory directory;
    std::filesystem::path path = directory.path() / "quotas";
    std::unique_ptr<Ledger> ledger;
    Time now = at("2026-11-23T07:38:14.123Z");

    void SetUp() override { open(); }
    void open() {
        ledger.reset();
        ledger = Ledger::open(path).value();
    }
    std::variant<Reservation, Refusal> ask(const std::vector<Quota>& quotas, const Amounts& most,
                                           const Caller& caller = kAccount) {
        return ledger->reserve(quotas, caller, most, now);
    }
    /// Empty when it is refused.
    std::optional<Reservation> hold(const std::vector<Quota>& quotas, const Amounts& most,
                                    const Caller& caller = kAccount) {
        auto outcome = ask(quotas, most, caller);
        auto* const held = std::get_if<Reservation>(&outcome);
        return held == nullptr ? std::nullopt : std::optional{std::move(*held)};
    }
    bool spend(const std::vector<Quota>& quotas, const Amounts& used,
               const Caller& caller = kAccount) {
        auto held = hold(quotas, used, caller);
        return held && std::move(*held).settle(used).ok();
    }
    Refusal refusal(const std::vector<Quota>& quotas, const Amounts& most) {
        auto outcome = ask(quotas, most);
        auto* const refused = std::get_if<Refusal>(&outcome);
        return refused == nullptr ? Refusal{} : std::move(*refused);
    }
    std::int64_t spent(const Quota& quota, const Caller& caller = kAccount) const {
        return ledger->standing(quota, caller, now).spent;
    }
    std::int64_t held(const Quota& quota, const Caller& caller = kAccount) const {
        return ledger->standing(quota, caller, now).held;
    }
    /// The sums, without the line before them.
    std::string sums() {
        open();  // all is in them then
        const auto text = read_file(path, 10'000).value();
        return text.substr(text.find('\n') + 1);
    }
    void write(const std::string& text) {
        ledger.reset();
        std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
    }
};

TEST_F(LedgerTest, WhatWasNotUsedReturnsAtOnceAndADroppedReservationIsReleased) {
    const auto tokens = quota("quota:output-tokens-per-day", 100);
    auto first = hold({tokens}, {.output_tokens = 80});
    ASSERT_TRUE(first);
    EXPECT_FALSE(hold({tokens}, {.output_tokens = 21}));
    EXPECT_EQ(held(tokens), 80);
    ASSERT_TRUE(std::move(*first).settle({.output_tokens = 30}).ok());
    EXPECT_EQ(spent(tokens), 30);
    EXPECT_EQ(held(tokens), 0);
    EXPECT_TRUE(hold({tokens}, {.output_tokens = 70}));  // and drops it
    EXPECT_EQ(held(tokens), 0);
    EXPECT_EQ(spent(tokens), 30);
}

TEST_F(LedgerTest, MoreThanWasHeldIsSpentAndTheNextCallSeesIt) {
    const auto tokens = quota("quota:input-tokens-per-total", 100);
    ASSERT_TRUE(std::move(*hold({tokens}, {.input_tokens = 10})).settle({.input_tokens = 95}).ok());
    EXPECT_EQ(spent(tokens), 95);
    EXPECT_FALSE(hold({tokens}, {.input_tokens = 6}));
    EXPECT_TRUE(hold({tokens}, {.input_tokens = 5}));
}

TEST_F(LedgerTest, AReservationSaysHowItsQuotasStoodWithIt) {
    const auto calls = quota("quota:requests-per-day", 9);
    const auto tokens = quota("quota:output-tokens-per-day", 100);
    ASSERT_TRUE(spend({calls, tokens}, {.output_tokens = 30}));
    const auto other = hold({tokens}, {.output_tokens = 20});
    const auto mine = hold({calls, tokens}, {.output_tokens = 5});
    ASSERT_TRUE(other && mine);
    EXPECT_EQ(mine->standing(0).spent, 1);
    EXPECT_EQ(mine->standing(0).held, 1);
    EXPECT_EQ(mine->standing(1).spent, 30);
    EXPECT_EQ(mine->standing(1).held, 25);
}

TEST_F(LedgerTest, HoldsAllOrNothing) {
    const auto wide = quota("quota:requests-per-day", 10);
    const auto narrow = quota("quota:requests-per-hour", 1, 2);
    const auto first = hold({wide, narrow}, {});
    ASSERT_TRUE(first);
    EXPECT_FALSE(hold({wide, narrow}, {}));
    EXPECT_EQ(held(wide), 1);
    EXPECT_EQ(held(narrow), 1);
}

TEST_F(LedgerTest, AQuotaIsSharedUnlessItIsForEach) {
    const auto shared = quota("quota:requests-per-day", 1);
    const auto each = quota("quota:requests-per-day:each", 1);
    EXPECT_TRUE(spend({shared}, {}));
    EXPECT_FALSE(spend({shared}, {}, kOther));
    EXPECT_FALSE(spend({quota("quota:requests-per-day", 1)}, {}));
    EXPECT_TRUE(spend({quota("quota:requests-per-day", 1, 7)}, {}));  // another grant's
    EXPECT_TRUE(spend({each}, {}));
    EXPECT_FALSE(spend({each}, {}));
    EXPECT_TRUE(spend({each}, {}, kOther));
}

TEST_F(LedgerTest, APrincipalOrATagHasABudgetOfItsOwn) {
    const model::Tags red{{"Team", "red"}};
    const model::Tags also_red{{"team", "red"}};  // policies compare keys so, too
    const model::Tags blue{{"Team", "blue"}};
    const model::Tags nothing{{"Team", ""}};
    const Caller ann{
        .account = {1}, .principal = "arn:aws:iam::000000000001:user/ann", .tags = &red};
    const Caller bob{
        .account = {1}, .principal = "arn:aws:iam::000000000001:user/bob", .tags = &blue};
    const Caller cid{
        .account = {2}, .principal = "arn:aws:iam::000000000002:user/ann", .tags = &also_red};
    const Caller dan{
        .account = {2}, .principal = "arn:aws:iam::000000000002:role/dan", .tags = &nothing};
    const Caller eve{.account = {2}, .principal = "arn:aws:iam::000000000002:role/eve"};
    const auto own = quota("quota:requests-per-day:each-principal", 1);
    for (const auto& caller : {ann, bob, cid, dan, eve}) {
        EXPECT_TRUE(spend({own}, {}, caller)) << caller.principal;
        EXPECT_FALSE(spend({own}, {}, caller)) << caller.principal;
    }
    const auto team = quota("quota:requests-per-day:each-tag:Team", 1);
    EXPECT_TRUE(spend({team}, {}, ann));
    EXPECT_FALSE(spend({team}, {}, cid));
    EXPECT_TRUE(spend({team}, {}, bob));
    EXPECT_TRUE(spend({team}, {}, dan));  // an empty value is a value
    EXPECT_TRUE(spend({team}, {}, eve));  // those without the tag are one
    EXPECT_FALSE(spend({team}, {}, kAccount));
    open();
    EXPECT_EQ(spent(team, ann), 1);
    EXPECT_EQ(spent(own, eve), 1);
    EXPECT_EQ(spent(own, kAccount), 0);
}

TEST_F(LedgerTest, WhatCallersAreCalledIsShortInTheFileAndNeverMistaken) {
    const auto tag = [&](std::string key, std::string value) {
        const auto one = quota("quota:requests-per-day:each-tag:" + key, 9);
        const model::Tags tags{{std::move(key), std::move(value)}};
        return spend({one}, {}, {.account = {1}, .principal = "p", .tags = &tags});
    };
    const std::string longest(256, 'x');
    const std::vector<std::pair<std::string, std::string>> all{
        {"A", "x"},     {"A", "x =y"},        {"A =x", "y"},     {"A", "-"}, {"A", "x\n0 9 c"},
        {"A", longest}, {"A", longest + "y"}, {"A", "\xC3\xA4"}, {"A", "=x"}};
    for (const auto& [key, value] : all) {
        ASSERT_TRUE(tag(key, value)) << value;
    }
    const auto text = sums();
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), all.size());
    std::set<std::string> lines;
    for (std::istringstream in{text}; !in.eof();) {
        std::string line;
        std::getline(in, line);
        EXPECT_LE(line.size(), 220U);
        lines.insert(line);
    }
    EXPECT_EQ(lines.size(), all.size() + 1) << text;
    open();
    EXPECT_TRUE(tag("A", longest));
}

TEST_F(LedgerTest, PrincipalsAndTagsLeaveRoomForWhatIsShared) {
    std::string text;
    for (std::size_t n = 0; n < Ledger::kCallersCountersMax; ++n) {
        text += fmt::format("0 1 {}\n", n);
    }
    write(text);
    open();
    const auto refused = refusal({quota("quota:requests-per-day:each-principal", 1)}, {});
    EXPECT_EQ(refused.error.kind, ErrorKind::unavailable);
    EXPECT_THAT(refusal({quota("concurrency:each-tag:Team", 1)}, {}).error.message,
                HasSubstr("too many"));
    EXPECT_TRUE(spend({quota("quota:requests-per-day:each", 1)}, {}));
}

TEST_F(LedgerTest, ALicenseHasAQuotaOfItsOwn) {
    auto of_license = quota("quota:requests-per-total", 1);
    of_license.license = std::string(32, 'a');
    const auto of_grant = quota("quota:requests-per-total", 2);
    ASSERT_TRUE(spend({of_license, of_grant}, {}));
    EXPECT_FALSE(hold({of_license, of_grant}, {}, kOther));
    EXPECT_THAT(refusal({of_license}, {}).error.message,
                HasSubstr("= 1 of license `l-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`"));
    EXPECT_TRUE(spend({of_grant}, {}));
    open();
    EXPECT_EQ(spent(of_license), 1);
}

TEST_F(LedgerTest, ConcurrentCallsHoldASlotEachUntilTheyEnd) {
    const auto slots = quota("concurrency", 2);
    auto first = hold({slots}, {});
    const auto second = hold({slots}, {});
    const auto refused = refusal({slots}, {});
    EXPECT_EQ(refused.error.name, "ThrottlingException");
    EXPECT_EQ(refused.retry_after, Milliseconds{1'000});
    ASSERT_TRUE(std::move(*first).settle({}).ok());
    EXPECT_EQ(held(slots), 1);
    EXPECT_EQ(spent(slots), 0);
    EXPECT_TRUE(hold({slots}, {}));
}

TEST_F(LedgerTest, ARefusalNamesTheQuotaAndSaysWhenThereIsRoom) {
    const auto rate = quota("quota:requests-per-minute", 1);
    const auto total = quota("quota:requests-per-total", 1, 2);
    ASSERT_TRUE(spend({rate}, {}));
    ASSERT_TRUE(spend({total}, {}));
    const auto later = refusal({rate}, {});
    EXPECT_EQ(later.error.kind, ErrorKind::exhausted);
    EXPECT_EQ(later.error.name, "ThrottlingException");
    EXPECT_THAT(later.error.message, HasSubstr("`licet:quota:requests-per-minute` = 1"));
    EXPECT_EQ(later.retry_after, at("2026-11-23T07:39:00Z") - now);
    const auto never = refusal({total}, {});
    EXPECT_EQ(never.error.name, "ServiceQuotaExceededException");
    EXPECT_THAT(never.error.message, HasSubstr("`licet:quota:requests-per-total` = 1"));
    EXPECT_FALSE(never.retry_after);
}

// Issue 5, 4: waiting for less than the longest is in vain.
TEST_F(LedgerTest, OfSeveralQuotasThatAreUsedUpTheOneThatLastsLongestIsNamed) {
    const auto minute = quota("quota:input-tokens-per-minute", 5);
    const auto day = quota("quota:requests-per-day", 1);
    const auto total = quota("quota:requests-per-total", 1);
    ASSERT_TRUE(spend({minute, day}, {.input_tokens = 5}));
    for (const auto& both : {std::vector{minute, day}, std::vector{day, minute}}) {
        const auto refused = refusal(both, {.input_tokens = 5});
        EXPECT_THAT(refused.error.message, HasSubstr(day.key));
        EXPECT_EQ(refused.retry_after, at("2026-11-24T00:00:00Z") - now);
    }
    ASSERT_TRUE(spend({total}, {}));
    for (const auto& both : {std::vector{total, day}, std::vector{day, total}}) {
        EXPECT_EQ(refusal(both, {}).error.name, "ServiceQuotaExceededException");
    }
}

// Issue 5, 4: what is held and not used returns at once.
TEST_F(LedgerTest, WhatIsOnlyHeldIsNotUsedUp) {
    for (const auto* window : {"month", "total"}) {
        const auto tokens = quota(std::string{"quota:output-tokens-per-"} + window, 10);
        auto held = hold({tokens}, {.output_tokens = 8});
        ASSERT_TRUE(held);
        const auto waits = refusal({tokens}, {.output_tokens = 3});
        EXPECT_EQ(waits.error.name, "ThrottlingException") << window;
        EXPECT_THAT(waits.error.message, HasSubstr("held by calls under way"));
        EXPECT_EQ(waits.retry_after, std::chrono::seconds{1}) << window;
        ASSERT_TRUE(std::move(*held).settle({.output_tokens = 8}).ok());
        EXPECT_NE(refusal({tokens}, {.output_tokens = 3}).retry_after, std::chrono::seconds{1});
    }
}

TEST_F(LedgerTest, ALimitMayChangeAtAnyTime) {
    auto requests = quota("quota:requests-per-total", 5);
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(spend({requests}, {}));
    }
    requests.limit = 3;  // less than is spent
    EXPECT_FALSE(spend({requests}, {}));
    requests.limit = 6;
    EXPECT_TRUE(spend({requests}, {}));
    EXPECT_FALSE(spend({requests}, {}));
}

TEST_F(LedgerTest, WindowsAreThoseOfTheCalendarInUtc) {
    struct Case {
        const char* name;
        const char* last;   ///< moment of a window
        const char* first;  ///< of the next
    };
    const Case cases[] = {
        {"minute", "2026-11-23T07:38:59.999Z", "2026-11-23T07:39:00Z"},
        {"hour", "2026-11-23T07:59:59.999Z", "2026-11-23T08:00:00Z"},
        {"day", "2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00Z"},
        {"day", "2028-02-28T23:59:59.999Z", "2028-02-29T00:00:00Z"},
        {"month", "2028-02-29T23:59:59.999Z", "2028-03-01T00:00:00Z"},
        {"month", "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"},
    };
    std::uint8_t grant = 0;
    for (const auto& [name, last, first] : cases) {
        const auto one = quota("quota:requests-per-" + std::string{name}, 1, ++grant);
        now = at(last);
        ASSERT_TRUE(spend({one}, {})) << last;
        EXPECT_EQ(refusal({one}, {}).retry_after, Milliseconds{1}) << last;
        now = at(first);
        EXPECT_EQ(spent(one), 0) << first;
        EXPECT_TRUE(spend({one}, {})) << first;
        EXPECT_FALSE(spend({one}, {})) << first;
    }
}

TEST_F(LedgerTest, AReservationBelongsToTheWindowInWhichItWasMade) {
    const auto requests = quota("quota:requests-per-minute", 2);
    auto old = hold({requests}, {});
    now += std::chrono::minutes{1};
    EXPECT_TRUE(spend({requests}, {}));
    ASSERT_TRUE(std::move(*old).settle({.requests = 2}).ok());
    EXPECT_EQ(spent(requests), 1);
    EXPECT_EQ(held(requests), 0);
    EXPECT_TRUE(spend({requests}, {}));
    EXPECT_FALSE(spend({requests}, {}));
    open();
    EXPECT_EQ(spent(requests), 2);
}

TEST_F(LedgerTest, AClockThatIsSetBackGivesNothingBack) {
    const auto requests = quota("quota:requests-per-minute", 1);
    ASSERT_TRUE(spend({requests}, {}));
    now -= std::chrono::minutes{1};
    EXPECT_FALSE(spend({requests}, {}));
    open();
    EXPECT_FALSE(spend({requests}, {}));
}

TEST_F(LedgerTest, WhatIsSpentSurvivesARestartAndWhatIsHeldDoesNot) {
    const auto requests = quota("quota:requests-per-total", 10);
    const auto each = quota("quota:output-tokens-per-month:each", 1'000);
    for (int round = 1; round <= 3; ++round) {
        ASSERT_TRUE(spend({requests, each}, {.output_tokens = 100}));
        EXPECT_TRUE(hold({requests, each}, {.output_tokens = 600}));
        open();
        EXPECT_EQ(spent(requests), round);
        EXPECT_EQ(spent(each), round * 100);
        EXPECT_EQ(spent(each, kOther), 0);
        EXPECT_EQ(held(requests), 0);
        EXPECT_EQ(held(each), 0);
    }
}

TEST_F(LedgerTest, OnlyALastLineThatIsNotWholeIsPassedOver) {
    const auto requests = quota("quota:requests-per-total", 10);
    ASSERT_TRUE(spend({requests}, {}));
    const auto good = sums();
    ASSERT_EQ(good, "0 1 " + requests.grant.text() + " licet:quota:requests-per-total\n");
    for (std::size_t cut = 0; cut < good.size(); ++cut) {
        write(good + good.substr(0, cut));
        open();
        EXPECT_EQ(spent(requests), 1) << cut;
        EXPECT_EQ(sums(), good) << cut;
    }
    const std::string damages[] = {"\n",
                                   "x\n",
                                   "0\n",
                                   "0 \n",
                                   "0 1\n",
                                   "0 1 \n",
                                   "0 -1 c\n",
                                   " 0 1 c\n",
                                   "0  1 c\n",
                                   "0 1x c\n",
                                   "0 99999999999999999999 c\n",
                                   "\t0 1 c\n",
                                   std::string(1, '\0') + "\n"};
    for (const auto& damage : damages) {
        write(good + damage + good);
        const auto opened = Ledger::open(path);
        ASSERT_FALSE(opened.ok()) << damage;
        EXPECT_EQ(opened.error().kind, ErrorKind::invalid);
        EXPECT_THAT(opened.error().message, HasSubstr("quotas:2: damaged"));
    }
}

TEST_F(LedgerTest, AmountsThatDoNotFitTogetherAreNoRoomLeft) {
    const auto requests = quota("quota:requests-per-total", model::kQuotaLimitMax);
    const auto line = fmt::format("0 {} {} {}\n", std::numeric_limits<std::int64_t>::max(),
                                  requests.grant.text(), requests.key);
    write(line + line);
    open();
    EXPECT_GE(spent(requests), model::kQuotaLimitMax);
    EXPECT_FALSE(spend({requests}, {}));
}

TEST_F(LedgerTest, AFullDiskStopsReservationsAndLosesNothing) {
    const auto spent_on = [](int n) {
        return quota("quota:requests-per-total", 10, static_cast<std::uint8_t>(n));
    };
    for (int n = 1; n <= 3; ++n) {
        ASSERT_TRUE(spend({spent_on(n)}, {}));
    }
    const auto many = quota("quota:requests-per-total", model::kQuotaLimitMax, 9);
    std::int64_t calls = 0;
    {
        const FullDisk full{std::filesystem::file_size(path.string() + "-1")};
        Result<void> settled;
        for (; settled.ok(); ++calls) {
            auto last = hold({many}, {.requests = 2});
            settled = std::move(*last).settle({.requests = 2});
        }
        EXPECT_EQ(settled.error().kind, ErrorKind::unavailable);
        EXPECT_EQ(refusal({spent_on(1)}, {}).error.kind, ErrorKind::unavailable);
        EXPECT_TRUE(ledger->is_failing());
    }
    EXPECT_TRUE(spend({spent_on(1)}, {}));
    EXPECT_FALSE(ledger->is_failing());
    open();
    EXPECT_EQ(spent(spent_on(1)), 2);
    EXPECT_EQ(spent(spent_on(2)), 1);
    EXPECT_EQ(spent(many), 2 * calls);
}

// Issue 5, section 4: counts that nobody needs are no load.
TEST_F(LedgerTest, CountersThatHoldNothingAreForgotten) {
    const auto slots = quota("concurrency", 2);
    const auto total = quota("quota:requests-per-total", 3);
    const auto month = quota("quota:requests-per-month:each", 3);
    const auto there = [&](std::string_view grant, std::string_view license) {
        EXPECT_EQ(grant, total.grant.text());
        EXPECT_EQ(license, "");
        return std::make_shared<const std::vector<Quota>>(std::vector<Quota>{slots, total, month});
    };
    {
        const auto held_for_now = hold({slots, total, month}, {});
        ledger->sweep(there, now);
        EXPECT_EQ(held(slots), 1);
        EXPECT_EQ(ledger->counters(), 3U);
    }
    ASSERT_TRUE(spend({slots, total, month}, {}));
    ledger->sweep(there, now);
    EXPECT_EQ(ledger->counters(), 2U);  // the slots are free
    EXPECT_EQ(spent(total), 1);
    EXPECT_EQ(spent(month), 1);
    now = at("2026-12-01T00:00:00Z");
    ledger->sweep(there, now);
    EXPECT_EQ(ledger->counters(), 1U);
    open();
    EXPECT_EQ(ledger->counters(), 1U);
    EXPECT_EQ(spent(total), 1);
}

/// What was spent in an earlier window is forgotten with its counter, in the file as well.
TEST_F(LedgerTest, CountersThatCameToANewWindowAreForgottenWhole) {
    const auto day = quota("quota:requests-per-day:each", 3);
    const auto there = [&](auto, auto) {
        return std::make_shared<const std::vector<Quota>>(1, day);
    };
    ASSERT_TRUE(spend({day}, {}));
    now = at("2026-11-24T00:00:00Z");
    ASSERT_TRUE(hold({day}, {}));  // and lets go
    ledger->sweep(there, now);
    EXPECT_EQ(ledger->counters(), 0U);
    open();
    EXPECT_EQ(ledger->counters(), 0U);
}

TEST_F(LedgerTest, CountersOfQuotasThatAreGoneAreForgotten) {
    const auto total = quota("quota:requests-per-total", 9);
    const auto each = quota("quota:requests-per-total:each", 9);
    auto of_license = quota("quota:requests-per-total", 9);
    of_license.license = std::string(32, 'a');
    ASSERT_TRUE(spend({total, each, of_license}, {}));
    ASSERT_TRUE(spend({total, each, of_license}, {}, kOther));
    EXPECT_EQ(ledger->counters(), 4U);
    const auto only = [](Quota left) {
        return [left](std::string_view grant, std::string_view license) {
            return grant == left.grant.text() || (!license.empty() && license == left.license)
                       ? std::make_shared<const std::vector<Quota>>(1, left)
                       : nullptr;
        };
    };
    auto last = hold({total}, {});
    ledger->sweep(only(each), now);
    EXPECT_EQ(ledger->counters(), 3U);  // a call under way keeps one
    EXPECT_EQ(spent(total), 2);
    EXPECT_EQ(spent(each), 1);
    EXPECT_EQ(spent(of_license), 0);
    ledger->sweep(only(of_license), now);
    EXPECT_EQ(ledger->counters(), 1U);
    last.reset();
    open();
    EXPECT_EQ(ledger->counters(), 1U);
    EXPECT_EQ(spent(total), 2);
    EXPECT_EQ(spent(each), 0);
    ASSERT_TRUE(spend({each}, {}));
    open();
    EXPECT_EQ(spent(each), 1);
}

TEST_F(LedgerTest, ManyCountersAreSweptInTurns) {
    constexpr std::size_t kCounters = 5 * Ledger::kSweptMax;
    const auto each = quota("quota:requests-per-total:each-principal", 9);
    for (std::size_t n = 0; n < kCounters; ++n) {
        ASSERT_TRUE(spend({each}, {}, {.account = {1}, .principal = fmt::format("p{}", n)}));
    }
    const auto nothing = [](auto, auto) { return nullptr; };
    auto left = ledger->counters();
    for (int turns = 0; left != 0; ++turns) {
        ASSERT_LT(turns, 40);
        ledger->sweep(nothing, now);
        EXPECT_GT(ledger->counters() + 2 * Ledger::kSweptMax, left);
        left = ledger->counters();
    }
}

// Peers, section 2, claim 1: 256 callers of one budget at once.
TEST_F(LedgerTest, ManyCallersAtOnceNeverSpendMoreThanThereIs) {
    constexpr int kCallers = 256;
    constexpr int kCalls = 40;
    constexpr std::int64_t kBudget = 20'000;
    const std::vector<Quota> quotas{quota("quota:output-tokens-per-total", kBudget),
                                    quota("quota:requests-per-day:each", 100'000),
                                    quota("quota:requests-per-day:each-principal", 100)};
    std::vector<std::string> principals;
    for (int n = 0; n < 64; ++n) {
        principals.push_back(fmt::format("arn:aws:iam::111111111111:role/r{}", n));
    }
    std::atomic<std::int64_t> used_in_all{0};
    std::atomic<std::int64_t> calls{0};
    std::atomic<bool> begin{false};
    std::vector<std::thread> callers;
    for (int n = 0; n < kCallers; ++n) {
        callers.emplace_back([&, n] {
            SeededRandom random{static_cast<std::uint64_t>(n)};
            begin.wait(false);
            for (int i = 0; i < kCalls; ++i) {
                const auto most = static_cast<std::int64_t>(random.below(20)) + 1;
                const Caller caller{kAccount.account, principals[static_cast<std::size_t>(n) % 64]};
                auto outcome = ledger->reserve(quotas, caller, {.output_tokens = most}, now);
                auto* const reservation = std::get_if<Reservation>(&outcome);
                const auto used =
                    static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most) + 1));
                if (reservation == nullptr || random.below(4) == 0) {
                    continue;  // refused, or dropped
                }
                ASSERT_TRUE(std::move(*reservation).settle({.output_tokens = used}).ok());
                used_in_all += used;
                ++calls;
                const auto standing = ledger->standing(quotas[0], kAccount, now);
                ASSERT_LE(standing.spent + standing.held, kBudget);
            }
        });
    }
    begin = true;
    begin.notify_all();
    for (auto& caller : callers) {
        caller.join();
    }
    for (int reopened = 0; reopened < 2; ++reopened) {
        EXPECT_EQ(spent(quotas[0]), used_in_all);
        EXPECT_EQ(spent(quotas[1]), calls);
        EXPECT_LE(spent(quotas[0]), kBudget);
        EXPECT_EQ(held(quotas[0]), 0);
        EXPECT_EQ(held(quotas[1]), 0);
        std::int64_t of_principals = 0;
        for (const auto& principal : principals) {
            const Caller caller{kAccount.account, principal};
            EXPECT_LE(spent(quotas[2], caller), 100);
            of_principals += spent(quotas[2], caller);
        }
        EXPECT_EQ(of_principals, calls);
        open();
    }
    EXPECT_GT(used_in_all, kBudget / 2);
}

}  // namespace
}  // namespace licet::quota
