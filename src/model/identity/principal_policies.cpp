// SPDX-License-Identifier: Apache-2.0
#include "model/identity/principal_policies.h"

#include "model/identity/managed_policy.h"

#include <fmt/format.h>

#include <string_view>

namespace licet::model {
namespace {

void add_policies(const Identities& state, const InlinePolicies& policies,
                  const std::set<std::string>& attached, std::string_view whose,
                  std::vector<NamedDocument>& documents) {
    for (const auto& [name, policy] : policies) {
        documents.push_back(
            {fmt::format("{} (inline policy of {})", name, whose), policy.document});
    }
    for (const auto& arn : attached) {
        if (const ManagedPolicy* policy = find_managed_policy(state, arn)) {
            documents.push_back({arn, default_version(*policy).document});
        }
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
    return all;
}

PrincipalPolicies policies_of_role(const Identities& state, const Principal& principal) {
    const auto name = state.role_by_id.find(principal.role_id);
    if (name == state.role_by_id.end()) {
        return {};
    }
    return own_policies(state, state.roles.at(name->second), "role/" + name->second.name);
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
