// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/background.h"
#include "model/organization/account_creation.h"
#include "model/organization/accounts.h"
#include "model/organization/all_features.h"
#include "model/organization/handshake_answer.h"
#include "model/organization/invitation.h"
#include "model/organization/leaving.h"
#include "model/organization/organization_creation.h"
#include "model/organization/settings_change.h"
#include "model/organization/units.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace licet::model {

/// A state to try commands on: one account, the first to create an organization.
struct World {
    State state;
    SeededRandom random{7};
    Time now = from_epoch_ms(1'700'000'000'000);
    Principal actor;  ///< who sends the next command; at first the management account's root
    AccountId management{111'111'111'111};

    World() {
        act_as(management);
        keep(open_account(state, {management, "management", "root@example.com"}, context()));
    }

    Context context() { return {now, random, actor, "us-east-1"}; }

    void act_as(AccountId account) {
        actor.kind = PrincipalKind::root;
        actor.account = account;
    }

    void take(const Events& events) {
        for (const Event& event : events) {
            apply(state, event);
        }
    }

    /// Applies what was decided, which must be no error.
    Events keep(Result<Events> decided) {
        EXPECT_TRUE(decided.ok()) << (decided.ok() ? "" : decided.error().message);
        if (!decided.ok()) {
            return {};
        }
        take(*decided);
        return *std::move(decided);
    }

    /// Does what is due, each step a moment later.
    int run_background() {
        int steps = 0;
        while (const auto step = next_background_step(state, now, random)) {
            take(step->events);
            ++steps;
        }
        return steps;
    }

    /// Creates the organization. @return its id.
    std::string organize(FeatureSet features = FeatureSet::ALL) {
        const Events events = keep(create_organization(state, {features}, context()));
        return std::get<OrganizationCreated>(events.at(0)).id;
    }

    /// The management account's.
    const Organization& organization() const {
        return *organization_of(state.organization, management);
    }
    std::string root() const { return organization().root_id; }

    std::string make_unit(const std::string& parent, const std::string& name) {
        const Events events =
            keep(create_organizational_unit(state, {parent, name, {}}, context()));
        return events.empty() ? "" : std::get<OrganizationalUnitCreated>(events[0]).id;
    }

    AccountId make_account(const std::string& name) {
        const Events events =
            keep(create_account(state, {name, name + "@example.com", std::nullopt, {}}, context()));
        run_background();
        const auto& id = std::get<AccountCreationRequested>(events.at(0)).id;
        return state.organization.creations.find(id)->second.account.value_or(AccountId{});
    }

    /// An account that stands alone.
    AccountId open_alone(const std::string& name) {
        const Events events =
            keep(open_account(state, {std::nullopt, name, name + "@example.com"}, context()));
        return std::get<AccountOpened>(events.at(0)).account;
    }

    void set(const ChangeSettings& settings) {
        act_as(management);
        keep(change_settings(state, settings, context()));
    }

    /// @return the handshake's id.
    std::string invite(AccountId account) {
        act_as(management);
        const Events events =
            keep(invite_account(state, {PartyType::ACCOUNT, account.text(), "", {}}, context()));
        return events.empty()
                   ? ""
                   : std::get<HandshakesRequested>(events.back()).handshakes.begin()->first;
    }
    void accept(AccountId account, const std::string& handshake) {
        act_as(account);
        keep(accept_handshake(state, {handshake}, context()));
    }
    /// Makes an account that stands alone a member, by invitation.
    void join(AccountId account) {
        accept(account, invite(account));
        act_as(management);
    }
    HandshakeState state_of(const std::string& handshake) const {
        return state_at(state.organization.handshakes.all.at(handshake), now);
    }
};

/// The error's name, with its Reason when it has one: `ConstraintViolationException/WAIT`.
template <typename T>
std::string error_of(const Result<T>& result) {
    if (result.ok()) {
        return "";
    }
    std::string name{result.error().name};
    for (const ErrorMember& member : result.error().members) {
        name += "/" + member.value;
    }
    return name;
}

}  // namespace licet::model
