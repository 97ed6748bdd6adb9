// SPDX-License-Identifier: Apache-2.0
// Laws that hold whatever the decision is: peers of the differential test that need no reference.
#include "decision/decide.h"
#include "decision/decision_world_test.h"
#include "decision/state_facts.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace licet::decision {
namespace {

constexpr std::uint64_t kWorlds = 60;
const std::string kDenies =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:Invoke*",)"
    R"("Resource":"arn:aws:bedrock:us-*::foundation-model/*"}]})";

/// By account and question the reason; allowed ones first in Reason.
using Answers = std::map<AccountId, std::map<std::string, Reason>>;

Answers answers_of(const DecisionWorld& made) {
    const StateFacts facts{made.world.state};
    Answers all;
    for (const auto account : made.accounts()) {
        const auto user = made.user(account);
        const auto session = made.session(account);
        const Subject subjects[] = {user, session, account};
        for (const auto& [id, model] : made.world.state.models.models) {
            for (const std::string prefix : {"", "us.", "eu.", "global."}) {
                for (const auto* region : {"us-east-1", "eu-west-1"}) {
                    int number = 0;
                    for (const auto& subject : subjects) {
                        const auto key = fmt::format("{}{} {} {}", prefix, id, region, number++);
                        const auto identifier = prefix + id;
                        all[account][key] =
                            decide(facts, {subject, identifier, region, made.world.now}).reason();
                    }
                }
            }
        }
    }
    return all;
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

void in_worlds(const std::function<void(DecisionWorld&)>& check) {
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
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
        EXPECT_TRUE(before == answers_of(made));
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
        EXPECT_TRUE(before == answers_of(made));
    });
}

TEST(Laws, MovingAnAccountChangesOnlyItsOwnAnswers) {
    in_worlds([](DecisionWorld& made) {
        auto& world = made.world;
        auto before = answers_of(made);
        const auto moved = made.pick(made.accounts());
        const auto* details = model::find_account(world.state.organization, moved);
        made.as(world.management);
        made.note(model::move_account(
            world.state,
            {moved, details->parent,
             made.pick(DecisionWorld::Words{world.root(), world.outer, world.inner})},
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
                        EXPECT_TRUE(before == answers_of(made));
                    }
                    return;
                }
            }
        }
    });
    EXPECT_GT(changed, 0U);
}

}  // namespace
}  // namespace licet::decision
