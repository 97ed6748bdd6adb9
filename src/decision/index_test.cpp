// SPDX-License-Identifier: Apache-2.0
#include "decision/index.h"

#include "decision/agreements_test.h"
#include "decision/state_facts.h"
#include "decision/watched_world_test.h"
#include "model/grant/sub_grant.h"
#include "model/license/tagging.h"

#include <fmt/format.h>

#include <gtest/gtest.h>

#include <array>

namespace licet::decision {
namespace {

using model::GrantId;

/// Draws one random command and runs it, refused or not.
class Driver {
public:
    Driver(Watched& watched, std::uint64_t seed) : watched_{watched}, random_{seed} {
        accounts_ = {world().management, world().in_root, world().in_outer, world().in_inner};
        licenses_ = {world().license};
        add_agreement(world().state, "agmt-1", 1);
        add_agreement(world().state, "agmt-x", 2);
        watched_.rebuild();
    }

    void step() {
        switch (random_.below(17)) {
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
            case 11:
                join();
                break;
            case 12:
                issue();
                break;
            case 13:
                pass_on();
                break;
            case 14:
                suspend_or_return();
                break;
            case 15:
                limit();
                break;
            default:
                leave();
                break;
        }
    }

    const std::vector<AccountId>& accounts() const { return accounts_; }
    const std::set<std::string>& products() const { return products_; }
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
    /// Gives a grant a scope, or lifts its limits.
    void limit() {
        const auto id = grant();
        const auto* stored = model::find_grant(world().state.grant, id);
        if (stored == nullptr) {
            return;
        }
        world().act_as(stored->grantor);
        const std::vector<model::Tag> tags{{"licet:regions", "eu us-east-1"},
                                           {"licet:regions", "us"},
                                           {"licet:operations", "Converse"},
                                           {"licet:not-after", "2001-01-01"}};
        const auto& tag = pick(tags);
        const auto arn = world().arn(id);
        watched_.note(random_.below(3) == 0
                          ? model::untag_resource(world().state, arn, {tag.key}, world().context())
                          : model::tag_resource(world().state, arn, {tag}, world().context()));
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
    const model::License& license(const Id128& id) {
        return *model::find_license(world().state.license, id);
    }
    void issue() {
        world().act_as(account());
        const auto issued = model::issue_license(world().state,
                                                 {.terms = world().terms(),
                                                  .product_sku = "tool",
                                                  .beneficiary = "x",
                                                  .tags = {},
                                                  .request = {}},
                                                 world().context());
        licenses_.push_back(issued->id);
        watched_.note(issued->events);
        products_.insert(model::product_of(license(issued->id)));
    }
    /// A grant that can be passed on, by whoever may make one, taken up at once.
    void pass_on() {
        for (int tries = 0; tries < 20; ++tries) {
            const AccountId grantor = account();
            const AccountId recipient = account();
            const std::vector<std::string> principals{world().organization_principal(),
                                                      world().unit_principal(world().inner),
                                                      GrantWorld::account_principal(recipient)};
            world().act_as(grantor);
            auto command = world().create_command(pick(principals));
            command.license_arn = world().license_text(pick(licenses_));
            command.operations.add(model::AllowedOperation::CreateGrant);
            const auto made = model::create_grant(world().state, command, world().context());
            watched_.note(made);
            if (made.ok()) {
                watched_.note(world().try_set(grantor, made->id, model::kActive));
                watched_.note(world().try_set(recipient, made->id, model::kActive));
                return;
            }
        }
    }
    void suspend_or_return() {
        using model::LicenseStatus;
        const Id128 id = pick(licenses_);
        const bool back = license(id).versions.back().status != LicenseStatus::AVAILABLE;
        const auto status = back ? LicenseStatus::AVAILABLE : LicenseStatus::DEACTIVATED;
        if (model::is_seller_issued(license(id))) {
            const auto revised = world().try_revise(id, status, world().terms());
            watched_.note(revised.ok() ? revised->events : model::Events{});
        } else if (back) {
            watched_.note(model::renew_subscription_license(world().state, id,
                                                            {.agreement = "agmt-y",
                                                             .license_name = "l",
                                                             .product_name = "p",
                                                             .valid_from = world().now,
                                                             .valid_until = {},
                                                             .entitlements = {}},
                                                            world().now));
        } else {
            watched_.note(model::withdraw_license(world().state, id, status, world().now));
        }
    }
    /// An account that left is invited, and comes back.
    void join() {
        const auto joining = account();
        world().act_as(world().management);
        const auto invited = model::invite_account(
            world().state, {model::PartyType::ACCOUNT, joining.text(), "", {}}, world().context());
        if (invited.ok()) {
            watched_.note(*invited);
            const auto& sent = std::get<model::HandshakesRequested>(invited->back()).handshakes;
            world().act_as(joining);
            watched_.note(
                model::accept_handshake(world().state, {sent.begin()->first}, world().context()));
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
    std::set<std::string> products_{kProducts.begin(), kProducts.end()};
};

const std::array<Use, 3> kUses{
    Use{}, Use{model::region_mask("us-east-1"), model::ModelOperation::Converse},
    Use{model::region_mask("us-west-2"), model::ModelOperation::InvokeModel}};

/// Compares every answer of two sources; differences are named.
std::string difference(const Facts& one, const Facts& other, const std::vector<AccountId>& accounts,
                       Time now, const std::set<std::string>& products) {
    for (const auto account : accounts) {
        if (one.standing(account) != other.standing(account) ||
            one.has_use_case_form(account) != other.has_use_case_form(account)) {
            return "standing or form of " + account.text();
        }
        for (const std::string& product : products) {
            for (const Use& use : kUses) {
                const auto a = one.entitlement(account, product, use, now);
                const auto b = other.entitlement(account, product, use, now);
                if (a.level != b.level || a.grant != b.grant || a.grantor != b.grantor ||
                    a.scope != b.scope || a.miss != b.miss ||
                    one.token_rates(a, product, model::Reach::global) !=
                        other.token_rates(b, product, model::Reach::global)) {
                    return fmt::format("{} {}: {} {} and {} {}", account.text(), product,
                                       static_cast<int>(a.level), static_cast<int>(a.miss),
                                       static_cast<int>(b.level), static_cast<int>(b.miss));
                }
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
            ASSERT_EQ(
                difference(*index, facts, driver.accounts(), watched.world.now, driver.products()),
                "")
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
                             driver.accounts(), watched.world.now, driver.products()),
                  "")
            << "step " << step;
    }
}

// rule GR-43
TEST(Index, FollowsTheEndOfAnOrganizationAndTheNextOne) {
    Watched watched;
    auto& world = watched.world;
    const std::vector<AccountId> members{world.in_root, world.in_outer, world.in_inner};
    for (const AccountId account : members) {
        world.act_as(world.management);
        watched.note(model::remove_account(world.state, {account}, world.context()));
    }
    for (const std::string& unit : {world.inner, world.outer}) {
        world.act_as(world.management);
        watched.note(model::delete_organizational_unit(world.state, {unit}, world.context()));
    }
    const auto agree = [&] {
        const StateFacts facts{world.state};
        const std::vector<AccountId> accounts{world.management, world.in_root};
        EXPECT_EQ(difference(*watched.index(), facts, accounts, world.now, {"prod-a"}), "");
    };
    watched.note(model::delete_organization(world.state, world.context()));
    ASSERT_TRUE(world.state.organization.organizations.empty());
    agree();
    watched.note(model::create_organization(world.state, {}, world.context()));
    agree();
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
    EXPECT_EQ(before->entitlement(fresh.world.in_inner, "prod-a", {}, now).level,
              EntitlementLevel::none);
    EXPECT_EQ(after->entitlement(fresh.world.in_inner, "prod-a", {}, now).level,
              EntitlementLevel::active);
    EXPECT_EQ(after->entitlement(fresh.world.in_inner, "prod-a", {}, now).grant,
              made->id.sub_grant(fresh.world.in_inner, 0));
}

// Issue 5, section 6: a private offer's price is everybody's to whom its license is granted.
TEST(Index, TokensCostWhatTheAgreementBehindTheGrantSays) {
    Watched watched;
    auto& world = watched.world;
    add_agreement(world.state, "agmt-1", 3);
    add_agreement(world.state, "agmt-2", 2);
    add_agreement(world.state, "agmt-3", 1, "EUR");
    watched.rebuild();
    world.act_as(world.management);
    const auto made = model::create_grant(
        world.state, world.create_command(world.organization_principal()), world.context());
    ASSERT_TRUE(made.ok());
    watched.note(made);
    watched.note(world.try_set(world.management, made->id, model::kActive));
    const auto input_of = [&](model::Reach reach) {
        const auto index = watched.index();
        const auto right = index->entitlement(world.in_inner, "prod-a", {}, world.now);
        EXPECT_EQ(right.grant, made->id.sub_grant(world.in_inner, 0));
        return index->token_rates(right, "prod-a", reach).input;
    };
    EXPECT_EQ(input_of(model::Reach::regional), 300'000'000);
    EXPECT_EQ(input_of(model::Reach::global), 350'000'000);
    const auto renew = [&](const std::string& agreement) {
        watched.note(model::renew_subscription_license(world.state, world.license,
                                                       {.agreement = agreement,
                                                        .license_name = "l",
                                                        .product_name = "p",
                                                        .valid_from = world.now,
                                                        .valid_until = {},
                                                        .entitlements = {}},
                                                       world.now));
    };
    renew("agmt-2");
    EXPECT_EQ(input_of(model::Reach::regional), 200'000'000);
    renew("agmt-3");  // no price in dollars
    EXPECT_EQ(input_of(model::Reach::regional), std::nullopt);
    renew("agmt-1");
    EXPECT_EQ(input_of(model::Reach::global), 350'000'000);
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
         {std::pair{from - Milliseconds{1}, EntitlementLevel::not_yet},
          {from, EntitlementLevel::active},
          {until, EntitlementLevel::active},
          {until + Milliseconds{1}, EntitlementLevel::withdrawn}}) {
        EXPECT_EQ(index->entitlement(world.in_root, "prod-b", {}, moment).level, level);
        EXPECT_EQ(facts.entitlement(world.in_root, "prod-b", {}, moment).level, level);
    }
}

// rules BA-10, U-1
TEST(Index, KnowsHowOrganizationsLetTheirAccountsSubscribe) {
    Watched watched;
    auto& world = watched.world;
    const auto now = world.now;
    const auto set = [&](bool subscribe, bool fall_back) {
        model::OrganizationSettings settings;
        settings.auto_subscribe = subscribe;
        settings.fallback_to_own_subscription = fall_back;
        watched.note({model::OrganizationSettingsChanged{world.organization_id, settings}});
    };
    using Verdict = Facts::FirstUse::Verdict;
    const auto verdict = [&](AccountId account, Time at) {
        const auto index = watched.index();
        const StateFacts facts{world.state};
        const auto one = index->first_use(account, "prod-b", at);
        const auto other = facts.first_use(account, "prod-b", at);
        EXPECT_EQ(one.verdict, other.verdict);
        EXPECT_EQ(one.missing, other.missing);
        EXPECT_EQ(index->falls_back(account), facts.falls_back(account));
        return one.verdict;
    };
    EXPECT_EQ(verdict(world.in_root, now), Verdict::refused);
    EXPECT_FALSE(watched.index()->falls_back(world.in_root));
    set(true, true);
    EXPECT_EQ(verdict(world.in_root, now), Verdict::allowed);
    EXPECT_EQ(verdict(AccountId{999'999'999'999}, now), Verdict::refused);
    EXPECT_TRUE(watched.index()->falls_back(world.in_root));

    watched.note({model::FirstUsePending{world.in_root, "prod-b", {now, "money"}}});
    EXPECT_EQ(verdict(world.in_root, now + kFirstUseWindow - Milliseconds{1}), Verdict::allowed);
    EXPECT_EQ(verdict(world.in_root, now + kFirstUseWindow), Verdict::failed);
    EXPECT_EQ(verdict(world.in_outer, now + kFirstUseWindow), Verdict::allowed);
    watched.note({model::FirstUseEnded{world.in_root, "prod-b"}});
    EXPECT_EQ(verdict(world.in_root, now + kFirstUseWindow), Verdict::allowed);
    set(false, true);
    EXPECT_EQ(verdict(world.in_root, now), Verdict::refused);
}

// rules GR-25, U-1: the loser of a swap stays for later
TEST(Index, AnOwnSubscriptionThatGaveWayStandsBy) {
    Watched watched;
    auto& world = watched.world;
    watched.note(model::issue_subscription_license(world.state,
                                                   {.holder = world.in_root,
                                                    .product_sku = "prod-b",
                                                    .agreement = "agmt-x",
                                                    .license_name = "l",
                                                    .product_name = "p",
                                                    .valid_from = world.now,
                                                    .valid_until = {},
                                                    .entitlements = {}},
                                                   world.now, world.random));
    const auto level = [&] {
        const auto index = watched.index();
        const auto found = index->entitlement(world.in_root, "prod-b", {}, world.now);
        EXPECT_EQ(
            found.level,
            StateFacts{world.state}.entitlement(world.in_root, "prod-b", {}, world.now).level);
        return found.level;
    };
    EXPECT_EQ(level(), EntitlementLevel::active);
    const auto id = *world.state.license.by_holder.at(world.in_root).begin();
    const auto own = world.state.license.licenses.at(id).holder_grant;
    watched.note(world.try_set(world.in_root, own, model::kDisabled));
    EXPECT_EQ(level(), EntitlementLevel::standby);
}

}  // namespace
}  // namespace licet::decision
