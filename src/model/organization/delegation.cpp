// SPDX-License-Identifier: Apache-2.0
#include "model/organization/delegation.h"

#include "base/counted.h"
#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/service_principals.h"
#include "model/organization/trusted_access.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

bool is_delegated(const Organization& organization, AccountId account, const std::string& service) {
    return account != organization.management_account &&
           is_administrator(organization, account, service);
}

Result<const ServicePrincipal*> require_service(const std::string& service) {
    const ServicePrincipal* found = find_service_principal(service);
    if (found == nullptr || found->delegated_administrators_max == 0) {
        return invalid_input(
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
            fmt::format("`{}` is not a service principal that can have a delegated administrator",
                        service));
    }
    return found;
}

Result<void> require_eligible(const OrganizationView& organization, AccountId id,
                              const Account& account) {
    if (id == organization.details.management_account) {
        return constraint_violation("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                                    "the management account needs no delegation; name a member "
                                    "account");
    }
    if (account.state != AccountState::ACTIVE) {
        return constraint_violation("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                                    fmt::format("account `{}` is not active", id.text()));
    }
    return {};
}

}  // namespace

Result<Events> register_delegated_administrator(const State& state,
                                                const RegisterDelegatedAdministrator& command,
                                                const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_all_features(organization.details));
    LICET_TRY(const auto* service, require_service(command.service));
    LICET_TRY(const auto* account,
              require_account(state.organization, organization, command.account));
    LICET_TRY_VOID(require_eligible(organization, command.account, *account));
    if (!has_trusted_access(organization.details, command.service)) {
        return constraint_violation(
            "SERVICE_ACCESS_NOT_ENABLED",
            fmt::format("enable trusted access for `{}` first", command.service));
    }
    if (is_delegated(organization.details, command.account, command.service)) {
        return Error{ErrorKind::conflict,
                     fmt::format("account `{}` is a delegated administrator of `{}` already",
                                 command.account.text(), command.service),
                     "AccountAlreadyRegisteredException"};
    }
    if (count_delegated(organization.details, command.service) >=
        service->delegated_administrators_max) {
        return constraint_violation(
            "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
            fmt::format("`{}` has at most {}", command.service,
                        counted(static_cast<std::int64_t>(service->delegated_administrators_max),
                                "delegated administrator")));
    }
    return Events{DelegatedAdministratorRegistered{organization.id, command.account,
                                                   command.service, context.now}};
}

Result<Events> deregister_delegated_administrator(const State& state,
                                                  const DeregisterDelegatedAdministrator& command,
                                                  const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_service(command.service));
    LICET_TRY_VOID(require_account(state.organization, organization, command.account));
    if (!is_delegated(organization.details, command.account, command.service)) {
        return Error{ErrorKind::not_found,
                     fmt::format("account `{}` is not a delegated administrator of `{}`",
                                 command.account.text(), command.service),
                     "AccountNotRegisteredException"};
    }
    return Events{
        DelegatedAdministratorDeregistered{organization.id, command.account, command.service}};
}

}  // namespace licet::model
