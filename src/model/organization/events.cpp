// SPDX-License-Identifier: Apache-2.0
#include "model/organization/events.h"

#include "base/check.h"
#include "model/organization/indexes.h"
#include "model/organization/tags.h"
#include "model/state.h"

#include <utility>

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

Organization& organization_with_node(Organizations& state, const std::string& node) {
    return named(state.organizations, named(state.organization_by_node, node));
}

/// Changes what the indexes of an account depend on.
template <typename Change>
void change_account(Organizations& state, AccountId id, Change change) {
    Account& account = named(state.accounts, id);
    unindex_account(state, id, account);
    change(account);
    index_account(state, id, account);
}

void complete(Organizations& state, const std::string& id, CreateAccountState outcome, Time at) {
    AccountCreation& creation = named(state.creations, id);
    state.creations_due.erase({creation.requested_at, id});
    creation.state = outcome;
    creation.completed_at = at;
}

}  // namespace

void apply(State& state, const AccountOpened& event) {
    Organizations& all = state.organization;
    if (all.accounts.empty()) {
        all.founder = event.account;
    }
    const auto [place, added] = all.accounts.emplace(event.account, event.details);
    LICET_CHECK(added);
    index_email(all, event.account, event.details, !event.details.organization.empty());
    index_account(all, event.account, place->second);
}

void apply(State& state, const OrganizationCreated& event) {
    Organizations& all = state.organization;
    const bool added = all.organizations.emplace(event.id, event.details).second;
    LICET_CHECK(added);
    all.organization_by_node.emplace(event.details.root_id, event.id);
    change_account(all, event.details.management_account, [&event](Account& account) {
        account.organization = event.id;
        account.parent = event.details.root_id;
        account.joined_method = JoinedMethod::INVITED;
        account.joined_at = event.details.created_at;
    });
}

void apply(State& state, const AccountCreationRequested& event) {
    state.organization.creations[event.id] = event.details;
    state.organization.creations_due.emplace(event.details.requested_at, event.id);
}

void apply(State& state, const AccountCreationSucceeded& event) {
    complete(state.organization, event.id, CreateAccountState::SUCCEEDED, event.completed_at);
    AccountCreation& creation = named(state.organization.creations, event.id);
    creation.account = event.account;
    index_made_account(state.organization, event.account, creation.organization);
}

void apply(State& state, const AccountCreationFailed& event) {
    complete(state.organization, event.id, CreateAccountState::FAILED, event.completed_at);
    named(state.organization.creations, event.id).failure_reason = event.reason;
}

void apply(State& state, const AccountMoved& event) {
    change_account(state.organization, event.account,
                   [&event](Account& account) { account.parent = event.parent; });
}

void apply(State& state, const AccountStateChanged& event) {
    change_account(state.organization, event.account,
                   [&event](Account& account) { account.state = event.state; });
}

void apply(State& state, const OrganizationalUnitCreated& event) {
    Organizations& all = state.organization;
    const std::string organization = named(all.organization_by_node, event.details.parent);
    named(all.organizations, organization).units[event.id] = event.details;
    index_unit(all, organization, event.id, event.details.parent);
}

void apply(State& state, const OrganizationalUnitRenamed& event) {
    named(organization_with_node(state.organization, event.id).units, event.id).name = event.name;
}

void apply(State& state, const OrganizationalUnitDeleted& event) {
    Organizations& all = state.organization;
    auto& units = organization_with_node(all, event.id).units;
    drop_target(all, organization_with_node(all, event.id), event.id);
    unindex_unit(all, event.id, named(units, event.id).parent);
    units.erase(event.id);
}

void apply(State& state, const TrustedAccessEnabled& event) {
    named(state.organization.organizations, event.organization).trusted_services[event.service] =
        event.enabled_at;
}

void apply(State& state, const TrustedAccessDisabled& event) {
    auto& organization = named(state.organization.organizations, event.organization);
    const auto trusted = organization.trusted_services.find(event.service);
    LICET_CHECK(trusted != organization.trusted_services.end());
    auto& former = organization.former_trust;
    former.try_emplace(event.service, FormerTrust{trusted->second, {}}).first->second.until =
        event.disabled_at;
    organization.trusted_services.erase(trusted);
}

void apply(State& state, const DelegatedAdministratorRegistered& event) {
    named(state.organization.organizations, event.organization)
        .delegated[event.account][event.service] = event.registered_at;
}

void apply(State& state, const DelegatedAdministratorDeregistered& event) {
    auto& delegated = named(state.organization.organizations, event.organization).delegated;
    auto& services = named(delegated, event.account);
    services.erase(event.service);
    if (services.empty()) {
        delegated.erase(event.account);
    }
}

void apply(State& state, const OrganizationResourceTagged& event) {
    Tags* tags = find_tags(state.organization, event.resource);
    LICET_CHECK(tags != nullptr);
    for (const auto& [key, value] : event.tags) {
        (*tags)[key] = value;
    }
}

void apply(State& state, const OrganizationResourceUntagged& event) {
    Tags* tags = find_tags(state.organization, event.resource);
    LICET_CHECK(tags != nullptr);
    for (const auto& key : event.keys) {
        tags->erase(key);
    }
}

}  // namespace licet::model
