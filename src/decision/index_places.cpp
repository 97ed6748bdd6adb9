// SPDX-License-Identifier: Apache-2.0
//
// Where accounts are, and what organizations say to them.
#include "decision/index_builder.h"
#include "decision/state_facts.h"
#include "model/organization/attachments.h"

#include <algorithm>

namespace licet::decision {
namespace {

using model::Organization;
using model::OrganizationView;
using model::PolicyType;

std::optional<OrganizationView> organization_at(const model::Organizations& state,
                                                std::string_view node) {
    auto found = state.organizations.find(node);
    if (found == state.organizations.end()) {
        const auto owner = state.organization_by_node.find(node);
        if (owner == state.organization_by_node.end()) {
            return std::nullopt;
        }
        found = state.organizations.find(owner->second);
    }
    return OrganizationView{found->first, found->second};
}

bool is_enabled(const Organization& organization, PolicyType type) {
    return model::find_enabled(organization, type) != nullptr;
}

/// Whether anything but what AWS manages is attached to the account, or that is not.
bool is_special(const Organization& organization, AccountId account) {
    if (organization.attachments.empty() && organization.without_full_access.empty()) {
        return false;
    }
    const auto text = account.text();
    return organization.attachments.contains(text) ||
           organization.without_full_access.contains(text);
}

Guardrails guardrails_of(const model::Organizations& state, AccountId account) {
    Guardrails all;
    for (auto& region : model::enforced_regions(state, account)) {
        auto here = model::enforced_guardrails(state, account, region);
        all.emplace(std::move(region), std::move(here));
    }
    return all;
}

/// The guardrails of the accounts in a node that have no policies of their own.
Guardrails guardrails_in(const model::Organizations& state, const Organization& organization,
                         std::string_view node) {
    if (is_enabled(organization, PolicyType::BEDROCK_POLICY)) {
        if (const auto here = state.accounts_by_parent.find(node);
            here != state.accounts_by_parent.end()) {
            const auto plain =
                std::find_if(here->second.begin(), here->second.end(),
                             [&](AccountId account) { return !is_special(organization, account); });
            if (plain != here->second.end()) {
                return guardrails_of(state, *plain);
            }
        }
    }
    return {};
}

}  // namespace

void IndexBuilder::rebuild_places(const model::State& state) {
    for (const auto& [id, organization] : state.organization.organizations) {
        refresh_nodes(state, id);
    }
    std::vector<AccountRow> rows;
    rows.reserve(state.organization.accounts.size());
    for (const auto& [id, account] : state.organization.accounts) {
        rows.push_back(account_row(state, id, account));
    }
    next_.accounts.fill(std::move(rows));
}

void IndexBuilder::refresh_nodes(const model::State& state, std::string_view organization) {
    refresh_node(state, organization);
    const auto found = state.organization.organizations.find(organization);
    if (found != state.organization.organizations.end()) {
        refresh_node(state, found->second.root_id);
        for (const auto& [unit, details] : found->second.units) {
            refresh_node(state, unit);
        }
    }
}

void IndexBuilder::refresh_node(const model::State& state, std::string_view node) {
    const auto& all = state.organization;
    const auto number = node_number(node);
    const auto organization = organization_at(all, node);
    if (!organization) {
        next_.nodes.set(number, {.products = products_at(number),
                                 .details = std::make_shared<const NodeDetails>()});
        return;
    }
    const auto& details = organization->details;
    NodeRow row{.organization = node_number(organization->id), .products = products_at(number)};
    auto known = std::make_shared<NodeDetails>();
    if (node == organization->id) {
        known->path = organization->id + "/";
        known->organization = organization->id;
        known->management = details.management_account;
        known->auto_subscribe = details.settings.auto_subscribe;
        known->fall_back = details.settings.fallback_to_own_subscription;
        known->has_control_policies = is_enabled(details, PolicyType::SERVICE_CONTROL_POLICY);
    } else {
        const auto nodes = model::node_and_ancestors(all, node);
        row.parent = node_number(nodes.at(1));
        for (auto above = nodes.rbegin(); above != nodes.rend(); ++above) {
            known->path.append(*above).push_back('/');
        }
        if (is_enabled(details, PolicyType::SERVICE_CONTROL_POLICY)) {
            known->level = model::control_level(all, *organization, std::string{node});
            if (next_.full_access == nullptr) {
                next_.full_access = std::make_shared<const model::ControlLevel>(
                    model::control_level(all, *organization, {}));
            }
        }
        known->guardrails = guardrails_in(all, details, node);
    }
    row.guarded = !known->guardrails.empty();
    row.details = std::move(known);
    next_.nodes.set(number, std::move(row));
}

void IndexBuilder::refresh_governed(const model::State& state, std::string_view organization) {
    refresh_nodes(state, organization);
    std::set<AccountId> accounts;
    next_.special_accounts.for_each(
        [&](const auto& special) { accounts.insert(special.value()->account); });
    const auto found = state.organization.organizations.find(organization);
    if (found != state.organization.organizations.end()) {
        const auto add = [&](const auto& targets) {
            for (const auto& [target, ignored] : targets) {
                if (const auto account = AccountId::parse(target); account.ok()) {
                    accounts.insert(*account);
                }
            }
        };
        add(found->second.attachments);
        add(found->second.without_full_access);
    }
    for (const auto account : accounts) {
        refresh_account(state, account);
    }
}

void IndexBuilder::refresh_account(const model::State& state, AccountId id) {
    const auto* account = model::find_account(state.organization, id);
    if (account == nullptr) {
        next_.accounts.erase({.account = id});
        erase_from(next_.special_accounts, id);
        erase_from(next_.own_guardrails, id);
        return;
    }
    next_.accounts.set(account_row(state, id, *account));
}

AccountRow IndexBuilder::account_row(const model::State& state, AccountId id,
                                     const model::Account& account) {
    AccountRow row{.account = id,
                   .open = account.state == model::AccountState::ACTIVE,
                   .has_form = state.models.use_case_forms.contains(id)};
    row.guards_itself = refresh_own_guardrails(state, id);
    if (!account.organization.empty()) {
        const auto& organization =
            state.organization.organizations.find(account.organization)->second;
        row.node = node_number(account.parent);
        row.authority = authority_in(organization, id);
        if (is_special(organization, id)) {
            SpecialAccount found{.account = id};
            if (is_enabled(organization, PolicyType::SERVICE_CONTROL_POLICY)) {
                found.level = model::control_level(state.organization,
                                                   {account.organization, organization}, id.text());
            }
            found.guardrails = guardrails_of(state.organization, id);
            row.special = found.guardrails.empty() ? Special::governed : Special::guarded;
            set_in(next_.special_accounts, std::move(found));
        }
    }
    if (row.special == Special::no && next_.special_accounts.size() != 0) {
        erase_from(next_.special_accounts, id);
    }
    return row;
}

bool IndexBuilder::refresh_own_guardrails(const model::State& state, AccountId id) {
    const auto found = state.guardrail.enforced.find(id);
    if (found == state.guardrail.enforced.end()) {
        if (next_.own_guardrails.size() != 0) {
            erase_from(next_.own_guardrails, id);
        }
        return false;
    }
    OwnGuardrails own{.account = id};
    for (const auto& [region, configuration] : found->second) {
        own.by_region.emplace(region, *model::own_enforced_guardrail(state.guardrail, id, region));
    }
    set_in(next_.own_guardrails, std::move(own));
    return true;
}

void IndexBuilder::refresh_guardrails_of_parent(const model::State& state, AccountId id) {
    const auto* organization = model::organization_of(state.organization, id);
    if (organization != nullptr && is_enabled(*organization, PolicyType::BEDROCK_POLICY)) {
        refresh_node(state, model::find_account(state.organization, id)->parent);
    }
}

std::uint32_t IndexBuilder::node_number(std::string_view node) {
    if (const auto found = nodes_.find(node); found != nodes_.end()) {
        return found->second;
    }
    const auto number = static_cast<std::uint32_t>(nodes_.size() + 1);
    nodes_.emplace(node, number);
    return number;
}

}  // namespace licet::decision
