// SPDX-License-Identifier: Apache-2.0
// Laws that hold whatever the decision is: peers of the differential test that need no reference.
// Source: peers.md 4. Which law is held where:
//
//   more grants never remove access             AddingAGrantNeverRemovesAccess
//   more denies never add access                AddingADenyNeverAddsAccess; of one policy: policy's
//                                               MoreAllowsNeverTakeAwayAndMoreDeniesNeverGive
//   a narrower scope never adds access          NarrowingAScopeNeverAddsAccess
//   order and duplicates mean nothing           DuplicatesAndOrderOfPoliciesDoNotMatter,
//                                               GrantsMayComeInAnyOrder
//   a move changes one's own answers only       MovingAnAccountChangesOnlyItsOwnAnswers
//   revoked and granted again is never revoked  RevokedAndGrantedAgainIsAsNeverRevoked,
//                                               DeletedAndMadeAgainIsAsNeverDeleted
//   times are exact to a millisecond            NothingChangesBetweenMomentsAtWhichSomethingIsDue
//   ids are exact to the byte                   NoOtherSpellingOfAnIdentifierIsUnderstood
#include "decision/decide.h"
#include "decision/decision_world_test.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

namespace licet::decision {
namespace {

constexpr std::uint64_t kWorlds = 25;
const std::string kDenies =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:Invoke*",)"
    R"("Resource":"arn:aws:bedrock:us-*::foundation-model/*"}]})";

/// By account and question the reason; allowed ones first in Reason.
using Answers = std::map<AccountId, std::map<std::string, Reason>>;

Words ids_of(const DecisionWorld& made) {
    Words ids;
    for (const auto& [id, model] : made.world.state.models.models) {
        ids.push_back(id);
    }
    for (const auto& [id, profile] : made.world.state.models.profiles) {
        ids.push_back(id);
    }
    return ids;
}

Answers answers_of(const DecisionWorld& made, Time now) {
    const StateFacts facts{made.world.state};
    const auto ids = ids_of(made);
    Answers all;
    for (const auto account : made.accounts()) {
        const auto user = made.user(account);
        const auto session = made.session(account);
        const Subject subjects[] = {user, session, account};
        for (const auto& id : ids) {
            for (const auto* region : {"us-east-1", "eu-west-1"}) {
                int number = 0;
                for (const auto& subject : subjects) {
                    const auto key = fmt::format("{} {} {}", id, region, number++);
                    all[account][key] = decide(facts, {subject, id, region, now}).reason();
                }
            }
        }
    }
    return all;
}
Answers answers_of(const DecisionWorld& made) {
    return answers_of(made, made.world.now);
}

bool allows(Reason reason) {
    return reason <= Reason::own_subscription;
}

/// Whether everything that `before` allows, `after` allows.
void expect_no_less(const Answers& before, const Answers& after) {
    for (const auto& [account, answers] : before) {
        for (const auto& [key, reason] : answers) {
            // A grant that is not in force stands in the way of subscribing; rule U-1.
            const bool stays = allows(reason) && reason != Reason::subscribing;
            EXPECT_TRUE(!stays || allows(after.at(account).at(key)))
                << account.text() << " " << key << ": " << reason_text(reason) << ", then "
                << reason_text(after.at(account).at(key));
        }
    }
}

void expect_same(const Answers& before, const Answers& after) {
    for (const auto& [account, answers] : before) {
        for (const auto& [key, reason] : answers) {
            const auto then = after.at(account).at(key);
            EXPECT_EQ(reason, then) << account.text() << " " << key << ": " << reason_text(reason)
                                    << ", then " << reason_text(then);
        }
    }
}

void in_worlds(const std::function<void(DecisionWorld&)>& check, std::uint64_t worlds = kWorlds) {
    for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
        DecisionWorld made{seed, 40};
        check(made);
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

std::string attach(DecisionWorld& made, const std::string& target, const std::string& text,
                   const std::string& name) {
    auto& world = made.world;
    made.as(world.management);
    const auto created = model::create_organization_policy(
        world.state, {model::PolicyType::SERVICE_CONTROL_POLICY, name, "", text, {}},
        world.context());
    EXPECT_TRUE(made.note(created));
    const auto id = std::get<model::OrganizationPolicyCreated>(created->front()).id;
    made.note(model::attach_organization_policy(world.state, {id, target}, world.context()));
    return id;
}

TEST(Laws, AddingAGrantNeverRemovesAccess) {
    in_worlds([](DecisionWorld& made) {
        auto& world = made.world;
        const auto before = answers_of(made);
        for (const auto& [id, license] : world.state.license.licenses) {
            made.as(license.holder);
            auto command =
                world.create_command(made.chance(50) ? world.organization_principal()
                                                     : world.unit_principal(world.outer));
            command.license_arn = world.license_text(id);
            if (made.note(model::create_grant(world.state, command, world.context()))) {
                break;
            }
        }
        expect_no_less(before, answers_of(made));
    });
}

TEST(Laws, AddingADenyNeverAddsAccess) {
    in_worlds([](DecisionWorld& made) {
        auto& world = made.world;
        const auto before = answers_of(made);
        attach(made, made.pick(DecisionWorld::Words{world.root(), world.outer, world.inner}),
               kDenies, "law");
        const auto between = answers_of(made);
        expect_no_less(between, before);
        const auto account = made.pick(made.accounts());
        made.as(account);
        made.note(model::put_inline_policy(
            world.state, {made.identity(account, model::IdentityKind::user), "law", kDenies}));
        expect_no_less(answers_of(made), between);
    });
}

TEST(Laws, DuplicatesAndOrderOfPoliciesDoNotMatter) {
    in_worlds([](DecisionWorld& made) {
        auto& world = made.world;
        const auto& attached = world.organization().attachments;
        const auto here = attached.find(world.outer);
        if (here != attached.end() && here->second.size() > 1) {
            return;  // five is all that a target takes
        }
        const auto first = attach(made, world.outer, kDenies, "first");
        const auto second = attach(made, world.outer, DecisionWorld::kAllowAll, "second");
        const auto before = answers_of(made);
        attach(made, world.outer, kDenies, "again");
        expect_same(before, answers_of(made));
        for (const auto& id : {first, first, second}) {  // the second time in vain
            made.as(world.management);
            made.note(
                model::detach_organization_policy(world.state, {id, world.outer}, world.context()));
        }
        for (const auto& id : {second, first}) {
            made.as(world.management);
            made.note(
                model::attach_organization_policy(world.state, {id, world.outer}, world.context()));
        }
        expect_same(before, answers_of(made));
    });
}

TEST(Laws, MovingAnAccountChangesOnlyItsOwnAnswers) {
    in_worlds([](DecisionWorld& made) {
        auto& world = made.world;
        auto before = answers_of(made);
        const auto moved = made.pick(made.accounts());
        const auto* details = model::find_account(world.state.organization, moved);
        const auto* home = model::organization_of(world.state.organization, moved);
        if (home == nullptr) {
            return;
        }
        made.as(home->management_account);
        made.note(model::move_account(
            world.state, {moved, details->parent, made.pick(made.nodes(home->management_account))},
            world.context()));
        auto after = answers_of(made);
        before.erase(moved);
        after.erase(moved);
        EXPECT_TRUE(before == after);
    });
}

TEST(Laws, RevokedAndGrantedAgainIsAsNeverRevoked) {
    std::size_t changed = 0;
    in_worlds([&](DecisionWorld& made) {
        auto& world = made.world;
        for (const auto account : made.accounts()) {
            for (const auto& product : DecisionWorld::kProducts) {
                const auto right =
                    StateFacts{world.state}.entitlement(account, product, {}, world.now);
                if (right.level != EntitlementLevel::active ||
                    model::find_grant(world.state.grant, right.grant->parent())->from_issuer) {
                    continue;
                }
                const auto before = answers_of(made);
                if (made.note(world.try_set(account, *right.grant, model::kDisabled))) {
                    const bool other = before != answers_of(made);
                    // Another grant may be in force by then; rule GR-20.
                    if (made.note(world.try_set(account, *right.grant, model::kActive))) {
                        changed += other ? 1 : 0;
                        expect_same(before, answers_of(made));
                    }
                    return;
                }
            }
        }
    });
    EXPECT_GT(changed, 0U);
}

// Nothing is created and deleted in between: these are the grants of the first world, made in the
// other order in the second.
TEST(Laws, GrantsMayComeInAnyOrder) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
        std::vector<Answers> answers;
        for (const bool forward : {true, false}) {
            DecisionWorld made{seed, 40};
            auto& world = made.world;
            Words principals{world.organization_principal(), world.unit_principal(world.outer),
                             model::GrantWorld::account_principal(world.in_inner)};
            if (!forward) {
                std::reverse(principals.begin(), principals.end());
            }
            for (const auto& principal : principals) {
                for (const auto& [id, license] : world.state.license.licenses) {
                    if (license.holder == world.management) {
                        made.as(license.holder);
                        auto command = world.create_command(principal);
                        command.license_arn = world.license_text(id);
                        made.note(model::create_grant(world.state, command, world.context()));
                    }
                }
            }
            answers.push_back(answers_of(made));
        }
        EXPECT_TRUE(answers[0] == answers[1]) << "seed " << seed;
    }
}

TEST(Laws, NarrowingAScopeNeverAddsAccess) {
    std::size_t changed = 0;
    in_worlds([&](DecisionWorld& made) {
        auto& world = made.world;
        const auto before = answers_of(made);
        std::vector<model::GrantId> grants;
        for (const auto& [id, grant] : world.state.grant.grants) {
            const auto details = world.state.grant.details.find(id);
            const bool scoped = details != world.state.grant.details.end() && details->second.scope;
            if (!scoped && !grant.from_issuer) {
                grants.push_back(id);
            }
        }
        for (const auto& id : grants) {
            made.as(model::find_grant(world.state.grant, id)->grantor);
            made.note(model::tag_resource(world.state, world.arn(id),
                                          {{std::string{model::kScopeRegions}, "eu"}},
                                          world.context()));
        }
        const auto after = answers_of(made);
        expect_no_less(after, before);
        changed += before == after ? 0 : 1;
    });
    EXPECT_GT(changed, 0U);
}

/// A grant of the management account's that is the same in all accounts it reaches.
std::optional<model::GrantId> plain_grant(const DecisionWorld& made) {
    const auto& state = made.world.state.grant;
    for (const auto& [id, grant] : state.grants) {
        const auto spread = state.distributions.find(id);
        const bool same = spread == state.distributions.end() || spread->second.exceptions.empty();
        if (!grant.from_issuer && !grant.source && same && !state.details.contains(id) &&
            grant.grantor == made.world.management &&
            grant.grantee.kind != model::GranteeKind::account && grant.status == model::kActive) {
            return id;
        }
    }
    return std::nullopt;
}

// rule ME-33: a later grant is another object with the same effect
TEST(Laws, DeletedAndMadeAgainIsAsNeverDeleted) {
    std::size_t changed = 0;
    in_worlds(
        [&](DecisionWorld& made) {
            auto& world = made.world;
            const auto id = plain_grant(made);
            if (!id) {
                return;
            }
            const auto grant = *model::find_grant(world.state.grant, *id);
            const auto before = answers_of(made);
            made.note(world.try_remove(grant.grantor, *id));
            const bool other = before != answers_of(made);
            made.as(grant.grantor);
            auto command = world.create_command(
                grant.grantee.kind == model::GranteeKind::organization
                    ? world.organization_principal()
                    : world.unit_principal(std::string{grant.grantee.node_id()}));
            command.license_arn = world.license_text(grant.license);
            const auto again = model::create_grant(world.state, command, world.context());
            if (!made.note(again) ||
                !made.note(world.try_set(grant.grantor, again->id, model::kActive))) {
                return;  // distribution is off, or another grant is in force by then; rule GR-20
            }
            const auto& spread = world.state.grant.distributions;
            if (const auto here = spread.find(again->id);
                here != spread.end() && !here->second.exceptions.empty()) {
                return;  // the activation left accounts out that have another by now
            }
            changed += other ? 1 : 0;
            expect_same(before, answers_of(made));
        },
        4 * kWorlds);
    EXPECT_GT(changed, 0U);
}

/// When something begins or ends, and the moment after: some ends are the last moment of what ends.
std::set<Time> due_times(const DecisionWorld& made) {
    const auto& state = made.world.state;
    std::set<Time> due{*parse_iso8601("2023-11-14T22:16:00Z")};  // what a condition names
    const auto add = [&](std::optional<Time> time) {
        if (time && *time != Time::min() && *time != Time::max()) {
            due.insert({*time, *time + Milliseconds{1}});
        }
    };
    for (const auto& [id, model] : state.models.models) {
        add(model.lifecycle.end_of_life);
    }
    for (const auto& [id, license] : state.license.licenses) {
        add(license.versions.back().valid_from);
        add(license.versions.back().valid_until);
    }
    for (const auto& [id, details] : state.grant.details) {
        if (details.scope) {
            add(details.scope->not_before);
            add(details.scope->not_after);
        }
    }
    for (const auto& [account, products] : state.first_use.pending) {
        for (const auto& [product, use] : products) {
            add(use.started_at + std::chrono::minutes{15});
        }
    }
    return due;
}

// claim 9: with no write and no background job
TEST(Laws, NothingChangesBetweenMomentsAtWhichSomethingIsDue) {
    std::size_t changed = 0;
    in_worlds(
        [&](DecisionWorld& made) {
            const auto due = due_times(made);
            Answers last;
            for (auto from = due.begin(); std::next(from) != due.end(); ++from) {
                const auto first = answers_of(made, *from);
                changed += last.empty() || last == first ? 0 : 1;
                last = answers_of(made, *std::next(from) - Milliseconds{1});
                EXPECT_TRUE(first == last) << to_epoch_ms(*from);
            }
        },
        4);
    EXPECT_GT(changed, 0U);
}

TEST(Laws, NoOtherSpellingOfAnIdentifierIsUnderstood) {
    in_worlds([](DecisionWorld& made) {
        const StateFacts facts{made.world.state};
        const auto ids = ids_of(made);
        for (const auto& id : ids) {
            const auto account = made.pick(made.accounts());
            for (const auto& right : {id, model::model_arn("us-east-1", id)}) {
                auto wrong = right;
                const auto at = made.below(wrong.size());
                switch (made.below(4)) {
                    case 0:
                        wrong[at] = static_cast<char>(wrong[at] ^ 0x20);  // another case
                        break;
                    case 1:
                        wrong.insert(at, 1, made.chance(50) ? '\0' : ' ');
                        break;
                    case 2:
                        wrong.erase(at, 1);
                        break;
                    default:
                        wrong += made.chance(50) ? "/" : ".";
                        break;
                }
                const auto decision = decide(facts, {account, wrong, "us-east-1", made.world.now});
                EXPECT_TRUE(std::count(ids.begin(), ids.end(), wrong) > 0 ||
                            decision.reason() == Reason::model_invalid ||
                            decision.reason() == Reason::account_closed)
                    << wrong;
            }
        }
    });
}

}  // namespace
}  // namespace licet::decision
