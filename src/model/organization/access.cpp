// SPDX-License-Identifier: Apache-2.0
#include "model/organization/access.h"

#include "base/protection.h"
#include "model/organization/errors.h"

#include <fmt/format.h>

namespace licet::model {

Result<OrganizationView> require_member(const Organizations& state, AccountId caller) {
    const Account* account = find_account(state, caller);
    const auto found = account == nullptr ? state.organizations.end()
                                          : state.organizations.find(account->organization);
    if (found == state.organizations.end()) {
        return Error{ErrorKind::not_found,
                     fmt::format("account `{}` is not a member of an organization; use the "
                                 "credentials of a member or create an organization",
                                 caller.text()),
                     "AWSOrganizationsNotInUseException"};
    }
    return OrganizationView{found->first, found->second};
}

Result<OrganizationView> require_management(const Organizations& state, AccountId caller) {
    LICET_TRY(const auto organization, require_member(state, caller));
    if (organization.details.management_account != caller && LICET_PROTECTED(management_only)) {
        return Error{ErrorKind::denied,
                     fmt::format("account `{}` is not the organization's management account, which "
                                 "alone may do this",
                                 caller.text()),
                     "AccessDeniedException"};
    }
    return organization;
}

Result<OrganizationView> require_reader(const Organizations& state, AccountId caller) {
    LICET_TRY(const auto organization, require_member(state, caller));
    if (organization.details.management_account != caller &&
        organization.details.delegated.find(caller) == organization.details.delegated.end() &&
        LICET_PROTECTED(reader_only)) {
        return Error{ErrorKind::denied,
                     fmt::format("account `{}` is neither the organization's management account "
                                 "nor a delegated administrator",
                                 caller.text()),
                     "AccessDeniedException"};
    }
    return organization;
}

Result<void> require_founder(const Organizations& state, AccountId caller) {
    if (caller != state.founder && LICET_PROTECTED(founder_only)) {
        return Error{ErrorKind::denied,
                     fmt::format("account `{}` may not do this; use the credentials of the account "
                                 "that `licet init` made",
                                 caller.text()),
                     "AccessDeniedException"};
    }
    return {};
}

Result<const Account*> require_account(const Organizations& state,
                                       const OrganizationView& organization, AccountId account) {
    const Account* found = find_account(state, account);
    if (found == nullptr ||
        (found->organization != organization.id && LICET_PROTECTED(accounts_of_others))) {
        return account_not_found(account.text());
    }
    return found;
}

Result<void> require_parent(const OrganizationView& organization, std::string_view parent) {
    if (!is_node_of(organization, parent)) {
        return Error{ErrorKind::not_found,
                     fmt::format("there is no root or OU `{}` in your organization", parent),
                     "ParentNotFoundException"};
    }
    return {};
}

bool is_node_of(const OrganizationView& organization, std::string_view node) {
    return node == organization.details.root_id ||
           organization.details.units.find(node) != organization.details.units.end();
}

}  // namespace licet::model
