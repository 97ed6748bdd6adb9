// SPDX-License-Identifier: Apache-2.0
#include "model/organization/indexes.h"

#include "policy/management/policy.h"

namespace licet::model {
namespace {

template <typename Index, typename Value>
void take_out(Index& index, const std::string& key, const Value& value) {
    const auto found = index.find(key);
    if (found == index.end()) {
        return;
    }
    found->second.erase(value);
    if (found->second.empty()) {
        index.erase(found);
    }
}

}  // namespace

void index_unit(Organizations& state, const std::string& organization, const std::string& unit,
                const std::string& parent) {
    state.organization_by_node.emplace(unit, organization);
    state.units_by_parent[parent].insert(unit);
}

void unindex_unit(Organizations& state, const std::string& unit, const std::string& parent) {
    state.organization_by_node.erase(unit);
    take_out(state.units_by_parent, parent, unit);
}

void index_account(Organizations& state, AccountId id, const Account& account) {
    if (!account.organization.empty()) {
        state.accounts_by_organization[account.organization].insert(id);
        state.accounts_by_parent[account.parent].insert(id);
    }
    if (account.state == AccountState::PENDING_CLOSURE) {
        state.closures_due.insert(id);
    }
}

void unindex_account(Organizations& state, AccountId id, const Account& account) {
    take_out(state.accounts_by_organization, account.organization, id);
    take_out(state.accounts_by_parent, account.parent, id);
    state.closures_due.erase(id);
}

void index_email(Organizations& state, AccountId id, const Account& account, bool made) {
    const auto [owner, added] = state.account_by_email.emplace(email_key(account.email), id);
    if (!added && !made) {
        owner->second = id;
    }
}

void understand(OrganizationPolicy& policy, policy::Library& library) {
    policy.document = nullptr;
    policy.management = nullptr;
    if (policy.type == PolicyType::SERVICE_CONTROL_POLICY) {
        policy.document = library.get(policy.content, policy::Grammar::service_control);
    } else if (is_management_type(policy.type)) {
        policy.management = policy::management::parse(policy.content).value();
    }
}

void index_policy(Organizations& state, const std::string& id, const std::string& organization) {
    state.policies_by_organization[organization].insert(id);
}

void unindex_policy(Organizations& state, const std::string& id, const std::string& organization) {
    take_out(state.policies_by_organization, organization, id);
}

void index_attachment(Organizations& state, const std::string& policy, const std::string& target) {
    state.targets_by_policy[policy].insert(target);
}

void unindex_attachment(Organizations& state, const std::string& policy,
                        const std::string& target) {
    take_out(state.targets_by_policy, policy, target);
}

void drop_target(Organizations& state, Organization& organization, const std::string& target) {
    organization.without_full_access.erase(target);
    const auto attached = organization.attachments.find(target);
    if (attached == organization.attachments.end()) {
        return;
    }
    for (const auto& [policy, attached_at] : attached->second) {
        unindex_attachment(state, policy, target);
    }
    organization.attachments.erase(attached);
}

void index_made_account(Organizations& state, AccountId id, const std::string& organization) {
    state.maker_of.emplace(id, organization);
    ++state.accounts_made[organization];
}

}  // namespace licet::model
