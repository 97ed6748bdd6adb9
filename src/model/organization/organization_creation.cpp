// SPDX-License-Identifier: Apache-2.0
#include "model/organization/organization_creation.h"

#include <fmt/format.h>

#include <string>

namespace licet::model {
namespace {

constexpr std::size_t kOrganizationIdCharacters = 10;
constexpr std::size_t kRootIdCharacters = 4;

}  // namespace

Result<Events> create_organization(const State& state, const CreateOrganization& command,
                                   const Context& context) {
    const Organizations& all = state.organization;
    const AccountId caller = context.actor.account;
    const Account* account = find_account(all, caller);
    if (account == nullptr) {
        return Error{ErrorKind::denied, fmt::format("account `{}` does not exist", caller.text()),
                     "AccessDeniedException"};
    }
    if (!account->organization.empty()) {
        return Error{
            ErrorKind::conflict,
            fmt::format("account `{}` is a member of an organization already", caller.text()),
            "AlreadyInOrganizationException"};
    }
    OrganizationCreated created;
    created.details.management_account = caller;
    created.details.features = command.features;
    created.details.created_at = context.now;
    do {
        created.id = "o-" + context.random.text(kLowerAlphanumeric, kOrganizationIdCharacters);
    } while (all.organizations.count(created.id) != 0);
    do {
        created.details.root_id = "r-" + context.random.text(kLowerAlphanumeric, kRootIdCharacters);
    } while (all.organization_by_node.count(created.details.root_id) != 0);
    return Events{std::move(created)};
}

}  // namespace licet::model
