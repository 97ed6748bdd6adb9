// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_world_test.h"

#include <rapidcheck/gtest.h>

// Licenses of one product that begin, end, are renewed and suspended at random times: at no moment
// are two of them in force in one account, if nobody does anything more. Source: rule GR-20,
// decision 0007.

namespace licet::model {
namespace {

constexpr std::int64_t kHorizon = 20;

struct Timeline {
    GrantWorld world;
    Time start = world.now;
    std::vector<Id128> licenses{world.license};
    std::vector<AccountId> accounts{world.management, world.in_root, world.in_outer};
    std::vector<GrantId> given;

    Time at(std::int64_t ms) const { return start + Milliseconds{ms}; }

    /// A period of which some is still to come, or none at all.
    Period any_period() {
        const auto from = *rc::gen::inRange<std::int64_t>(0, kHorizon);
        const auto length = *rc::gen::inRange<std::int64_t>(0, kHorizon);
        return {at(from), length == 0 ? Time::max() : at(from + length)};
    }
    static std::optional<Time> end_of(const Period& period) {
        return period.until == Time::max() ? std::nullopt : std::optional{period.until};
    }

    void subscribe() {
        const Period period = any_period();
        const Events events = issue_subscription_license(world.state,
                                                         {.holder = *rc::gen::elementOf(accounts),
                                                          .product_sku = "prod-a",
                                                          .agreement = "agmt",
                                                          .license_name = "l",
                                                          .product_name = "p",
                                                          .valid_from = period.from,
                                                          .valid_until = end_of(period),
                                                          .entitlements = {}},
                                                         world.now, world.random);
        world.take(events);
        licenses.push_back(std::get<LicenseIssued>(events[0]).id);
    }
    void renew() {
        const Period period = any_period();
        world.take(renew_subscription_license(world.state, *rc::gen::elementOf(licenses),
                                              {.agreement = "agmt",
                                               .license_name = "l",
                                               .product_name = "p",
                                               .valid_from = period.from,
                                               .valid_until = end_of(period),
                                               .entitlements = {}},
                                              world.now));
    }
    void give() {
        const Id128 license = *rc::gen::elementOf(licenses);
        const AccountId holder = find_license(world.state.license, license)->holder;
        const bool all = holder == world.management && *rc::gen::inRange(0, 2) == 0;
        world.act_as(holder);
        CreateGrant command = world.create_command(
            all ? world.organization_principal()
                : GrantWorld::account_principal(*rc::gen::elementOf(accounts)));
        command.license_arn = world.license_text(license);
        const auto decided = create_grant(world.state, command, world.context());
        if (decided.ok()) {
            given.push_back(world.settle(decided).id);
            activate(holder, given.back());
        }
    }
    void activate(AccountId as, const GrantId& id) {
        const auto how = *rc::gen::elementOf(
            std::vector<std::optional<ActivationOverride>>{std::nullopt, kDistributedOnly, kAll});
        const auto decided = world.try_set(as, id, kActive, how);
        if (decided.ok()) {
            world.settle(decided);
        }
    }
    void activate_own() {
        const Id128 license = *rc::gen::elementOf(licenses);
        activate(find_license(world.state.license, license)->holder, world.holder_grant(license));
    }

    void step() {
        switch (*rc::gen::inRange(0, 7)) {
            case 0:
                return subscribe();
            case 1:
                return renew();
            case 2:
                return give();
            case 3:
                return activate_own();
            case 4:
                return world.withdraw(*rc::gen::elementOf(licenses), LicenseStatus::SUSPENDED);
            case 5:
                if (!given.empty()) {
                    const GrantId id = *rc::gen::elementOf(given);
                    activate(find_grant(world.state.grant, id)->grantor, id);
                }
                return;
            default:
                world.now += Milliseconds{*rc::gen::inRange(0, 3)};
        }
    }

    void check() const {
        for (std::int64_t ms = 0; ms <= 3 * kHorizon; ++ms) {
            for (const AccountId account : accounts) {
                if (at(ms) >= world.now) {
                    RC_ASSERT(grants_in_force(world.state, account, "prod-a", at(ms)).size() <= 1U);
                }
            }
        }
    }
};

RC_GTEST_PROP(ValidityProperty, NeverAreTwoLicensesOfAProductInForce, ()) {
    Timeline timeline;
    const int steps = *rc::gen::inRange(1, 30);
    for (int i = 0; i < steps; ++i) {
        timeline.step();
        timeline.check();
    }
}

}  // namespace
}  // namespace licet::model
