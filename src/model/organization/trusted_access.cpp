// SPDX-License-Identifier: Apache-2.0
#include "model/organization/trusted_access.h"

#include "model/organization/access.h"
#include "model/organization/errors.h"
#include "model/organization/service_principals.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::model {
namespace {

/// What enabling and disabling demand alike.
Result<OrganizationView> require_change(const State& state, const std::string& service,
                                        const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    LICET_TRY_VOID(require_all_features(organization.details));
    if (find_service_principal(service) == nullptr) {
        return invalid_input(
            "UNRECOGNIZED_SERVICE_PRINCIPAL",
            fmt::format("`{}` is not a service principal that Organizations knows", service));
    }
    return organization;
}

}  // namespace

Result<void> require_all_features(const Organization& organization) {
    if (organization.features != FeatureSet::ALL) {
        return constraint_violation("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
                                    "the organization has consolidated billing only; this needs "
                                    "all features");
    }
    return {};
}

std::size_t count_delegated(const Organization& organization, std::string_view service) {
    const auto& delegated = organization.delegated;
    return static_cast<std::size_t>(
        std::count_if(delegated.begin(), delegated.end(), [service](const auto& account) {
            return account.second.find(service) != account.second.end();
        }));
}

Result<Events> enable_trusted_access(const State& state, const EnableTrustedAccess& command,
                                     const Context& context) {
    LICET_TRY(const auto organization, require_change(state, command.service, context));
    if (has_trusted_access(organization.details, command.service)) {
        return Events{};
    }
    return Events{TrustedAccessEnabled{organization.id, command.service, context.now}};
}

Result<Events> disable_trusted_access(const State& state, const DisableTrustedAccess& command,
                                      const Context& context) {
    LICET_TRY(const auto organization, require_change(state, command.service, context));
    if (!has_trusted_access(organization.details, command.service)) {
        return Events{};
    }
    if (count_delegated(organization.details, command.service) != 0) {
        return constraint_violation(
            "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
            fmt::format("`{}` has a delegated administrator; deregister it first",
                        command.service));
    }
    return Events{TrustedAccessDisabled{organization.id, command.service, context.now}};
}

}  // namespace licet::model
