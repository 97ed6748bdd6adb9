// SPDX-License-Identifier: Apache-2.0
#include "model/organization/policy_events.h"

#include "base/check.h"
#include "model/organization/indexes.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

Organization& organization_of_event(State& state, const std::string& id) {
    const auto found = state.organization.organizations.find(id);
    LICET_CHECK(found != state.organization.organizations.end());
    return found->second;
}

OrganizationPolicy& policy_of_event(State& state, const std::string& id) {
    const auto found = state.organization.policies.find(id);
    LICET_CHECK(found != state.organization.policies.end());
    return found->second;
}

}  // namespace

void apply(State& state, const OrganizationPolicyCreated& event) {
    Organizations& all = state.organization;
    const auto [place, added] = all.policies.emplace(event.id, event.details);
    LICET_CHECK(added);
    understand(place->second, all.policy_documents);
    index_policy(all, event.id, event.details.organization);
}

void apply(State& state, const OrganizationPolicyUpdated& event) {
    OrganizationPolicy& policy = policy_of_event(state, event.id);
    policy.name = event.name.value_or(policy.name);
    policy.description = event.description.value_or(policy.description);
    if (event.content) {
        policy.content = *event.content;
        understand(policy, state.organization.policy_documents);
    }
    policy.updated_at = event.updated_at;
}

void apply(State& state, const OrganizationPolicyDeleted& event) {
    Organizations& all = state.organization;
    LICET_CHECK(all.targets_by_policy.count(event.id) == 0);
    unindex_policy(all, event.id, policy_of_event(state, event.id).organization);
    all.policies.erase(event.id);
}

void apply(State& state, const OrganizationPolicyAttached& event) {
    Organization& organization = organization_of_event(state, event.organization);
    if (event.policy == kFullAccessId) {
        organization.without_full_access.erase(event.target);
        return;
    }
    organization.attachments[event.target].push_back({event.policy, event.attached_at});
    index_attachment(state.organization, event.policy, event.target);
}

void apply(State& state, const OrganizationPolicyDetached& event) {
    Organization& organization = organization_of_event(state, event.organization);
    if (event.policy == kFullAccessId) {
        organization.without_full_access[event.target] = event.detached_at;
        return;
    }
    const auto attached = organization.attachments.find(event.target);
    LICET_CHECK(attached != organization.attachments.end());
    std::erase_if(attached->second,
                  [&event](const auto& attachment) { return attachment.policy == event.policy; });
    if (attached->second.empty()) {
        organization.attachments.erase(attached);
    }
    unindex_attachment(state.organization, event.policy, event.target);
}

void apply(State& state, const PolicyTypeEnabled& event) {
    auto& types = organization_of_event(state, event.organization).policy_types;
    const auto place = std::find_if(types.begin(), types.end(), [&event](const auto& enabled) {
        return event.type < enabled.type;
    });
    types.insert(place, {event.type, event.enabled_at});
}

void apply(State& state, const PolicyTypeDisabled& event) {
    Organizations& all = state.organization;
    Organization& organization = organization_of_event(state, event.organization);
    std::erase_if(organization.policy_types,
                  [&event](const auto& enabled) { return enabled.type == event.type; });
    if (event.type == PolicyType::SERVICE_CONTROL_POLICY) {
        organization.without_full_access.clear();
    }
    for (auto target = organization.attachments.begin();
         target != organization.attachments.end();) {
        std::erase_if(target->second, [&](const auto& attachment) {
            const bool gone = policy_of_event(state, attachment.policy).type == event.type;
            if (gone) {
                unindex_attachment(all, attachment.policy, target->first);
            }
            return gone;
        });
        target =
            target->second.empty() ? organization.attachments.erase(target) : std::next(target);
    }
}

}  // namespace licet::model
