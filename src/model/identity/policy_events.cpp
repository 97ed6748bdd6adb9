// SPDX-License-Identifier: Apache-2.0
#include "model/identity/policy_events.h"

#include "model/state.h"

#include <utility>

namespace licet::model {
namespace {

/// Null when the policy is gone.
ManagedPolicy* find(State& state, const OwnedName& name) {
    const auto found = state.identity.managed_policies.find(name);
    return found == state.identity.managed_policies.end() ? nullptr : &found->second;
}

void compile(Identities& all, ManagedPolicyVersion& version) {
    version.document = all.library.get(version.text, policy::Grammar::identity);
}

ServiceCredential* find(State& state, const std::string& id) {
    auto& all = state.identity.service_credentials.credentials;
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

}  // namespace

void apply(State& state, const ManagedPolicyCreated& event) {
    Identities& all = state.identity;
    ManagedPolicy& policy = all.managed_policies[event.policy];
    policy = event.details;
    for (auto& [id, version] : policy.versions) {
        compile(all, version);
    }
}

void apply(State& state, const ManagedPolicyDeleted& event) {
    state.identity.managed_policies.erase(event.policy);
}

void apply(State& state, const ManagedPolicyVersionAdded& event) {
    if (ManagedPolicy* policy = find(state, event.policy)) {
        ManagedPolicyVersion& version = policy->versions[event.version];
        version = event.details;
        compile(state.identity, version);
        policy->next_version.number = event.version.number + 1;
        policy->updated_at = event.details.created_at;
        if (event.is_default) {
            policy->default_version = event.version;
        }
    }
}

void apply(State& state, const ManagedPolicyVersionDeleted& event) {
    if (ManagedPolicy* policy = find(state, event.policy)) {
        policy->versions.erase(event.version);
    }
}

void apply(State& state, const ManagedPolicyDefaultChanged& event) {
    if (ManagedPolicy* policy = find(state, event.policy)) {
        policy->default_version = event.version;
    }
}

void apply(State& state, const ManagedPolicyTagged& event) {
    if (ManagedPolicy* policy = find(state, event.policy)) {
        policy->tags = event.tags;
    }
}

void apply(State& state, const ServiceCredentialCreated& event) {
    state.identity.service_credentials.add(event.id, event.details);
}

void apply(State& state, const ServiceCredentialStatusChanged& event) {
    if (ServiceCredential* credential = find(state, event.id)) {
        credential->status = event.status;
    }
}

void apply(State& state, const ServiceCredentialReset& event) {
    if (ServiceCredential* credential = find(state, event.id)) {
        credential->salt = event.salt;
        credential->hash = event.hash;
    }
}

void apply(State& state, const ServiceCredentialDeleted& event) {
    state.identity.service_credentials.remove(event.id);
}

}  // namespace licet::model
