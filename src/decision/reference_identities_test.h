// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/reference_places_test.h"
#include "model/identity/aws_managed/aws_managed.h"
#include "model/identity/principal.h"

/// Which policies a caller has. Reads the IAM User Guide: managed and inline policies, groups,
/// permissions boundaries, service-linked roles. Shares with what it judges the types of the state
/// and the table of AWS's own policies.
namespace licet::decision::reference {

struct Rights {
    bool unrestricted = false;
    bool service_linked = false;
    Texts identity;
    Texts boundary;  ///< at most one
    model::Tags tags;
    std::string arn;
};

/// The text of the default version of a managed policy, one of AWS or of a customer.
inline std::string managed_text(const model::State& state, const std::string& arn) {
    const auto& of_aws = model::aws_managed_policies();
    const auto found = of_aws.find(arn);
    const auto* policy = found == of_aws.end() ? nullptr : &found->second;
    for (const auto& [name, own] : state.identity.managed_policies) {
        if (arn == "arn:aws:iam::" + name.account.text() + ":policy" + own.path + name.name) {
            policy = &own;
        }
    }
    return policy == nullptr ? "" : policy->versions.at(policy->default_version).text;
}

template <typename Identity>
void add_policies(const model::State& state, const Identity& identity, Texts& texts) {
    for (const auto& [name, policy] : identity.policies) {
        texts.push_back(policy.text);
    }
    for (const auto& arn : identity.attached) {
        texts.push_back(managed_text(state, arn));
    }
}

template <typename Identity>
Rights rights_by(const model::State& state, const Identity& identity) {
    Rights rights{.tags = identity.tags};
    add_policies(state, identity, rights.identity);
    rights.boundary.resize(identity.boundary.empty() ? 0 : 1,
                           managed_text(state, identity.boundary));
    return rights;
}

inline Rights rights_of(const model::State& state, const model::Principal& who) {
    using Kind = model::PrincipalKind;
    if (who.kind == Kind::assumed_role) {
        for (const auto& [name, role] : state.identity.roles) {
            if (role.id == who.role_id) {
                Rights rights = rights_by(state, role);
                rights.service_linked = role.path.starts_with("/aws-service-role/");
                rights.arn =
                    "arn:aws:iam::" + name.account.text() + ":role" + role.path + name.name;
                return rights;
            }
        }
    }
    const auto user = state.identity.users.find({who.account, who.name});
    if (who.kind != Kind::user || user == state.identity.users.end() || user->second.id != who.id) {
        return {.unrestricted = who.kind == Kind::root || who.kind == Kind::service,
                .arn = who.arn};
    }
    Rights rights = rights_by(state, user->second);
    rights.arn = who.arn;
    for (const auto& [name, group] : state.identity.groups) {
        if (name.account == who.account && group.members.contains(who.name)) {
            add_policies(state, group, rights.identity);
        }
    }
    return rights;
}

}  // namespace licet::decision::reference
