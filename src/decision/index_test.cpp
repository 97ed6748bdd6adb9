// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"

#include "decision/index_builder.h"
#include "decision/state_facts.h"
#include "model/grant/grant_world_test.h"
#include "model/grant/sub_grant.h"

#include <gtest/gtest.h>

namespace licet::decision {
namespace {

using model::GrantId;
using model::GrantWorld;

/// A world whose every event also goes to a builder, so that incremental indexes can be held
/// against the state.
class Watched {
public:
    Watched() { builder_.rebuild(world.state); }

    /// Hands the builder what happened since the last call, as an event log would.
    void note(const model::Events& events) {
        for (const auto& event : events) {
            model::apply(world.state, event);
            builder_.note(world.state, event);
        }
    }
    void note_background() {
        while (const auto step =
                   model::next_background_step(world.state, world.now, world.random)) {
            note(step->events);
        }
    }
    void note(const Result<model::Events>& decided) {
        if (decided.ok()) {
            note(*decided);
            note_background();
        }
    }
    void note(const Result<model::GrantDecision>& decided) {
        if (decided.ok()) {
            note(decided->events);
            note_background();
        }
    }
    std::shared_ptr<const Index> index() { return builder_.publish(world.state, ++revision_); }

    GrantWorld world;

private:
    SealingKey key_{std::array<std::uint8_t, 32>{3}};
    IndexBuilder builder_{key_};
    std::uint64_t revision_ = 0;
};

/// Draws one random command and runs it, refused or not.
class Driver {
public:
    Driver(Watched& watched, std::uint64_t seed) : watched_{watched}, random_{seed} {
        accounts_ = {world().management, world().in_root, world().in_outer, world().in_inner};
        licenses_ = {world().license};
    }

    void step() {
        switch (random_.below(12)) {
            case 0:
            case 1:
                create();
                break;
            case 2:
                watched_.note(world().try_accept(account(), grant()));
                break;
            case 3:
                watched_.note(world().try_reject(account(), grant()));
                break;
            case 4:
            case 5:
                set(model::kActive);
                break;
            case 6:
                set(model::kDisabled);
                break;
            case 7:
                watched_.note(world().try_remove(account(), grant()));
                break;
            case 8:
                move();
                break;
            case 9:
                subscribe();
                break;
            case 10:
                withdraw();
                break;
            default:
                leave();
                break;
        }
    }

    const std::vector<AccountId>& accounts() const { return accounts_; }
    static constexpr std::array<std::string_view, 3> kProducts{"prod-a", "prod-b", "prod-unknown"};

private:
    GrantWorld& world() { return watched_.world; }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[random_.below(from.size())];
    }
    AccountId account() { return pick(accounts_); }

    /// Any grant or sub-grant that has been.
    GrantId grant() {
        std::vector<GrantId> all;
        for (const auto& [id, grant] : world().state.grant.grants) {
            all.push_back(id);
            for (const auto one : accounts_) {
                all.push_back(model::sub_grant_id(world().state.grant, id, one));
            }
        }
        return pick(all);
    }
    void create() {
        const std::vector<std::string> principals{
            world().organization_principal(), world().unit_principal(world().outer),
            world().unit_principal(world().inner), GrantWorld::account_principal(account())};
        world().act_as(account());
        auto command = world().create_command(pick(principals));
        command.license_arn = world().license_text(pick(licenses_));
        watched_.note(model::create_grant(world().state, command, world().context()));
    }
    void set(model::GrantStatus status) {
        const auto how = random_.below(3) == 0 ? std::optional{model::kAll} : std::nullopt;
        const auto id = grant();
        if (model::find_grant(world().state.grant, id.parent()) != nullptr) {
            watched_.note(world().try_set(account(), id, status, how));
        }
    }
    void move() {
        const auto moved = account();
        const auto* details = model::find_account(world().state.organization, moved);
        const std::vector<std::string> places{world().root(), world().outer, world().inner};
        world().act_as(world().management);
        watched_.note(model::move_account(world().state, {moved, details->parent, pick(places)},
                                          world().context()));
    }
    void leave() {
        if (random_.below(6) == 0) {
            world().act_as(world().management);
            watched_.note(model::remove_account(world().state, {account()}, world().context()));
        }
    }
    void subscribe() {
        const std::string product{kProducts[random_.below(2)]};
        const model::Events events = model::issue_subscription_license(world().state,
                                                                       {.holder = account(),
                                                                        .product_sku = product,
                                                                        .agreement = "agmt-x",
                                                                        .license_name = "l",
                                                                        .product_name = "p",
                                                                        .valid_from = world().now,
                                                                        .valid_until = {},
                                                                        .entitlements = {}},
                                                                       world().now, world().random);
        licenses_.push_back(std::get<model::LicenseIssued>(events.at(0)).id);
        watched_.note(events);
    }
    void withdraw() {
        if (random_.below(4) == 0) {
            watched_.note(model::withdraw_license(world().state, pick(licenses_),
                                                  model::LicenseStatus::DELETED, world().now));
        }
    }

    Watched& watched_;
    SeededRandom random_;
    std::vector<AccountId> accounts_;
    std::vector<Id128> licenses_;
};

/// Compares every answer of two sources; differences are named.
std::string difference(const Facts& one, const Facts& other, const std::vector<AccountId>& accounts,
                       Time now) {
    for (const auto account : accounts) {
        if (one.standing(account) != other.standing(account) ||
            one.has_use_case_form(account) != other.has_use_case_form(account)) {
            return "standing or form of " + account.text();
        }
        for (const auto product : Driver::kProducts) {
            const auto a = one.entitlement(account, product, now);
            const auto b = other.entitlement(account, product, now);
            // Of several grants of one level either may be named; which is no part of the contract.
            if (a.level != b.level || a.grant.has_value() != b.grant.has_value()) {
                return account.text() + " " + std::string{product} + ": " +
                       std::to_string(static_cast<int>(a.level)) + " and " +
                       std::to_string(static_cast<int>(b.level));
            }
        }
    }
    return {};
}

TEST(Index, AnswersAsTheStateDoesAfterAnySequenceOfCommands) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Watched watched;
        Driver driver{watched, seed};
        for (int step = 0; step < 60; ++step) {
            driver.step();
            const auto index = watched.index();
            const StateFacts facts{watched.world.state};
            ASSERT_EQ(difference(*index, facts, driver.accounts(), watched.world.now), "")
                << "seed " << seed << ", step " << step;
        }
    }
}

TEST(Index, OneBuiltAnewAnswersAsTheOneKeptUpToDate) {
    Watched watched;
    Driver driver{watched, 4711};
    const SealingKey key{std::array<std::uint8_t, 32>{3}};
    for (int step = 0; step < 200; ++step) {
        driver.step();
        IndexBuilder fresh{key};
        fresh.rebuild(watched.world.state);
        ASSERT_EQ(difference(*watched.index(), *fresh.publish(watched.world.state, 1),
                             driver.accounts(), watched.world.now),
                  "")
            << "step " << step;
    }
}

TEST(Index, AnOlderOneKeepsItsAnswersWhenANewOneIsMade) {
    Watched fresh;
    const auto before = fresh.index();
    const auto id = fresh.world.create_command(fresh.world.organization_principal());
    fresh.world.act_as(fresh.world.management);
    const auto made = model::create_grant(fresh.world.state, id, fresh.world.context());
    ASSERT_TRUE(made.ok());
    fresh.note(made);
    fresh.note(fresh.world.try_set(fresh.world.management, made->id, model::kActive));
    const auto after = fresh.index();
    const auto now = fresh.world.now;
    EXPECT_EQ(before->entitlement(fresh.world.in_inner, "prod-a", now).level,
              EntitlementLevel::none);
    EXPECT_EQ(after->entitlement(fresh.world.in_inner, "prod-a", now).level,
              EntitlementLevel::active);
    EXPECT_EQ(after->entitlement(fresh.world.in_inner, "prod-a", now).grant,
              made->id.sub_grant(fresh.world.in_inner, 0));
}

TEST(Index, ALicenseCountsFromItsFirstToItsLastMillisecond) {
    Watched watched;
    auto& world = watched.world;
    const Time from = world.now + std::chrono::hours{1};
    const Time until = from + std::chrono::hours{1};
    watched.note(model::issue_subscription_license(world.state,
                                                   {.holder = world.in_root,
                                                    .product_sku = "prod-b",
                                                    .agreement = "agmt-x",
                                                    .license_name = "l",
                                                    .product_name = "p",
                                                    .valid_from = from,
                                                    .valid_until = until,
                                                    .entitlements = {}},
                                                   world.now, world.random));
    const auto index = watched.index();
    const StateFacts facts{world.state};
    for (const auto& [moment, level] :
         {std::pair{from - Milliseconds{1}, EntitlementLevel::withdrawn},
          {from, EntitlementLevel::active},
          {until, EntitlementLevel::active},
          {until + Milliseconds{1}, EntitlementLevel::withdrawn}}) {
        EXPECT_EQ(index->entitlement(world.in_root, "prod-b", moment).level, level);
        EXPECT_EQ(facts.entitlement(world.in_root, "prod-b", moment).level, level);
    }
}

}  // namespace
}  // namespace licet::decision
