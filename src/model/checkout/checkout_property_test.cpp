// SPDX-License-Identifier: Apache-2.0
#include "base/describe/json.h"
#include "model/checkout/checkout_world_test.h"

#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

// Random sequences of checkouts, run by the model and by a list of all that was ever taken.

namespace licet::model {
namespace {

enum class Verb {
    check_out,
    draw,
    check_in,
    extend,
    repeat,
    wait,
    set_clock_back,
    change_license,
    restart,
};

/// One random command; numbers choose among what there is when it is run.
struct Step {
    Verb verb = Verb::check_out;
    unsigned who = 0;
    unsigned what = 0;
    unsigned count = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{verb " << static_cast<int>(step.verb) << ", who " << step.who << ", what "
               << step.what << ", count " << step.count << "}";
}

rc::Gen<Step> any_step() {
    const auto verb = rc::gen::weightedElement<Verb>({{12, Verb::check_out},
                                                      {4, Verb::draw},
                                                      {6, Verb::check_in},
                                                      {5, Verb::extend},
                                                      {3, Verb::repeat},
                                                      {8, Verb::wait},
                                                      {1, Verb::set_clock_back},
                                                      {2, Verb::change_license},
                                                      {1, Verb::restart}});
    const auto number = rc::gen::inRange(0U, 1000U);
    return rc::gen::build<Step>(rc::gen::set(&Step::verb, verb), rc::gen::set(&Step::who, number),
                                rc::gen::set(&Step::what, number),
                                rc::gen::set(&Step::count, number));
}

const std::vector<std::string> kNames{"a", "b"};

/// Everything that was taken at once, for ever; how it counts is worked out from scratch each time.
struct Taken {
    AccountId account;
    CheckOut command;
    std::string token;
    std::map<std::string, std::int64_t> units;
    bool perpetual = false;
    bool returned = false;
    Time at;
    Time until;
};

struct Pair {
    CheckoutWorld world;
    Id128 license = world.give({seats(6, "a"), seats(4, "b")}, {.provisional_minutes = 20});
    std::string start = save(world.state);
    Events log;
    std::vector<Taken> all;
    Time clock;    ///< of the latest checkout event
    Time highest;  ///< that the clock ever was
    std::vector<AccountId> accounts{world.user, world.in_inner};

    Pair() {
        world.grant(license, world.in_inner, all_checkout_operations());
        start = save(world.state);
        world.now += hours{24 * 30};  // room for the clock to be set back
    }

    const LicenseVersion& version() const {
        return current(*find_license(world.state.license, license));
    }
    void record(const Events& events) {
        world.take(events);
        log.insert(log.end(), events.begin(), events.end());
    }
    /// The time of an event: when the clock was set back, what is over by the old one is over.
    void pass_time() {
        if (world.now < clock) {
            for (Taken& taken : all) {
                taken.returned = taken.returned || clock >= taken.until;
                taken.at = taken.perpetual ? std::min(taken.at, world.now) : taken.at;
            }
        }
        clock = world.now;
        highest = std::max(highest, clock);
    }

    /// Whether a renewal lies after `from` and not after the present: week by week, from the begin.
    bool renewed_since(Time from) const {
        if (version().consumption.renew_type != RenewType::Weekly) {
            return false;
        }
        Time week = version().valid_from;
        while (week + hours{24 * 7} <= world.now) {
            week += hours{24 * 7};
        }
        return from < week;
    }
    bool is_out(const Taken& taken) const {
        return !taken.returned && std::max(clock, world.now) < taken.until;
    }
    /// Draw-downs and leases that count now. A draw-down counts as long as nothing was renewed
    /// since the last one.
    std::int64_t used(const std::string& name) const {
        std::int64_t units = 0;
        std::int64_t drawn = 0;
        Time last;
        for (const Taken& taken : all) {
            if (taken.units.count(name) == 0) {
                continue;
            }
            if (taken.perpetual) {
                drawn += taken.units.at(name);
                last = taken.at;
            } else if (is_out(taken)) {
                units += taken.units.at(name);
            }
        }
        return units + (renewed_since(last) ? 0 : drawn);
    }

    bool has_room(const CheckOut& command) const {
        for (const EntitlementData& asked : command.entitlements) {
            const Entitlement& entitlement = *find_entitlement(version(), asked.name);
            const std::int64_t quantity = std::stoll(*asked.value);
            if (!entitlement.overage && used(asked.name) + quantity > *entitlement.max_count) {
                return false;
            }
        }
        return true;
    }

    /// A checkout of what was renewed ends the draw-downs from before for good.
    void forget_void_draws(const std::vector<EntitlementData>& asked) {
        for (const auto& [name, unit, value] : asked) {
            Time last;
            for (const Taken& taken : all) {
                last = taken.perpetual && taken.units.count(name) > 0 ? taken.at : last;
            }
            if (renewed_since(last)) {
                for (Taken& taken : all) {
                    if (taken.perpetual) {
                        taken.units.erase(name);
                    }
                }
            }
        }
    }

    void take(const Step& step, CheckoutKind kind) {
        const AccountId account = accounts[step.who % accounts.size()];
        world.act_as(account);
        std::vector<EntitlementData> asked{ask(step.count % 3 + 1, kNames[step.what % 2])};
        if (step.what % 5 == 0) {
            asked.push_back(ask(step.count % 2 + 1, kNames[(step.what + 1) % 2]));
        }
        const CheckOut command = world.command(asked, kind);
        const auto decided = check_out(world.state, command, world.context());
        RC_ASSERT(decided.ok() == has_room(command));
        if (!decided.ok()) {
            RC_ASSERT(decided.error().name == "NoEntitlementsAllowedException");
            return;
        }
        record(decided->events);
        forget_void_draws(asked);
        pass_time();
        Taken taken{.account = account,
                    .command = command,
                    .token = decided->answer.token.text(),
                    .units = {},
                    .perpetual = kind == kPerpetual,
                    .at = world.now,
                    .until = decided->answer.expires_at};
        for (const EntitlementData& one : asked) {
            taken.units[one.name] = std::stoll(*one.value);
        }
        all.push_back(std::move(taken));
        require_within_max(asked);
    }
    void require_within_max(const std::vector<EntitlementData>& asked) const {
        for (const EntitlementData& one : asked) {
            const Entitlement& entitlement = *find_entitlement(version(), one.name);
            RC_ASSERT(entitlement.overage || used(one.name) <= *entitlement.max_count);
        }
    }

    void give_back(Taken& taken) {
        world.act_as(taken.account);
        const auto decided = check_in(world.state, {taken.token, std::nullopt}, world.context());
        RC_ASSERT(decided.ok() == (!taken.perpetual && is_out(taken)));
        if (decided.ok()) {
            record(*decided);
            pass_time();
            taken.returned = true;
        }
    }
    void extend(Taken& taken) {
        world.act_as(taken.account);
        bool allowed = !taken.perpetual && is_out(taken);
        for (const auto& [name, units] : taken.units) {
            const Entitlement& entitlement = *find_entitlement(version(), name);
            allowed = allowed && (entitlement.overage || used(name) <= *entitlement.max_count);
        }
        const auto decided = extend_consumption(world.state, taken.token, world.context());
        RC_ASSERT(decided.ok() == allowed);
        if (decided.ok()) {
            record(decided->events);
            RC_ASSERT(decided->expires_at >= taken.until);
            taken.until = decided->expires_at;
            if (!decided->events.empty()) {
                pass_time();
            }
        }
    }
    void repeat(const Taken& taken) {
        if (std::max(highest, world.now) >= std::max(taken.until, taken.at + kCheckoutMemory)) {
            return;  // it would be, or may be, a new one
        }
        world.act_as(taken.account);
        const auto decided = check_out(world.state, taken.command, world.context());
        RC_ASSERT(decided.ok());
        RC_ASSERT(decided->events.empty());
        RC_ASSERT(decided->answer.token.text() == taken.token);
    }
    void change_license(const Step& step) {
        LicenseVersion next = version();
        Entitlement& entitlement = next.entitlements[step.what % 2];
        entitlement.max_count = step.count % 8;
        entitlement.overage = step.count % 5 == 0;
        next.consumption.renew_type =
            step.who % 3 == 0 ? RenewType::Weekly : next.consumption.renew_type;
        record({LicenseVersionAdded{license, std::move(next)}});
    }

    void run(const Step& step) {
        const bool needs_one =
            step.verb == Verb::check_in || step.verb == Verb::extend || step.verb == Verb::repeat;
        if (needs_one && all.empty()) {
            return;
        }
        const std::size_t recent = std::min<std::size_t>(all.size(), 6);
        const auto chosen = [&]() -> Taken& { return all[all.size() - 1 - step.what % recent]; };
        switch (step.verb) {
            case Verb::check_out:
                return take(step, kProvisional);
            case Verb::draw:
                return take(step, kPerpetual);
            case Verb::check_in:
                return give_back(chosen());
            case Verb::extend:
                return extend(chosen());
            case Verb::repeat:
                return repeat(chosen());
            case Verb::change_license:
                return change_license(step);
            case Verb::restart: {
                auto restored = restore(save(world.state));
                RC_ASSERT(restored.ok());
                world.state = std::move(*restored);
                return;
            }
            case Verb::set_clock_back:
                world.now -= minutes{step.count % 50 + 1};
                return;
            case Verb::wait:
                const auto span = step.what % 10 == 0 ? std::chrono::milliseconds{hours{30}}
                                                      : std::chrono::milliseconds{minutes{4}};
                world.now += span * (step.count % 7);
                return;
        }
    }

    void compare() const {
        const auto usages = world.usages(license);
        for (const EntitlementUsage& usage : usages) {
            RC_ASSERT(usage.consumed == used(usage.name));
        }
    }
    /// The log, through the form of the records, gives the same bytes, although the state was
    /// restored in between.
    void compare_replay() const {
        auto replayed = restore(start);
        RC_ASSERT(replayed.ok());
        for (const Event& event : log) {
            std::string json;
            describe::write_json(event_type(), &event, describe::kRecordFormat, json);
            Event read;
            RC_ASSERT(describe::read_json(event_type(), &read, describe::kRecordFormat, json).ok());
            model::apply(*replayed, read);
        }
        RC_ASSERT(save(*replayed) == save(world.state));
    }
};

RC_GTEST_PROP(CheckoutProperty, CountsAsAListOfAllThatWasTaken, ()) {
    const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
    Pair pair;
    for (const Step& step : steps) {
        pair.run(step);
        pair.compare();
    }
    pair.compare_replay();
}

}  // namespace
}  // namespace licet::model
