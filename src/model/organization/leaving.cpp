// SPDX-License-Identifier: Apache-2.0
#include "model/organization/leaving.h"

#include "base/counted.h"
#include "model/grant/consequences.h"
#include "model/identity/service_linked_roles.h"
#include "model/organization/access.h"
#include "model/organization/all_features.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace licet::model {
namespace {

/// Source: rules OR-4, U-28. Accounts that were invited need no age.
Result<void> require_age(const Organization& organization, const Account& account, Time now) {
    const std::chrono::days wait{organization.settings.created_account_wait_days};
    if (account.joined_method == JoinedMethod::CREATED && now < account.created_at + wait) {
        return constraint_violation(
            "WAIT_PERIOD_ACTIVE",
            fmt::format("an account that the organization created can leave it {} days later; the "
                        "setting created_account_wait_days says so",
                        wait.count()));
    }
    return {};
}

/// Adds that the roles stay which the organization brought to the account. Source: rule ME-12.
void keep_linked_roles(const State& state, AccountId account, Events& events) {
    for (auto& [name, role] : derived_roles(state, account)) {
        events.emplace_back(RoleCreated{{account, name}, std::move(role)});
    }
}

Result<Events> leave(const State& state, const OrganizationView& organization, AccountId id,
                     Time now) {
    const Organizations& all = state.organization;
    LICET_TRY(const Account* account, require_account(all, organization, id));
    if (id == organization.details.management_account) {
        return Error{ErrorKind::conflict, "the management account cannot leave its organization",
                     "MasterCannotLeaveOrganizationException"};
    }
    if (organization.details.delegated.count(id) != 0) {
        return constraint_violation(
            "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
            fmt::format("account `{}` is a delegated administrator; deregister it first",
                        id.text()));
    }
    LICET_TRY_VOID(require_age(organization.details, *account, now));
    Events events{AccountLeft{id}};
    keep_linked_roles(state, id, events);
    withdraw_approval(all.handshakes, organization.id, id, now, events);
    Events more = grant_consequences(state, id, placement_of(all, id), Placement{}, now);
    std::move(more.begin(), more.end(), std::back_inserter(events));
    return events;
}

Result<void> require_empty(const Organizations& all, const OrganizationView& organization) {
    const std::size_t members = all.accounts_by_organization.find(organization.id)->second.size();
    if (members > 1) {
        return Error{ErrorKind::conflict,
                     fmt::format("the organization still has {}; remove them first",
                                 counted(static_cast<std::int64_t>(members) - 1, "member account")),
                     "OrganizationNotEmptyException"};
    }
    if (!organization.details.units.empty()) {
        return Error{
            ErrorKind::conflict,
            fmt::format(
                "the organization still has {}; delete them first",
                counted(static_cast<std::int64_t>(organization.details.units.size()), "OU")),
            "OrganizationNotEmptyException"};
    }
    if (all.policies_by_organization.count(organization.id) != 0) {
        return Error{ErrorKind::conflict,
                     "the organization still has policies of its own; delete them first",
                     "OrganizationNotEmptyException"};
    }
    const bool growing =
        std::any_of(all.creations_due.begin(), all.creations_due.end(), [&](const auto& due) {
            return all.creations.find(due.second)->second.organization == organization.id;
        });
    if (growing) {
        return Error{ErrorKind::conflict, "an account is being created in the organization",
                     "OrganizationNotEmptyException"};
    }
    return {};
}

}  // namespace

Result<Events> remove_account(const State& state, const RemoveAccount& command,
                              const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    return leave(state, organization, command.account, context.now);
}

Result<Events> leave_organization(const State& state, const Context& context) {
    LICET_TRY(const auto organization, require_member(state.organization, context.actor.account));
    return leave(state, organization, context.actor.account, context.now);
}

Result<Events> delete_organization(const State& state, const Context& context) {
    const Organizations& all = state.organization;
    LICET_TRY(const auto organization, require_management(all, context.actor.account));
    LICET_TRY_VOID(require_empty(all, organization));
    const AccountId management = organization.details.management_account;
    Events events;
    cancel_all_handshakes(all.handshakes, organization.id, context.now, events);
    events.emplace_back(OrganizationDeleted{organization.id, management});
    keep_linked_roles(state, management, events);
    Events more = grant_consequences(state, management, placement_of(all, management), Placement{},
                                     context.now);
    std::move(more.begin(), more.end(), std::back_inserter(events));
    return events;
}

}  // namespace licet::model
