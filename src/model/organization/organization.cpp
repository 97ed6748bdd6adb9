// SPDX-License-Identifier: Apache-2.0
#include "model/organization/organization.h"

#include "model/organization/indexes.h"

#include <algorithm>

namespace licet::model {

void Organizations::rebuild_indexes() {
    accounts_by_organization.clear();
    accounts_by_parent.clear();
    units_by_parent.clear();
    organization_by_node.clear();
    account_by_email.clear();
    creations_due.clear();
    closures_due.clear();
    maker_of.clear();
    accounts_made.clear();
    policies_by_organization.clear();
    targets_by_policy.clear();
    for (const auto& [id, organization] : organizations) {
        organization_by_node.emplace(organization.root_id, id);
        for (const auto& [unit, details] : organization.units) {
            index_unit(*this, id, unit, details.parent);
        }
        for (const auto& [target, attached] : organization.attachments) {
            for (const auto& [policy, attached_at] : attached) {
                index_attachment(*this, policy, target);
            }
        }
    }
    for (auto& [id, policy] : policies) {
        understand(policy, policy_documents);
        index_policy(*this, id, policy.organization);
    }
    for (const auto& [id, creation] : creations) {
        if (creation.state == CreateAccountState::IN_PROGRESS) {
            creations_due.emplace(creation.requested_at, id);
        }
        if (creation.account) {
            index_made_account(*this, *creation.account, creation.organization);
        }
    }
    for (const auto& [id, account] : accounts) {
        index_email(*this, id, account, maker_of.contains(id));
        index_account(*this, id, account);
    }
    handshakes.rebuild_indexes();
}

const Account* find_account(const Organizations& state, AccountId id) {
    const auto found = state.accounts.find(id);
    return found == state.accounts.end() ? nullptr : &found->second;
}

const Organization* organization_of(const Organizations& state, AccountId account) {
    const Account* found = find_account(state, account);
    return found == nullptr ? nullptr : organization_with(state, found->organization);
}

const Organization* organization_with(const Organizations& state, std::string_view node) {
    const auto owner = state.organization_by_node.find(node);
    const auto found = state.organizations.find(
        owner == state.organization_by_node.end() ? node : std::string_view{owner->second});
    return found == state.organizations.end() ? nullptr : &found->second;
}

const OrganizationalUnit* find_unit(const Organizations& state, std::string_view id) {
    const Organization* organization = organization_with(state, id);
    if (organization == nullptr) {
        return nullptr;
    }
    const auto found = organization->units.find(id);
    return found == organization->units.end() ? nullptr : &found->second;
}

std::vector<std::string_view> ancestors(const Organizations& state, AccountId account) {
    const Account* found = find_account(state, account);
    if (found == nullptr) {
        return {};
    }
    return node_and_ancestors(state, found->parent);
}

std::vector<std::string_view> node_and_ancestors(const Organizations& state,
                                                 std::string_view node) {
    std::vector<std::string_view> chain;
    const auto owner = state.organization_by_node.find(node);
    if (owner == state.organization_by_node.end()) {
        return chain;
    }
    const auto organization = state.organizations.find(owner->second);
    const auto& units = organization->second.units;
    for (auto unit = units.find(node); unit != units.end();
         unit = units.find(unit->second.parent)) {
        chain.emplace_back(unit->first);
    }
    chain.emplace_back(organization->second.root_id);
    chain.emplace_back(organization->first);
    return chain;
}

std::vector<AccountId> accounts_under(const Organizations& state, std::string_view node) {
    std::vector<AccountId> accounts;
    if (const auto members = state.accounts_by_organization.find(node);
        members != state.accounts_by_organization.end()) {
        accounts.assign(members->second.begin(), members->second.end());
        return accounts;
    }
    std::vector<std::string_view> open{node};
    while (!open.empty()) {
        const std::string_view parent = open.back();
        open.pop_back();
        if (const auto here = state.accounts_by_parent.find(parent);
            here != state.accounts_by_parent.end()) {
            accounts.insert(accounts.end(), here->second.begin(), here->second.end());
        }
        if (const auto below = state.units_by_parent.find(parent);
            below != state.units_by_parent.end()) {
            open.insert(open.end(), below->second.begin(), below->second.end());
        }
    }
    std::sort(accounts.begin(), accounts.end());
    return accounts;
}

Placement placement_of(const Organizations& state, AccountId account) {
    const Account* found = find_account(state, account);
    return found == nullptr ? Placement{} : placement_under(state, found->parent);
}

Placement placement_under(const Organizations& state, std::string_view parent) {
    Placement placement;
    for (const std::string_view node : node_and_ancestors(state, parent)) {
        placement.nodes.emplace_back(node);
    }
    if (!placement.nodes.empty()) {
        placement.organization = placement.nodes.back();
    }
    return placement;
}

bool has_trusted_access(const Organization& organization, std::string_view service_principal) {
    return organization.trusted_services.find(service_principal) !=
           organization.trusted_services.end();
}

bool is_administrator(const Organization& organization, AccountId account,
                      std::string_view service_principal) {
    if (account == organization.management_account) {
        return true;
    }
    const auto delegated = organization.delegated.find(account);
    return delegated != organization.delegated.end() &&
           delegated->second.find(service_principal) != delegated->second.end();
}

std::string email_key(std::string_view email) {
    std::string key{email};
    std::transform(key.begin(), key.end(), key.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return key;
}

}  // namespace licet::model
