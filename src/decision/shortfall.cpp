// SPDX-License-Identifier: Apache-2.0
#include "decision/shortfall.h"

#include <fmt/format.h>

namespace licet::decision {

Shortfall account_shortfall(Facts::AccountStanding standing, AccountId account) {
    return {Reason::account_closed,
            fmt::format("Account `{}` {}", account.text(),
                        standing == Facts::AccountStanding::closed ? "is closed or suspended"
                                                                   : "does not exist"),
            "use the credentials of an account that is ACTIVE"};
}

Shortfall entitlement_shortfall(const Entitlement& found, std::string_view product,
                                AccountId account, std::string_view subscribe) {
    const std::string grant = found.grant ? "g-" + found.grant->text() : std::string{};
    switch (found.level) {
        case EntitlementLevel::none:
            return {Reason::no_entitlement,
                    fmt::format("Account `{}` has neither a subscription to product `{}` nor a "
                                "grant of one",
                                account.text(), product),
                    fmt::format("ask the organization's management account for a grant, or {}",
                                subscribe)};
        case EntitlementLevel::withdrawn:
            return {Reason::license_not_available,
                    fmt::format("The license behind grant `{}` of account `{}` is no longer "
                                "AVAILABLE",
                                grant, account.text()),
                    "the account that held the subscription must subscribe again and grant the new "
                    "license"};
        case EntitlementLevel::pending_accept:
            return {Reason::grant_not_accepted,
                    fmt::format("Grant `{}` waits to be accepted", grant),
                    fmt::format("account `{}` must call AcceptGrant, then CreateGrantVersion with "
                                "status ACTIVE",
                                account.text())};
        case EntitlementLevel::pending_workflow:
            return {Reason::grant_not_distributed,
                    fmt::format("Grant `{}` to account `{}` is still being distributed", grant,
                                account.text()),
                    "try again in a moment"};
        case EntitlementLevel::disabled:
        case EntitlementLevel::standby:
        case EntitlementLevel::active:
            break;
    }
    return {Reason::grant_not_activated,
            fmt::format("Grant `{}` is accepted but not activated", grant),
            fmt::format("account `{}` or the grantor must call CreateGrantVersion with status "
                        "ACTIVE",
                        account.text())};
}

}  // namespace licet::decision
