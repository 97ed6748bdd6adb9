// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/state.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <vector>

/// Where accounts stand. Reads rules OR-1 and OR-3; shares only the types of the state.
namespace licet::decision::reference {

using Texts = std::vector<std::string>;

inline bool has(const Texts& all, const std::string& one) {
    return std::count(all.begin(), all.end(), one) > 0;
}

/// Null for an account that stands alone or that there is not.
inline const model::Organization* home_of(const model::State& state, AccountId account) {
    for (const auto& [id, organization] : state.organization.organizations) {
        const auto found = state.organization.accounts.find(account);
        if (found != state.organization.accounts.end() && found->second.organization == id) {
            return &organization;
        }
    }
    return nullptr;
}

/// The OUs above an account, nearest first, then root and organization; none of one that stands
/// alone.
inline Texts nodes_above(const model::State& state, AccountId account) {
    const auto* home = home_of(state, account);
    if (home == nullptr) {
        return {};
    }
    const auto& details = state.organization.accounts.at(account);
    Texts nodes{details.parent};
    while (nodes.back() != home->root_id) {
        nodes.push_back(home->units.at(nodes.back()).parent);
    }
    nodes.push_back(details.organization);
    return nodes;
}

/// The texts of the policies of a type that are attached to a node, those attached first first.
inline Texts policies_on(const model::State& state, const model::Organization& organization,
                         const std::string& node, model::PolicyType type) {
    Texts texts;
    if (const auto here = organization.attachments.find(node);
        here != organization.attachments.end()) {
        for (const auto& attached : here->second) {
            const auto& policy = state.organization.policies.at(attached.policy);
            if (policy.type == type) {
                texts.push_back(policy.content);
            }
        }
    }
    return texts;
}

inline bool is_enabled(const model::Organization& organization, model::PolicyType type) {
    return std::any_of(organization.policy_types.begin(), organization.policy_types.end(),
                       [&](const auto& enabled) { return enabled.type == type; });
}

}  // namespace licet::decision::reference
