// SPDX-License-Identifier: Apache-2.0
#include "model/identity/events.h"

#include "model/state.h"

namespace licet::model {
namespace {

void remove_role(Identities& all, const OwnedName& role) {
    const auto found = all.roles.find(role);
    if (found != all.roles.end()) {
        all.role_by_id.erase(found->second.id);
        all.roles.erase(found);
    }
}

void remove_access_key(Identities& all, const std::string& id) {
    const auto found = all.access_keys.find(id);
    if (found == all.access_keys.end()) {
        return;
    }
    const auto owner = all.keys_by_user.find({found->second.account, found->second.user_name});
    if (owner != all.keys_by_user.end()) {
        owner->second.erase(id);
        if (owner->second.empty()) {
            all.keys_by_user.erase(owner);
        }
    }
    all.access_keys.erase(found);
}

}  // namespace

void apply(State& state, const UserCreated& event) {
    state.identity.users[event.user] = event.details;
}

void apply(State& state, const UserDeleted& event) {
    state.identity.users.erase(event.user);
}

void apply(State& state, const RoleCreated& event) {
    Identities& all = state.identity;
    remove_role(all, event.role);
    all.roles.emplace(event.role, event.details);
    all.role_by_id.emplace(event.details.id, event.role);
}

void apply(State& state, const RoleDeleted& event) {
    remove_role(state.identity, event.role);
}

void apply(State& state, const TrustPolicyChanged& event) {
    const auto found = state.identity.roles.find(event.role);
    if (found != state.identity.roles.end()) {
        found->second.trust_policy = event.trust_policy;
        found->second.trusted_ids = event.trusted_ids;
    }
}

void apply(State& state, const AccessKeyCreated& event) {
    Identities& all = state.identity;
    remove_access_key(all, event.id);
    all.access_keys.emplace(event.id, event.details);
    all.keys_by_user[{event.details.account, event.details.user_name}].insert(event.id);
}

void apply(State& state, const AccessKeyStatusChanged& event) {
    const auto found = state.identity.access_keys.find(event.id);
    if (found != state.identity.access_keys.end()) {
        found->second.status = event.status;
    }
}

void apply(State& state, const AccessKeyDeleted& event) {
    remove_access_key(state.identity, event.id);
}

}  // namespace licet::model
