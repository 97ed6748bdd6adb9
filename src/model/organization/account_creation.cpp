// SPDX-License-Identifier: Apache-2.0
#include "model/organization/account_creation.h"

#include "base/check.h"
#include "model/grant/consequences.h"
#include "model/identity/administrator.h"
#include "model/identity/service_linked_roles.h"
#include "model/organization/access.h"
#include "model/organization/accounts.h"
#include "model/organization/errors.h"
#include "model/organization/invitation.h"
#include "model/organization/limits.h"
#include "model/organization/tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace licet::model {
namespace {

constexpr std::size_t kRequestIdCharacters = 32;
constexpr std::size_t kRoleIdCharacters = 17;  // after `AROA`

/// Whether the organization, and the installation, may make another account. Those that left it
/// count, as closed ones do. Source: rule OR-1.
bool may_make_account(const Organizations& all, const OrganizationView& organization) {
    const auto made = all.accounts_made.find(organization.id);
    const std::size_t count = made == all.accounts_made.end() ? 0 : made->second;
    return count < static_cast<std::size_t>(organization.details.settings.accounts_max) &&
           all.maker_of.size() < kMadeAccountsMax;
}

/// Why the request cannot be met; empty when it can.
std::string_view failure_of(const Organizations& all, const AccountCreation& creation, Time now) {
    if (all.account_by_email.count(email_key(creation.email)) != 0) {
        return "EMAIL_ALREADY_EXISTS";
    }
    const auto organization = all.organizations.find(creation.organization);
    LICET_CHECK(organization != all.organizations.end());
    const OrganizationView view{organization->first, organization->second};
    return has_room_for_account(all, view, now) && may_make_account(all, view)
               ? ""
               : "ACCOUNT_LIMIT_EXCEEDED";
}

Account new_member(const AccountCreation& creation, const Organization& organization, Time now) {
    Account account;
    account.name = creation.name;
    account.email = creation.email;
    account.organization = creation.organization;
    account.parent = organization.root_id;
    account.joined_at = now;
    account.created_at = now;
    account.tags = creation.tags;
    return account;
}

}  // namespace

RoleCreated access_role(AccountId account, const std::string& name, AccountId trusted, Time now,
                        Random& random) {
    Role role;
    role.id = "AROA" + random.text(kBase32Digits, kRoleIdCharacters);
    role.path = "/";
    role.trust_policy =
        fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":)"
                    R"({{"AWS":"arn:aws:iam::{}:root"}},"Action":"sts:AssumeRole"}}]}})",
                    trusted.text());
    role.attached.emplace(kAdministratorAccess);
    role.created_at = now;
    return {{account, name}, std::move(role)};
}

Result<Events> create_account(const State& state, const CreateAccount& command,
                              const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_finalized(organization.details, context.now));
    AccountCreation creation;
    creation.role_name = command.role_name.value_or(std::string{kAccountAccessRole});
    if (creation.role_name.empty() || is_for_service_linked_roles(creation.role_name)) {
        return invalid_input("INVALID_ROLE_NAME",
                             fmt::format("`{}` cannot be the name of a role", creation.role_name));
    }
    LICET_TRY(creation.tags, new_tags(command.tags));
    creation.organization = organization.id;
    creation.name = command.name;
    creation.email = command.email;
    creation.requested_at = context.now;
    std::string id;
    do {
        id = "car-" + context.random.text(kLowerAlphanumeric, kRequestIdCharacters);
    } while (state.organization.creations.count(id) != 0);
    return Events{AccountCreationRequested{std::move(id), std::move(creation)}};
}

Events complete_account_creation(const State& state, const std::string& id, Time now,
                                 Random& random) {
    const Organizations& all = state.organization;
    const auto found = all.creations.find(id);
    LICET_CHECK(found != all.creations.end());
    const AccountCreation& creation = found->second;
    if (const auto failure = failure_of(all, creation, now); !failure.empty()) {
        return {AccountCreationFailed{id, std::string{failure}, now}};
    }
    const Organization* organization = organization_with(all, creation.organization);
    LICET_CHECK(organization != nullptr);
    const AccountId account = new_account_id(all, random);
    Events events{
        AccountOpened{account, new_member(creation, *organization, now)},
        access_role(account, creation.role_name, organization->management_account, now, random),
        AccountCreationSucceeded{id, account, now}};
    Events more = grant_consequences(state, account, Placement{},
                                     placement_under(all, organization->root_id), now);
    std::move(more.begin(), more.end(), std::back_inserter(events));
    return events;
}

}  // namespace licet::model
