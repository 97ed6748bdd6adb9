// SPDX-License-Identifier: Apache-2.0
// The searches against brute force, on the state and on the index, in pages of awkward sizes.
// Source: peers.md 6, claims 8 and 10.
#include "decision/search.h"

#include "decision/decision_world_test.h"
#include "decision/state_facts.h"
#include "model/grant/rules.h"
#include "model/organization/delegation.h"

#include <gtest/gtest.h>

#include <set>

namespace licet::decision {
namespace {

constexpr std::uint64_t kWorlds = 40;

std::string text_of(const Answer& answer) {
    return std::string{answer.allowed ? "yes " : "no "} + std::string{answer.reason} + " " +
           (answer.grant ? answer.grant->text() : "");
}

std::string text_of(const WhoRow& row) {
    return row.account.text() + " " + row.principal + " " + text_of(row.answer);
}

std::string text_of(const WhatRow& row) {
    return std::string{kind_text(row.kind)} + " " + std::string{row.region} + " " +
           std::string{row.id} + " " + text_of(row.answer);
}

bool is_allowed(const Answer& answer) {
    return answer.allowed;
}
bool is_any(const Answer&) {
    return true;
}

/// All pages of a search. @param find takes `after` and gives a page
template <typename Find>
std::vector<std::string> all_pages(std::size_t rows_max, Find find) {
    std::vector<std::string> rows;
    std::string after;
    do {
        const auto page = find(after, rows_max);
        EXPECT_LE(page.rows.size(), rows_max);
        for (const auto& row : page.rows) {
            rows.push_back(text_of(row));
        }
        after = page.next;
    } while (!after.empty());
    return rows;
}

/// One source of facts.
struct Source {
    const Facts& facts;
    const Directory& directory;

    std::vector<std::string> who_can(const Inquiry& inquiry, SubjectKind kind,
                                     const std::vector<AccountId>& accounts, std::size_t rows_max,
                                     const Wanted& wanted) const {
        return all_pages(rows_max, [&](const std::string& after, std::size_t max) {
            return decision::who_can(facts, directory,
                                     {.inquiry = inquiry,
                                      .kind = kind,
                                      .accounts = accounts,
                                      .after = after,
                                      .rows_max = max},
                                     wanted);
        });
    }
    std::vector<std::string> what_can(const Subject& subject, Time now,
                                      model::ModelOperation operation, std::size_t rows_max,
                                      const Wanted& wanted) const {
        return all_pages(rows_max, [&](const std::string& after, std::size_t max) {
            return decision::what_can(
                directory,
                {.ask = ask_use(facts, directory, subject, now, operation),
                 .kinds = {ResourceKind::foundation_model, ResourceKind::inference_profile,
                           ResourceKind::product},
                 .after = after,
                 .rows_max = max},
                wanted);
        });
    }
};

std::vector<AccountId> sorted(std::vector<AccountId> accounts) {
    std::sort(accounts.begin(), accounts.end());
    return accounts;
}

/// An inquiry of a model call as random as DecisionWorld's questions are.
struct RandomCall {
    explicit RandomCall(DecisionWorld& made) : asked{made.ask()} {}

    Inquiry inquiry() const {
        return {.action = action_of(asked.operation).text(),
                .resource = asked.identifier,
                .region = asked.region,
                .now = asked.now,
                .operation = asked.operation};
    }
    Question question(const Subject& subject) const {
        return {subject, asked.identifier, asked.region, asked.now, asked.operation};
    }

    DecisionWorld::Asked asked;
};

// claim 10; check = explain = who-can
TEST(Search, WhoCanCallIsWhatDecideSaysOfEveryAccount) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        DecisionWorld made{seed, 60};
        const auto index = made.index();
        const StateFacts state{made.world.state};
        const auto accounts = sorted(made.accounts());
        for (int n = 0; n < 20; ++n) {
            const RandomCall call{made};
            std::vector<std::string> allowed;
            std::vector<std::string> all;
            for (const auto account : accounts) {
                const auto decision = decide(state, call.question(account));
                const WhoRow row{account,
                                 {},
                                 {decision.allowed(), reason_text(decision.reason()),
                                  decision.entitlement().grant, decision.entitlement().scope}};
                all.push_back(text_of(row));
                if (decision.allowed()) {
                    allowed.push_back(all.back());
                }
                const auto explained = explain(state, call.question(account));
                EXPECT_EQ(explained.allowed, decision.allowed());
            }
            for (const std::size_t rows_max : {1U, 2U, 7U}) {
                for (const Source& source : {Source{state, state}, Source{*index, *index}}) {
                    EXPECT_EQ(source.who_can(call.inquiry(), SubjectKind::account, accounts,
                                             rows_max, is_allowed),
                              allowed)
                        << call.asked.text();
                    EXPECT_EQ(source.who_can(call.inquiry(), SubjectKind::account, accounts,
                                             rows_max, is_any),
                              all);
                }
            }
            ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
        }
    }
}

// claim 10, for any IAM action
TEST(Search, WhoCanActIsWhatAuthorizeSaysOfEveryPrincipal) {
    const std::vector<std::string> actions{"license-manager:CreateGrant",
                                           "aws-marketplace:Subscribe", "bedrock:CountTokens",
                                           "organizations:AttachPolicy"};
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        DecisionWorld made{seed, 60};
        const auto index = made.index();
        const StateFacts state{made.world.state};
        const auto accounts = sorted(made.accounts());
        for (const auto& action : actions) {
            const Inquiry inquiry{.action = action,
                                  .resource = "arn:aws:license-manager::123456789012:license:l-1",
                                  .region = made.pick(DecisionWorld::kRegions),
                                  .now = made.world.now};
            std::vector<std::string> allowed;
            for (const auto account : accounts) {
                for (const auto& principal : state.principals_of(account)) {
                    const auto answer = Inquirer{state, state, inquiry}.answer(principal);
                    if (answer.allowed) {
                        allowed.push_back(text_of(WhoRow{account, principal.arn, answer}));
                    }
                }
            }
            for (const std::size_t rows_max : {1U, 3U, 100U}) {
                for (const Source& source : {Source{state, state}, Source{*index, *index}}) {
                    EXPECT_EQ(source.who_can(inquiry, SubjectKind::principal, accounts, rows_max,
                                             is_allowed),
                              allowed)
                        << seed << " " << action;
                }
            }
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

// claim 10; check = what-can
TEST(Search, WhatCanBeUsedIsWhatDecideSaysOfEveryResource) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        DecisionWorld made{seed, 60};
        const auto index = made.index();
        const StateFacts state{made.world.state};
        const auto asked = made.ask();
        const auto& catalogue = made.world.state.models;
        std::multiset<std::string> allowed;
        const auto add = [&](ResourceKind kind, const std::string& id, const std::string& region) {
            const auto decision =
                decide(state, {asked.subject(), id, region, asked.now, asked.operation});
            if (decision.allowed()) {
                allowed.insert(
                    text_of(WhatRow{kind,
                                    id,
                                    region,
                                    {true, reason_text(decision.reason()),
                                     decision.entitlement().grant, decision.entitlement().scope}}));
            }
        };
        const std::set<std::string> regions{DecisionWorld::kRegions.begin(),
                                            DecisionWorld::kRegions.end()};
        for (const auto& region : regions) {
            for (const auto& [id, model] : catalogue.models) {
                add(ResourceKind::foundation_model, id, region);
            }
            for (const auto& [id, profile] : catalogue.profiles) {
                add(ResourceKind::inference_profile, id, region);
            }
        }
        for (const std::size_t rows_max : {1U, 5U, 1000U}) {
            for (const Source& source : {Source{state, state}, Source{*index, *index}}) {
                const auto rows = source.what_can(asked.subject(), asked.now, asked.operation,
                                                  rows_max, is_allowed);
                std::multiset<std::string> found;
                for (const auto& row : rows) {
                    const bool known = std::any_of(
                        regions.begin(), regions.end(),
                        [&](const auto& region) { return row.find(region) != row.npos; });
                    if (known) {
                        found.insert(row);
                    }
                }
                EXPECT_EQ(found, allowed) << seed << " " << asked.text();
            }
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

TEST(Search, PagesEndByTheWorkThatTheyAreAndLoseNothing) {
    const auto document =
        policy::compile(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                        policy::Grammar::identity)
            .value();
    const auto once = policy::text_of(*document).size();
    EXPECT_EQ(work_of(*document, "*"), once);
    EXPECT_EQ(work_of(*document, std::string(640, 'a')), 11 * once);

    DecisionWorld made{3, 60};
    const StateFacts state{made.world.state};
    const Inquiry inquiry{.action = "bedrock:InvokeModel",
                          .resource = model::sample::kNova,
                          .region = "us-east-1",
                          .now = made.world.now};
    const auto accounts = sorted(made.accounts());
    std::size_t total = 0;
    for (const auto account : accounts) {
        total += work_of(state, account, inquiry.resource);
    }
    for (const std::size_t work_max : {std::size_t{1}, total / 3, total}) {
        std::vector<AccountId> seen;
        std::size_t pages = 0;
        std::string after;
        do {
            const auto page = who_can(
                state, state,
                {.inquiry = inquiry, .accounts = accounts, .after = after, .work_max = work_max},
                is_any);
            for (const auto& row : page.rows) {
                seen.push_back(row.account);
            }
            after = page.next;
            ++pages;
        } while (!after.empty());
        EXPECT_EQ(seen, accounts);
        EXPECT_EQ(pages == accounts.size(), work_max == 1) << pages;
        EXPECT_EQ(pages == 1, work_max == total) << pages;
    }
}

TEST(Search, APageBeginsAfterTheLastKeyWhateverCameAndWentMeanwhile) {
    DecisionWorld made{7, 0};
    const StateFacts state{made.world.state};
    const Inquiry inquiry{.action = "bedrock:InvokeModel",
                          .resource = model::sample::kNova,
                          .region = "us-east-1",
                          .now = made.world.now};
    const auto accounts = sorted(made.accounts());
    const auto first =
        who_can(state, state, {.inquiry = inquiry, .accounts = accounts, .rows_max = 2}, is_any);
    ASSERT_EQ(first.rows.size(), 2U);
    EXPECT_EQ(first.next, accounts[1].text());
    auto changed = accounts;
    changed.erase(changed.begin() + 1);  // the very one that the next page begins after
    changed.insert(changed.begin(), AccountId{1});
    const auto second = who_can(
        state, state,
        {.inquiry = inquiry, .accounts = changed, .after = first.next, .rows_max = 100}, is_any);
    ASSERT_EQ(second.rows.size(), accounts.size() - 2);
    EXPECT_EQ(second.rows.front().account, accounts[2]);
    EXPECT_EQ(second.next, "");
}

TEST(Search, AnActionThatPoliciesDoNotKnowIsRefusedToEverybody) {
    DecisionWorld made{7, 0};
    const StateFacts state{made.world.state};
    const Inquiry inquiry{
        .action = "can_read", .resource = "*", .region = "us-east-1", .now = made.world.now};
    const Inquirer inquirer{state, state, inquiry};
    const auto root = DecisionWorld::root_of(made.world.management);
    for (const Subject& subject : {Subject{made.world.management}, Subject{root}}) {
        EXPECT_EQ(inquirer.answer(subject), (Answer{.reason = kActionUnknown}));
        const auto explained = inquirer.explain(subject);
        ASSERT_NE(explained.refused(), nullptr);
        EXPECT_EQ(explained.refused()->number, 1);
    }
}

TEST(Directory, OfTheIndexIsThatOfTheState) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        DecisionWorld made{seed, 40};
        made.as(made.world.management);
        made.note(model::register_delegated_administrator(
            made.world.state,
            {made.pick(made.accounts()), std::string{model::kLicenseManagerService}},
            made.world.context()));
        const auto index = made.index();
        const StateFacts state{made.world.state};
        const auto& organizations = made.world.state.organization.organizations;
        EXPECT_EQ(index->accounts_of(organizations.begin()->first),
                  state.accounts_of(organizations.begin()->first));
        EXPECT_TRUE(index->accounts_of("").empty());
        EXPECT_EQ(index->models().size(), state.models().size());
        EXPECT_EQ(index->profiles().size(), state.profiles().size());
        EXPECT_EQ(index->products().size(), state.products().size());
        EXPECT_EQ(index->lists_product(model::sample::kOpusProduct),
                  state.lists_product(model::sample::kOpusProduct));
        EXPECT_FALSE(index->lists_product("prod-none"));
        for (const auto account : made.accounts()) {
            EXPECT_EQ(index->speaks_for_organization(account),
                      state.speaks_for_organization(account));
            EXPECT_EQ(index->principals_of(account), state.principals_of(account));
            for (const auto& principal : state.principals_of(account)) {
                EXPECT_EQ(index->find_principal(principal.arn), principal);
                EXPECT_EQ(state.find_principal(principal.arn), principal);
            }
            const auto session = made.session(account).arn;
            EXPECT_EQ(index->find_principal(session), state.find_principal(session));
            EXPECT_EQ(state.find_principal(session)->arn, session);
            for (const auto& none :
                 {model::role_arn(account, "/", "runner"), model::user_arn(account, "/", "bob"),
                  "arn:aws:iam::" + account.text() + ":group/friends", std::string{"ann"}}) {
                EXPECT_EQ(index->find_principal(none), std::nullopt) << none;
                EXPECT_EQ(state.find_principal(none), std::nullopt) << none;
            }
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace licet::decision
