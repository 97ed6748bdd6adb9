// SPDX-License-Identifier: Apache-2.0
// What changes do to access, against a comparison of everything. Source: peers.md 6, claim 11.
#include "decision/changes.h"

#include "decision/decision_world_test.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <set>

namespace licet::decision {
namespace {

using Rows = std::multiset<std::string>;

std::string row(AccountId account, std::string_view id, std::string_view region, bool gained) {
    return fmt::format("{} {} {} {}", account.text(), id, region, gained ? "gained" : "lost");
}

/// All accounts, all that either catalogue lists, everywhere: by decide() alone.
Rows everything(const StateFacts& before, const StateFacts& after,
                const std::vector<AccountId>& accounts, Time now) {
    std::set<std::string> ids;
    std::set<std::string> regions;
    for (const auto* facts : {&before, &after}) {
        for (const auto* model : facts->models()) {
            ids.insert(model->model_id);
            regions.insert(model->regions.begin(), model->regions.end());
        }
        for (const auto* profile : facts->profiles()) {
            ids.insert(profile->profile_id);
            const auto sources = regions_of(*profile);
            regions.insert(sources.begin(), sources.end());
        }
    }
    Rows rows;
    for (const auto account : accounts) {
        for (const auto& id : ids) {
            for (const auto& region : regions) {
                const bool then = decide(before, {account, id, region, now}).allowed();
                const bool since = decide(after, {account, id, region, now}).allowed();
                if (then != since) {
                    rows.insert(row(account, id, region, since));
                }
            }
        }
    }
    return rows;
}

Rows found(const Moment& before, const Moment& after, const std::vector<AccountId>& accounts,
           Time now, std::size_t rows_max, std::size_t work_max = kPageWorkMax) {
    Rows rows;
    std::string key;
    std::size_t pages = 0;
    do {
        EXPECT_LT(++pages, 100'000U);
        const auto page = changes_of_access({.before = before,
                                             .after = after,
                                             .now = now,
                                             .accounts = accounts,
                                             .key = key,
                                             .rows_max = rows_max,
                                             .work_max = work_max});
        EXPECT_LE(page.rows.size(), rows_max);
        for (const auto& each : page.rows) {
            EXPECT_NE(each.before.allowed, each.after.allowed);
            rows.insert(row(each.account, each.id, each.region, each.gained()));
        }
        key = page.next;
    } while (!key.empty());
    return rows;
}

// claim 11: exactly the set gained and lost, without looking at accounts that no event touched
TEST(Changes, AreExactlyWhatDecisionsSayBeforeAndAfter) {
    std::size_t changed = 0;
    std::size_t narrow = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        DecisionWorld made{seed, 40};
        auto accounts = made.accounts();
        std::sort(accounts.begin(), accounts.end());
        for (int round = 0; round < 6; ++round) {
            const auto past = made.world.state;
            const auto index_before = made.index();
            const auto known = made.noted.size();
            const std::size_t steps = made.below(4);
            for (std::size_t n = 0; n < steps; ++n) {
                made.step();
            }
            Affected affected;
            auto state = past;
            for (std::size_t n = known; n < made.noted.size(); ++n) {
                model::apply(state, made.noted[n]);
                affected.note(state, made.noted[n]);
            }
            auto looked_at = accounts;
            std::erase_if(looked_at, [&](AccountId each) { return !affected.has(each); });
            const StateFacts before{past};
            const StateFacts after{made.world.state};
            const auto index_after = made.index();
            const auto now = made.world.now;
            const auto expected = everything(before, after, accounts, now);
            for (const std::size_t rows_max : {1U, 3U, 1'000U}) {
                ASSERT_EQ(found({*index_before, *index_before}, {*index_after, *index_after},
                                looked_at, now, rows_max),
                          expected)
                    << "seed " << seed << ", round " << round;
            }
            ASSERT_EQ(found({before, before}, {after, after}, looked_at, now, 7), expected);
            if (round == 0) {  // pages that end early lose nothing
                ASSERT_EQ(found({*index_before, *index_before}, {*index_after, *index_after},
                                looked_at, now, 7, 10'000),
                          expected);
            }
            changed += expected.empty() ? 0 : 1;
            narrow += affected.all() ? 0 : 1;
        }
    }
    EXPECT_GT(changed, 20U);
    EXPECT_GT(narrow, 100U);
}

}  // namespace
}  // namespace licet::decision
