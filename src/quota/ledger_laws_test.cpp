// SPDX-License-Identifier: Apache-2.0
// The ledger against the plainest account of what happened, and against kill
// -9. Source: issue 5, section 4; peers.md 2, claims 1 and 2.
#include "base/cases_test.h"
#include "base/random.h"
#include "base/temporary_directory.h"
#include "quota/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace licet::quota {
namespace {

using model::Quota;
using model::QuotaSharing;
using model::QuotaUnit;

constexpr std::string_view kKeys[] = {"licet:concurrency",
                                      "licet:concurrency:each",
                                      "licet:concurrency:each-tag:Team",
                                      "licet:quota:input-tokens-per-hour",
                                      "licet:quota:micro-dollars-per-day",
                                      "licet:quota:output-tokens-per-day:each",
                                      "licet:quota:output-tokens-per-total",
                                      "licet:quota:requests-per-minute",
                                      "licet:quota:requests-per-minute:each",
                                      "licet:quota:requests-per-hour:each-principal",
                                      "licet:quota:output-tokens-per-day:each-tag:Team",
                                      "licet:quota:requests-per-month"};

/// Everything that was ever asked for, and sums over it.
struct Reference {
    struct Call {
        std::vector<Quota> quotas;
        Caller caller;
        Amounts most;
        Amounts used;
        Time made;
        bool open = true;
    };
    std::vector<Call> calls;

    static bool same(const Quota& a, const Quota& b) {
        return a.grant == b.grant && a.license == b.license && a.key == b.key;
    }
    /// Whether two callers use a quota up together.
    static bool together(const Quota& quota, const Caller& a, const Caller& b) {
        switch (quota.sharing) {
            case QuotaSharing::account:
                return a.account == b.account;
            case QuotaSharing::principal:
                return a.principal == b.principal;
            case QuotaSharing::tag:
                return a.tags->count("Team") == b.tags->count("Team") &&
                       (a.tags->empty() || a.tags->at("Team") == b.tags->at("Team"));
            case QuotaSharing::all:
                break;
        }
        return true;
    }

    Standing standing(const Quota& quota, const Caller& caller, Time now) const {
        Standing sum;
        for (const auto& call : calls) {
            for (const auto& one : call.quotas) {
                if (!same(one, quota) || !together(quota, call.caller, caller) ||
                    model::window_start(quota.window, call.made) !=
                        model::window_start(quota.window, now)) {
                    continue;
                }
                if (call.open) {
                    sum.held += call.most.of(quota.unit);
                } else if (quota.unit != QuotaUnit::concurrent_calls) {
                    sum.spent += call.used.of(quota.unit);
                }
            }
        }
        return sum;
    }
    bool fits(const std::vector<Quota>& quotas, const Caller& caller, const Amounts& most,
              Time now) const {
        for (const auto& quota : quotas) {
            const auto sum = standing(quota, caller, now);
            if (sum.spent + sum.held + most.of(quota.unit) > quota.limit) {
                return false;
            }
        }
        return true;
    }
};

/// One ledger, driven at random beside its reference.
class Schedule {
public:
    explicit Schedule(std::uint64_t seed) : random_{seed} { reopen(); }

    void step() {
        switch (random_.below(8)) {
            case 0:
            case 1:
            case 2:
            case 3:
                reserve();
                break;
            case 4:
            case 5:
                end(true);
                break;
            case 6:
                end(false);
                break;
            default:
                pass();
        }
        compare();
    }

private:
    std::int64_t number(std::uint64_t below) {
        return static_cast<std::int64_t>(random_.below(below));
    }
    static model::Quotas all_quotas() {
        auto all = std::make_shared<std::vector<Quota>>();
        for (const auto key : kKeys) {
            all->push_back(model::read_quota(key, "1").value());
        }
        return all;
    }
    Quota any_quota() {
        const auto key = kKeys[random_.below(std::size(kKeys))];
        auto quota = model::read_quota(key, std::to_string(1 + number(12))).value();
        if (quota.sharing == QuotaSharing::all && random_.below(3) == 0) {
            quota.license = std::string(32, 'e');
        } else {
            quota.grant.id.bytes[0] = static_cast<std::uint8_t>(1 + random_.below(2));
        }
        return quota;
    }
    /// Two accounts, each with principals that others are called as, in part.
    const Caller& any_caller() {
        static const model::Tags kTeams[] = {
            {}, {{"Team", ""}}, {{"Team", "-"}}, {{"Team", std::string(200, 't')}}};
        static const Caller kCallers[] = {{{1}, "user/ann", &kTeams[0]},
                                          {{1}, "user/a nn", &kTeams[1]},
                                          {{2}, "-", &kTeams[2]},
                                          {{2}, "", &kTeams[3]},
                                          {{2}, "user/ann", &kTeams[3]}};
        return kCallers[random_.below(std::size(kCallers))];
    }

    void reserve() {
        std::vector<Quota> quotas;
        for (auto count = random_.below(4); count > 0; --count) {
            const auto quota = any_quota();
            const bool twice = std::any_of(quotas.begin(), quotas.end(), [&](const auto& one) {
                return Reference::same(one, quota);
            });
            if (!twice) {
                quotas.push_back(quota);
            }
        }
        const auto& caller = any_caller();
        const Amounts most{
            .input_tokens = number(6), .output_tokens = number(6), .micro_dollars = number(6)};
        const bool fits = reference_.fits(quotas, caller, most, now_);
        auto outcome = ledger_->reserve(quotas, caller, most, now_);
        auto* const held = std::get_if<Reservation>(&outcome);
        ASSERT_EQ(held != nullptr, fits);
        if (held != nullptr) {
            open_.emplace(reference_.calls.size(), std::move(*held));
            reference_.calls.push_back({quotas, caller, most, {}, now_});
        }
    }
    void end(bool settles) {
        if (open_.empty()) {
            return;
        }
        const auto place = std::next(open_.begin(), number(open_.size()));
        auto& call = reference_.calls[place->first];
        call.open = false;
        call.used = {.requests = 0};
        if (settles) {  // at times more than was held
            call.used = {.requests = number(2),
                         .input_tokens = number(9),
                         .output_tokens = number(9),
                         .micro_dollars = number(9)};
            ASSERT_TRUE(std::move(place->second).settle(call.used).ok());
        }
        open_.erase(place);
    }
    void pass() {
        constexpr Milliseconds kSteps[] = {std::chrono::seconds{7}, std::chrono::minutes{13},
                                           std::chrono::hours{5}, std::chrono::hours{24 * 11}};
        if (const auto what = random_.below(4); what == 0) {
            reopen();
        } else if (what == 1) {
            ledger_->sweep([](auto, auto) { return all_quotas(); }, now_);
        } else {
            now_ += kSteps[random_.below(std::size(kSteps))];
        }
    }
    void reopen() {
        for (const auto& [place, reservation] : open_) {
            reference_.calls[place].open = false;
            reference_.calls[place].used = {.requests = 0};
        }
        open_.clear();
        ledger_.reset();
        ledger_ = Ledger::open(directory_.path() / "quotas").value();
    }
    void compare() {
        for (int n = 0; n < 3; ++n) {
            const auto quota = any_quota();
            const auto& caller = any_caller();
            const auto expected = reference_.standing(quota, caller, now_);
            const auto found = ledger_->standing(quota, caller, now_);
            ASSERT_EQ(found.spent, expected.spent) << quota.key;
            ASSERT_EQ(found.held, expected.held) << quota.key;
        }
    }

    SeededRandom random_;
    TemporaryDirectory directory_;
    std::unique_ptr<Ledger> ledger_;
    Reference reference_;
    std::map<std::size_t, Reservation> open_;
    Time now_ = parse_iso8601("2027-12-30T23:58:50Z").value();
};

TEST(LedgerLaws, AgreesWithThePlainestAccountOfWhatHappened) {
    constexpr std::size_t kSteps = 150;
    for (Cases cases{"quota ledger", 15'000}; cases.more(); cases.next_seed()) {
        SCOPED_TRACE("LICET_SEED=" + std::to_string(cases.seed()));
        Schedule schedule{cases.seed()};
        for (std::size_t n = 0; n < kSteps; ++n) {
            schedule.step();
            if (testing::Test::HasFatalFailure()) {
                return;
            }
        }
        cases.add(kSteps);
    }
}

/// What a caller that may die at any moment tells of a call.
struct Word {
    std::int64_t used = 0;
    bool done = false;  ///< settle() has returned
};

/// Calls until it is killed, or the budget is used up. Never returns.
[[noreturn]] void call_until_killed(const std::filesystem::path& path, const Quota& quota, Time now,
                                    std::uint64_t seed, int words) {
    SeededRandom random{seed};
    auto opened = Ledger::open(path);
    std::vector<Reservation> never_settled;
    while (opened.ok()) {
        const auto most = static_cast<std::int64_t>(1 + random.below(9));
        auto outcome = (*opened)->reserve({quota}, {}, {.output_tokens = most}, now);
        auto* const held = std::get_if<Reservation>(&outcome);
        if (held == nullptr) {
            break;
        }
        if (random.below(8) == 0) {
            never_settled.push_back(std::move(*held));
            continue;
        }
        Word word{
            .used = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most) + 1))};
        LICET_CHECK(::write(words, &word, sizeof word) == sizeof word);
        word.done = std::move(*held).settle({.output_tokens = word.used}).ok();
        LICET_CHECK(::write(words, &word, sizeof word) == sizeof word);
    }
    ::close(words);
    for (;;) {
        ::pause();
    }
}

// Peers, section 2, claims 1 and 2: what was settled is spent after kill -9, to
// the unit; what was only held is there again; the sum never passes the limit.
TEST(LedgerLaws, KilledAtAnyMomentItNeitherForgetsNorInvents) {
    constexpr std::int64_t kBudget = 2'000;
    const Time now = parse_iso8601("2026-11-23T07:38:14Z").value();
    const auto quota =
        model::read_quota("licet:quota:output-tokens-per-day", std::to_string(kBudget)).value();
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {  // each starts ten processes
        SCOPED_TRACE("seed " + std::to_string(seed));
        SeededRandom random{seed};
        const TemporaryDirectory directory;
        const auto path = directory.path() / "quotas";
        std::int64_t least = 0;  // told to be settled
        std::int64_t most = 0;   // and what may have been
        for (int life = 0; life < 10; ++life) {
            int words[2];
            ASSERT_EQ(::pipe(words), 0);
            const pid_t child = ::fork();
            ASSERT_GE(child, 0);
            if (child == 0) {
                ::close(words[0]);
                call_until_killed(path, quota, now, random.next(), words[1]);
            }
            ::close(words[1]);
            Word word;
            std::int64_t under_way = 0;
            const auto hear = [&] {
                if (::read(words[0], &word, sizeof word) != sizeof word) {
                    return false;
                }
                least += word.done ? word.used : 0;
                under_way = word.done ? 0 : word.used;
                return true;
            };
            for (auto left = random.below(200); left > 0 && hear(); --left) {
            }
            ASSERT_EQ(::kill(child, SIGKILL), 0);
            ASSERT_EQ(::waitpid(child, nullptr, 0), child);
            while (hear()) {
            }
            ::close(words[0]);
            most = least + under_way;
            const auto standing = Ledger::open(path).value()->standing(quota, {}, now);
            ASSERT_GE(standing.spent, least);
            ASSERT_LE(standing.spent, most);
            ASSERT_LE(standing.spent, kBudget);
            ASSERT_EQ(standing.held, 0);
            least = standing.spent;  // the last call has been settled, or has not
        }
    }
}

}  // namespace
}  // namespace licet::quota
