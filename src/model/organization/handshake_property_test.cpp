// SPDX-License-Identifier: Apache-2.0
#include "model/organization/handshake.h"

#include "model/organization/world_test.h"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

// Random sequences of commands, run by the model and by a list of handshakes that is searched by
// brute force. Source: rules 9.2 (Organization, Handshake), OR-1, OR-4.

namespace licet::model {
namespace {

constexpr std::size_t kAccountsMax = 5;

struct NaiveHandshake {
    std::string id;
    HandshakeAction action;
    AccountId recipient;
    std::string parent;
    Time expires_at;
    std::optional<HandshakeState> end;
    std::optional<Time> ended_at;

    bool live(Time now) const { return !end && now < expires_at; }
};

struct NaiveOrganization {
    AccountId management;
    std::map<AccountId, JoinedMethod> members;
    std::vector<NaiveHandshake> handshakes;
    bool all_features = false;

    /// Whether an ENABLE_ALL_FEATURES cannot be completed yet.
    bool waits(const std::string& id) const {
        return std::any_of(handshakes.begin(), handshakes.end(), [&](const auto& one) {
            return one.parent == id && members.contains(one.recipient) &&
                   one.end != HandshakeState::ACCEPTED;
        });
    }
    HandshakeState state(const NaiveHandshake& one, Time now) const {
        if (one.end) {
            return *one.end;
        }
        if (now >= one.expires_at) {
            return HandshakeState::EXPIRED;
        }
        const bool asks = one.action == HandshakeAction::ENABLE_ALL_FEATURES;
        return asks && waits(one.id) ? HandshakeState::REQUESTED : HandshakeState::OPEN;
    }
    bool shown(const NaiveHandshake& one, Time now) const {
        const Time end = one.parent.empty() && one.ended_at ? *one.ended_at : one.expires_at;
        return now < end + std::chrono::days{30};
    }
    NaiveHandshake* migration(Time now) {
        const auto found = std::find_if(handshakes.begin(), handshakes.end(), [&](auto& one) {
            return one.action == HandshakeAction::ENABLE_ALL_FEATURES && one.live(now);
        });
        return found == handshakes.end() ? nullptr : &*found;
    }
    std::size_t invited(Time now) const {
        return static_cast<std::size_t>(
            std::count_if(handshakes.begin(), handshakes.end(), [&](const auto& one) {
                return one.action == HandshakeAction::INVITE && one.live(now);
            }));
    }
    bool is_invited(AccountId account, Time now) const {
        return std::any_of(handshakes.begin(), handshakes.end(), [&](const auto& one) {
            return one.action == HandshakeAction::INVITE && one.recipient == account &&
                   one.live(now);
        });
    }
    static void end(NaiveHandshake& one, HandshakeState how, Time now) {
        one.end = how;
        one.ended_at = now;
    }
    void gone(AccountId account, Time now) {
        members.erase(account);
        NaiveHandshake* asks = migration(now);
        for (auto& one : handshakes) {
            if (asks != nullptr && one.parent == asks->id && one.recipient == account &&
                one.end != HandshakeState::ACCEPTED) {
                end(one, HandshakeState::CANCELED, now);
            }
        }
    }
};

struct Pair {
    World world;
    NaiveOrganization naive;
    std::string organization = world.organize(FeatureSet::CONSOLIDATED_BILLING);
    std::vector<AccountId> accounts{world.management};

    Pair() {
        naive.management = world.management;
        naive.members[world.management] = JoinedMethod::INVITED;
        world.set({.accounts_max = Integer<1, 1'000'000>{kAccountsMax}});
        const AccountId created = world.make_account("created");
        naive.members[created] = JoinedMethod::CREATED;
        accounts.push_back(created);
        for (const auto* name : {"a", "b", "c", "d"}) {
            accounts.push_back(world.open_alone(name));
        }
    }

    /// Makes an account a member by invitation, without a trace in either list of handshakes.
    void enter(const std::string& name) {
        const auto found = world.state.organization.account_by_email.find(name + "@example.com");
        world.take({AccountJoined{found->second, organization, world.now, {}}});
        naive.members[found->second] = JoinedMethod::INVITED;
    }

    AccountId account() { return *rc::gen::elementOf(accounts); }
    /// Mostly the one who may.
    AccountId account_or(AccountId likely) {
        return *rc::gen::inRange(0, 4) == 0 ? account() : likely;
    }
    NaiveHandshake* any() {
        return naive.handshakes.empty()
                   ? nullptr
                   : &naive.handshakes[*rc::gen::inRange<std::size_t>(0, naive.handshakes.size())];
    }
    /// Runs what was decided, which must have been allowed or not as the naive model says.
    bool run(const Result<Events>& decided, bool allowed) {
        RC_ASSERT(error_of(decided).empty() == allowed);
        if (decided.ok()) {
            world.take(*decided);
            note(*decided);
        }
        return decided.ok();
    }
    void note(const Events& events) {
        for (const Event& event : events) {
            const auto* requested = std::get_if<HandshakesRequested>(&event);
            if (requested == nullptr) {
                continue;
            }
            for (const auto& [id, one] : requested->handshakes) {
                const auto mailed =
                    world.state.organization.account_by_email.find(email_key(one.email));
                naive.handshakes.push_back({id, one.action,
                                            one.account         ? *one.account
                                            : one.email.empty() ? world.management
                                                                : mailed->second,
                                            one.parent, one.expires_at, std::nullopt,
                                            std::nullopt});
            }
        }
    }

    void invite() {
        const AccountId target = account();
        const bool allowed = !naive.members.contains(target) &&
                             naive.migration(world.now) == nullptr &&
                             !naive.is_invited(target, world.now) &&
                             naive.members.size() + naive.invited(world.now) < kAccountsMax;
        world.act_as(world.management);
        const bool by_email = *rc::gen::arbitrary<bool>();
        const std::string& email = find_account(world.state.organization, target)->email;
        const InviteAccount command{by_email ? PartyType::EMAIL : PartyType::ACCOUNT,
                                    by_email ? email : target.text(),
                                    "",
                                    {}};
        run(invite_account(world.state, command, world.context()), allowed);
    }
    void accept() {
        NaiveHandshake* one = any();
        if (one == nullptr) {
            return;
        }
        const AccountId caller = account_or(one->recipient);
        const bool joins = one->action == HandshakeAction::INVITE;
        const bool allowed =
            one->recipient == caller && naive.state(*one, world.now) == HandshakeState::OPEN &&
            (!joins || (!naive.members.contains(caller) && naive.members.size() < kAccountsMax));
        world.act_as(caller);
        if (!run(accept_handshake(world.state, {one->id}, world.context()), allowed)) {
            return;
        }
        NaiveOrganization::end(*one, HandshakeState::ACCEPTED, world.now);
        if (joins) {
            naive.members[caller] = JoinedMethod::INVITED;
        }
        naive.all_features |= one->action == HandshakeAction::ENABLE_ALL_FEATURES;
    }
    void decline() {
        NaiveHandshake* one = any();
        if (one == nullptr) {
            return;
        }
        const AccountId caller = account_or(one->recipient);
        world.act_as(caller);
        const bool allowed = one->recipient == caller && one->live(world.now) &&
                             one->action != HandshakeAction::ENABLE_ALL_FEATURES;
        if (run(decline_handshake(world.state, {one->id}, world.context()), allowed)) {
            NaiveOrganization::end(*one, HandshakeState::DECLINED, world.now);
        }
    }
    void cancel() {
        NaiveHandshake* one = any();
        if (one == nullptr) {
            return;
        }
        const AccountId caller = account_or(world.management);
        world.act_as(caller);
        const bool allowed = caller == world.management && one->live(world.now) &&
                             one->action != HandshakeAction::APPROVE_ALL_FEATURES;
        if (!run(cancel_handshake(world.state, {one->id}, world.context()), allowed)) {
            return;
        }
        NaiveOrganization::end(*one, HandshakeState::CANCELED, world.now);
        for (auto& child : naive.handshakes) {
            if (child.parent == one->id && child.live(world.now)) {
                NaiveOrganization::end(child, HandshakeState::CANCELED, world.now);
            }
        }
    }
    void enable() {
        const bool allowed = !naive.all_features && naive.migration(world.now) == nullptr;
        if (allowed) {
            for (auto& one : naive.handshakes) {
                if (one.action == HandshakeAction::INVITE && one.live(world.now)) {
                    NaiveOrganization::end(one, HandshakeState::CANCELED, world.now);
                }
            }
        }
        world.act_as(world.management);
        if (!run(enable_all_features(world.state, world.context()), allowed)) {
            return;
        }
        const std::string parent = naive.migration(world.now)->id;
        for (const auto& [member, how] : naive.members) {
            const bool asked = std::any_of(naive.handshakes.begin(), naive.handshakes.end(),
                                           [&, id = member](const auto& one) {
                                               return one.parent == parent && one.recipient == id;
                                           });
            RC_ASSERT(asked == (member != world.management && how == JoinedMethod::INVITED));
        }
    }
    void leave() {
        const AccountId account = this->account();
        const bool allowed = account != world.management && naive.members.contains(account);
        const bool removed = *rc::gen::arbitrary<bool>();
        world.act_as(removed ? world.management : account);
        const auto decided = removed ? remove_account(world.state, {account}, world.context())
                                     : leave_organization(world.state, world.context());
        if (run(decided, allowed)) {
            naive.gone(account, world.now);
        }
    }
    void wait() { world.now += std::chrono::hours{*rc::gen::element(1, 24, 24 * 16, 24 * 95)}; }

    void step() {
        switch (*rc::gen::weightedElement<int>(
            {{8, 0}, {14, 1}, {2, 2}, {2, 3}, {2, 4}, {2, 5}, {1, 6}})) {
            case 0:
                return invite();
            case 1:
                return accept();
            case 2:
                return decline();
            case 3:
                return cancel();
            case 4:
                return enable();
            case 5:
                return leave();
            default:
                return wait();
        }
    }

    void compare() {
        const Organizations& all = world.state.organization;
        std::erase_if(naive.handshakes,
                      [&](const auto& one) { return !naive.shown(one, world.now); });
        for (const auto& one : naive.handshakes) {
            RC_ASSERT(all.handshakes.all.contains(one.id));
            RC_ASSERT(world.state_of(one.id) == naive.state(one, world.now));
            RC_ASSERT(require_handshake(all, one.id, one.recipient, world.now).ok());
        }
        std::set<AccountId> members;
        for (const auto& [member, how] : naive.members) {
            members.insert(member);
            RC_ASSERT(find_account(all, member)->joined_method == how);
        }
        RC_ASSERT(all.accounts_by_organization.at(organization) == members);
        RC_ASSERT(count_open_invitations(all.handshakes, organization, world.now) ==
                  naive.invited(world.now));
        RC_ASSERT((world.organization().features == FeatureSet::ALL) == naive.all_features);
    }
    /// What is derived is what would be derived anew.
    void compare_indexes() const {
        const Handshakes& kept = world.state.organization.handshakes;
        Handshakes anew = kept;
        anew.rebuild_indexes();
        RC_ASSERT(kept.by_organization == anew.by_organization);
        RC_ASSERT(kept.by_account == anew.by_account);
        RC_ASSERT(kept.by_email == anew.by_email);
        RC_ASSERT(kept.by_forgetting == anew.by_forgetting);
        RC_ASSERT(kept.invitations == anew.invitations);
        RC_ASSERT(kept.open_invitations == anew.open_invitations);
        RC_ASSERT(kept.approvals_missing == anew.approvals_missing);
        RC_ASSERT(kept.migrations == anew.migrations);
        const auto restored = restore(save(world.state));
        RC_ASSERT(restored.ok());
        RC_ASSERT(save(*restored) == save(world.state));
    }
};

RC_GTEST_PROP(HandshakeProperty, AgreeWithAListThatIsSearchedByBruteForce, ()) {
    Pair pair;
    pair.enter("a");
    pair.enter("b");
    const int steps = *rc::gen::inRange(1, 120);
    for (int i = 0; i < steps; ++i) {
        pair.step();
        pair.compare();
    }
    pair.compare_indexes();
}

}  // namespace
}  // namespace licet::model
