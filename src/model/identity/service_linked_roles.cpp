// SPDX-License-Identifier: Apache-2.0
#include "model/identity/service_linked_roles.h"

#include "base/crypto.h"
#include "model/identity/errors.h"
#include "model/identity/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace licet::model {
namespace {

/// Which accounts have a role without asking for it.
enum class Holder { any, management, member };

struct LinkedRole {
    std::string_view service;
    std::string_view name;
    std::string_view description;
    Holder holder;
    std::string_view trusted_service;  ///< what trusted access it follows from; empty: membership
};

constexpr std::string_view kLicenseManager = "license-manager.amazonaws.com";
constexpr std::string_view kMarketplace = "license-management.marketplace.amazonaws.com";

constexpr LinkedRole kLinkedRoles[] = {
    {kLicenseManager, "AWSServiceRoleForAWSLicenseManagerRole",
     "Lets AWS License Manager manage licenses for you", Holder::any, kLicenseManager},
    {"license-manager.master-account.amazonaws.com",
     "AWSServiceRoleForAWSLicenseManagerMasterAccountRole",
     "Lets AWS License Manager act for the management account of an organization",
     Holder::management, kLicenseManager},
    {"license-manager.member-account.amazonaws.com",
     "AWSServiceRoleForAWSLicenseManagerMemberAccountRole",
     "Lets the management account manage the licenses of this account", Holder::member,
     kLicenseManager},
    {kMarketplace, "AWSServiceRoleForMarketplaceLicenseManagement",
     "Lets AWS Marketplace manage entitlements for you", Holder::any, kMarketplace},
    {"organizations.amazonaws.com", "AWSServiceRoleForOrganizations",
     "Lets AWS Organizations integrate other services for you", Holder::any, ""},
};

std::string path_of(const LinkedRole& linked) {
    return fmt::format("{}{}/", kServiceLinkedPath, linked.service);
}

Role make_role(const LinkedRole& linked) {
    Role role;
    role.path = path_of(linked);
    role.trust_policy =
        fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":)"
                    R"({{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}})",
                    linked.service);
    role.description = linked.description;
    return role;
}

/// Since when the account has the role without having asked for it.
std::optional<Time> derived_since(const State& state, AccountId account, const LinkedRole& linked) {
    const Organization* organization = organization_of(state.organization, account);
    if (organization == nullptr) {
        return std::nullopt;
    }
    const bool manages = organization->management_account == account;
    if (linked.holder != Holder::any && (linked.holder == Holder::management) != manages) {
        return std::nullopt;
    }
    const Time joined = find_account(state.organization, account)->joined_at;
    if (linked.trusted_service.empty()) {
        return joined;
    }
    const auto former = organization->former_trust.find(linked.trusted_service);
    if (former != organization->former_trust.end() && joined <= former->second.until) {
        return std::max(joined, former->second.since);
    }
    const auto trusted = organization->trusted_services.find(linked.trusted_service);
    if (trusted == organization->trusted_services.end()) {
        return std::nullopt;
    }
    return std::max(joined, trusted->second);
}

/// The same for the same role of the same account on every node.
std::string derived_id(AccountId account, std::string_view name) {
    constexpr std::size_t kUniqueIdCharacters = 17;
    const Sha256 digest = sha256(account.text() + "/" + std::string{name});
    std::string id = "AROA";
    for (std::size_t i = 0; i < kUniqueIdCharacters; ++i) {
        id += kBase32Digits[digest[i] % kBase32Digits.size()];
    }
    return id;
}

Role make_derived(const LinkedRole& linked, AccountId account, Time since) {
    Role role = make_role(linked);
    role.id = derived_id(account, linked.name);
    role.created_at = since;
    return role;
}

template <typename Matches>
const LinkedRole* find_linked(Matches matches) {
    const auto* found = std::find_if(std::begin(kLinkedRoles), std::end(kLinkedRoles), matches);
    return found == std::end(kLinkedRoles) ? nullptr : found;
}

}  // namespace

bool is_service_linked(const Role& role) {
    return role.path.starts_with(kServiceLinkedPath);
}

std::string_view service_linked_role_name(std::string_view service) {
    const auto* linked =
        find_linked([&](const LinkedRole& each) { return each.service == service; });
    return linked == nullptr ? kServiceLinkedPrefix : linked->name;
}

bool is_for_service_linked_roles(std::string_view name) {
    return is_same_name(name.substr(0, kServiceLinkedPrefix.size()), kServiceLinkedPrefix);
}

std::map<std::string, Role> derived_roles(const State& state, AccountId account) {
    std::map<std::string, Role> roles;
    for (const auto& linked : kLinkedRoles) {
        const auto since = derived_since(state, account, linked);
        if (since && find_role(state.identity, account, linked.name) == nullptr) {
            roles.emplace(linked.name, make_derived(linked, account, *since));
        }
    }
    return roles;
}

std::map<std::string, Role> service_linked_roles(const State& state, AccountId account) {
    auto roles = derived_roles(state, account);
    for (const auto& linked : kLinkedRoles) {
        const Role* stored = find_role(state.identity, account, linked.name);
        if (stored != nullptr) {
            roles.emplace(linked.name, *stored);
        }
    }
    return roles;
}

bool has_service_linked_role(const State& state, AccountId account, std::string_view name) {
    const auto* linked = find_linked([name](const LinkedRole& each) { return each.name == name; });
    return linked != nullptr && (find_role(state.identity, account, name) != nullptr ||
                                 derived_since(state, account, *linked).has_value());
}

std::optional<Role> find_any_role(const State& state, AccountId account, std::string_view name) {
    if (const Role* stored = find_role(state.identity, account, name)) {
        return *stored;
    }
    const auto* linked = find_linked([name](const LinkedRole& each) { return each.name == name; });
    const auto since = linked == nullptr ? std::nullopt : derived_since(state, account, *linked);
    if (!since) {
        return std::nullopt;
    }
    return make_derived(*linked, account, *since);
}

Result<Events> create_service_linked_role(const State& state,
                                          const CreateServiceLinkedRole& command,
                                          const Context& context) {
    const auto* linked =
        find_linked([&](const LinkedRole& each) { return each.service == command.service; });
    if (linked == nullptr) {
        return invalid_identity_input(
            fmt::format("`{}` is not a service that has a service-linked role", command.service));
    }
    if (command.custom_suffix) {
        return invalid_identity_input(
            fmt::format("Custom suffix is not allowed for {}", command.service));
    }
    if (command.description.size() > kDescriptionCharactersMax * 4 ||
        !has_description_form(command.description)) {
        return invalid_identity_input("the description has a form that is not allowed here");
    }
    const AccountId account = context.actor.account;
    if (has_service_linked_role(state, account, linked->name)) {
        return invalid_identity_input(
            fmt::format("Service role name {} has been taken in this account, please try a "
                        "different suffix.",
                        linked->name));
    }
    Role role = make_role(*linked);
    role.id = new_role_id(context.random);
    role.created_at = context.now;
    if (!command.description.empty()) {
        role.description = command.description;
    }
    return Events{RoleCreated{{account, std::string{linked->name}}, std::move(role)}};
}

}  // namespace licet::model
