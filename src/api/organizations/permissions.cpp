// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/permissions.h"

#include "model/organization/arns.h"
#include "model/state.h"

#include <fmt/format.h>
#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace licet::api::organizations {
namespace {

struct Node {
    std::string_view kind;
    std::string_view id;
    const model::Tags* tags = nullptr;  ///< null also for what is not of the organization
};

Node node_of(const PermissionCall& call, const model::Account& caller,
             const model::Organization& organization, std::string_view id) {
    if (id.starts_with("r-")) {
        return {"root", id, organization.root_id == id ? &organization.root_tags : nullptr};
    }
    if (id.starts_with("ou-")) {
        const auto unit = organization.units.find(id);
        return {"ou", id, unit == organization.units.end() ? nullptr : &unit->second.tags};
    }
    const auto number = AccountId::parse(id);
    const auto* account =
        number.ok() ? model::find_account(call.state().organization, *number) : nullptr;
    const bool member = account != nullptr && account->organization == caller.organization;
    return {"account", id, member ? &account->tags : nullptr};
}

bool concerns(const model::Handshake& handshake, AccountId id, const model::Account& account) {
    return (!account.organization.empty() && handshake.organization == account.organization) ||
           handshake.account == id ||
           (!handshake.email.empty() &&
            model::email_key(handshake.email) == model::email_key(account.email));
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

std::string policy_arn(std::string_view owner, std::string_view type, std::string_view id) {
    return fmt::format("arn:aws:organizations::{}:policy/{}/{}", owner, type, id);
}

/// A policy's ARN has its type, which its id alone does not tell.
Permission on_policy(const model::Organizations& state, const std::string& own,
                     const model::Organization& organization, std::string_view id) {
    Permission permission;
    permission.shown = "policy " + std::string{id};
    const std::string management = organization.management_account.text();
    const auto found = state.policies.find(id);
    std::string type;
    if (found != state.policies.end() && found->second.organization == own) {
        type = boost::describe::enum_to_string(found->second.type, "");
        permission.resource = policy_arn(management, own + "/" + lower(type), id);
        permission.resource_tags = &found->second.tags;
    } else if (id == model::kFullAccessId || id == model::kResourceFullAccessId) {
        type = id == model::kFullAccessId ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY";
        permission.resource = policy_arn("aws", lower(type), id);
    } else {
        permission.resource = policy_arn(management, own + "/-", id);
    }
    if (!type.empty()) {
        permission.keys.push_back(key_value(policy::Key::organizations_policy_type, type));
    }
    return permission;
}

}  // namespace

Permission on_node(const PermissionCall& call, std::string_view id) {
    const auto& state = call.state().organization;
    const auto* organization = model::organization_of(state, call.account());
    if (organization == nullptr) {
        return {};
    }
    const auto& caller = *model::find_account(state, call.account());
    if (id.starts_with("p-")) {
        return on_policy(state, caller.organization, *organization, id);
    }
    const Node node = node_of(call, caller, *organization, id);
    Permission permission;
    permission.resource =
        fmt::format("arn:aws:organizations::{}:{}/{}/{}", organization->management_account.text(),
                    node.kind, caller.organization, node.id);
    permission.resource_tags = node.tags;
    return permission;
}

Permissions permit_node(const PermissionCall& call, std::string_view id) {
    Permissions one;
    one.push_back(on_node(call, id));
    return one;
}

Permissions permit_handshake(const PermissionCall& call, const std::string& id) {
    const auto& state = call.state().organization;
    const auto* account = model::find_account(state, call.account());
    const auto* organization = model::organization_of(state, call.account());
    const auto found = state.handshakes.all.find(id);
    const bool known = account != nullptr && found != state.handshakes.all.end() &&
                       concerns(found->second, call.account(), *account);
    const AccountId asking = known                     ? found->second.management
                             : organization != nullptr ? organization->management_account
                                                       : call.account();
    auto permissions = permit(fmt::format(
        "arn:aws:organizations::{}:handshake/{}/{}/{}", asking.text(),
        known                     ? found->second.organization
        : organization != nullptr ? account->organization
                                  : std::string{"-"},
        known ? lower(boost::describe::enum_to_string(found->second.action, "")) : "-", id));
    permissions.front().shown = "handshake " + id;
    return permissions;
}

void add_service(Permissions& permissions, const std::optional<std::string>& service) {
    if (service) {
        for (Permission& permission : permissions) {
            permission.keys.push_back(
                key_value(policy::Key::organizations_service_principal, *service));
        }
    }
}

}  // namespace licet::api::organizations
