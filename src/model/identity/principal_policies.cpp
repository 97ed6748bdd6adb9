// SPDX-License-Identifier: Apache-2.0
#include "model/identity/principal_policies.h"

#include "model/identity/managed_policy.h"

#include <fmt/format.h>

#include <set>

namespace licet::model {
namespace {

/// @param whose `user/ann`
void add_policies(const Identities& state, const InlinePolicies& policies,
                  const std::set<std::string>& attached, std::string_view whose,
                  std::vector<NamedDocument>& documents) {
    for (const auto& [name, policy] : policies) {
        documents.push_back(
            {fmt::format("{}{}{})", name, kInlinePolicyOf, whose), policy.document});
    }
    for (const auto& arn : attached) {
        if (const ManagedPolicy* policy = find_managed_policy(state, arn)) {
            const bool own = !whose.starts_with("group/");
            documents.push_back({own ? arn : fmt::format("{}{}{})", arn, kAttachedTo, whose),
                                 default_version(*policy).document});
        }
    }
}

/// A policy often comes by several groups, and different ones may have the same text.
void mark_repeated(std::vector<NamedDocument>& documents) {
    std::set<policy::DocumentPtr> seen;
    for (auto& policy : documents) {
        policy.repeated = !seen.insert(policy.document).second;
    }
}

/// Those of a user or role. A boundary that does not exist bounds everything.
template <typename Identity>
PrincipalPolicies own_policies(const Identities& state, const Identity& identity,
                               std::string_view whose) {
    PrincipalPolicies all;
    all.tags = &identity.tags;
    if (!identity.boundary.empty()) {
        const ManagedPolicy* boundary = find_managed_policy(state, identity.boundary);
        if (boundary == nullptr) {
            return all;
        }
        all.boundary = NamedDocument{identity.boundary, default_version(*boundary).document};
    }
    add_policies(state, identity.policies, identity.attached, whose, all.identity);
    return all;
}

PrincipalPolicies policies_of_user(const Identities& state, const Principal& principal) {
    const User* user = find_user(state, principal.account, principal.name);
    if (user == nullptr || user->id != principal.id) {
        return {};
    }
    PrincipalPolicies all = own_policies(state, *user, "user/" + principal.name);
    for (const auto& name : groups_of(state, {principal.account, principal.name})) {
        if (const Group* group = find_group(state, principal.account, name)) {
            add_policies(state, group->policies, group->attached, "group/" + name, all.identity);
        }
    }
    mark_repeated(all.identity);
    return all;
}

PrincipalPolicies policies_of_role(const Identities& state, const Principal& principal) {
    const auto name = state.role_by_id.find(principal.role_id);
    if (name == state.role_by_id.end()) {
        return {};
    }
    auto all = own_policies(state, state.roles.at(name->second), "role/" + name->second.name);
    mark_repeated(all.identity);
    return all;
}

}  // namespace

PrincipalPolicies policies_of(const Identities& state, const Principal& principal) {
    switch (principal.kind) {
        case PrincipalKind::root:
        case PrincipalKind::service:
            return {.unrestricted = true};
        case PrincipalKind::user:
            return policies_of_user(state, principal);
        case PrincipalKind::assumed_role:
            return policies_of_role(state, principal);
        case PrincipalKind::web_identity:
            break;
    }
    return {};
}

}  // namespace licet::model
