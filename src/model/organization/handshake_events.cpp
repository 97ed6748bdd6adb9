// SPDX-License-Identifier: Apache-2.0
//
// How organizations and handshakes begin and end; events.cpp has all else.
#include "base/check.h"
#include "model/organization/events.h"
#include "model/organization/indexes.h"
#include "model/state.h"

namespace licet::model {
namespace {

/// The value an event names. Events are applied only to the state they were decided on, so it is
/// there.
template <typename Map, typename Key>
auto& named(Map& map, const Key& key) {
    const auto found = map.find(key);
    LICET_CHECK(found != map.end());
    return found->second;
}

void stand_alone(Organizations& all, AccountId id) {
    Account& account = named(all.accounts, id);
    unindex_account(all, id, account);
    drop_target(all, named(all.organizations, account.organization), id.text());
    account.organization.clear();
    account.parent.clear();
    account.tags.clear();
    index_account(all, id, account);
}

}  // namespace

void apply(State& state, const AccountLeft& event) {
    stand_alone(state.organization, event.account);
}

void apply(State& state, const AccountJoined& event) {
    Organizations& all = state.organization;
    Account& account = named(all.accounts, event.account);
    unindex_account(all, event.account, account);
    account.organization = event.organization;
    account.parent = named(all.organizations, event.organization).root_id;
    account.joined_method = JoinedMethod::INVITED;
    account.joined_at = event.joined_at;
    account.tags = event.tags;
    index_account(all, event.account, account);
}

void apply(State& state, const OrganizationDeleted& event) {
    Organizations& all = state.organization;
    const Organization& organization = named(all.organizations, event.id);
    LICET_CHECK(organization.units.empty());
    LICET_CHECK(all.policies_by_organization.count(event.id) == 0);
    stand_alone(all, event.management_account);
    all.organization_by_node.erase(organization.root_id);
    all.organizations.erase(event.id);
}

void apply(State& state, const AllFeaturesEnabled& event) {
    named(state.organization.organizations, event.organization).features = FeatureSet::ALL;
}

void apply(State& state, const OrganizationSettingsChanged& event) {
    named(state.organization.organizations, event.organization).settings = event.settings;
}

void apply(State& state, const HandshakesRequested& event) {
    Handshakes& handshakes = state.organization.handshakes;
    for (const auto& [id, handshake] : event.handshakes) {
        const bool added = handshakes.all.emplace(id, handshake).second;
        LICET_CHECK(added);
        index_handshake(handshakes, id, handshake);
    }
}

void apply(State& state, const HandshakesChanged& event) {
    Handshakes& handshakes = state.organization.handshakes;
    for (const std::string& id : event.ids) {
        Handshake& handshake = named(handshakes.all, id);
        unindex_handshake(handshakes, id, handshake);
        handshake.state = event.state;
        if (event.state != HandshakeState::OPEN) {
            handshake.ended_at = event.changed_at;
        }
        index_handshake(handshakes, id, handshake);
    }
}

void apply(State& state, const HandshakesForgotten& event) {
    Handshakes& handshakes = state.organization.handshakes;
    for (const std::string& id : event.ids) {
        const auto found = handshakes.all.find(id);
        LICET_CHECK(found != handshakes.all.end());
        unindex_handshake(handshakes, id, found->second);
        handshakes.all.erase(found);
    }
}

}  // namespace licet::model
