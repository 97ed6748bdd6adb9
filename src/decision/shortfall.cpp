// SPDX-License-Identifier: Apache-2.0
#include "decision/shortfall.h"

#include "model/bedrock/regions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace licet::decision {

Reason reason_of(EntitlementLevel level) {
    switch (level) {
        case EntitlementLevel::none:
            return Reason::no_entitlement;
        case EntitlementLevel::withdrawn:
            return Reason::license_not_available;
        case EntitlementLevel::not_yet:
            return Reason::license_not_yet;
        case EntitlementLevel::pending_accept:
            return Reason::grant_not_accepted;
        case EntitlementLevel::pending_workflow:
            return Reason::grant_not_distributed;
        case EntitlementLevel::disabled:
        case EntitlementLevel::standby:
        case EntitlementLevel::active:
            break;
    }
    return Reason::grant_not_activated;
}

Reason reason_of(ScopeMiss miss) {
    switch (miss) {
        case ScopeMiss::region:
            return Reason::scope_region;
        case ScopeMiss::operation:
            return Reason::scope_operation;
        case ScopeMiss::not_yet:
            return Reason::scope_not_yet;
        case ScopeMiss::ended:
        case ScopeMiss::none:
            break;
    }
    return Reason::scope_ended;
}

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
        case EntitlementLevel::not_yet:
            return {Reason::license_not_yet,
                    fmt::format("The license behind grant `{}` of account `{}` is valid from {}",
                                grant, account.text(), format_iso8601(found.begins)),
                    "wait until then, or ask whoever issued the license for a version that begins "
                    "earlier"};
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

Shortfall scope_shortfall(const Entitlement& found, const Use& use) {
    const std::string grant = found.grant ? "g-" + found.grant->text() : std::string{};
    const auto& scope = found.scope;
    switch (found.miss) {
        case ScopeMiss::region:
            return {
                Reason::scope_region,
                fmt::format("Grant `{}` is for regions {} only, and the call may reach {}", grant,
                            region_list(scope.regions), region_list(use.regions & ~scope.regions)),
                fmt::format("use the model in a region of the grant, or ask the grantor to "
                            "change its tag `{}`",
                            model::kScopeRegions)};
        case ScopeMiss::operation:
            return {Reason::scope_operation,
                    fmt::format("Grant `{}` is for the operations {} only", grant,
                                operation_list(scope)),
                    fmt::format("call one of these, or ask the grantor to change its tag `{}`",
                                model::kScopeOperations)};
        case ScopeMiss::not_yet:
            return {Reason::scope_not_yet,
                    fmt::format("Grant `{}` begins at {}", grant, format_iso8601(scope.not_before)),
                    fmt::format("wait until then, or ask the grantor to change its tag `{}`",
                                model::kScopeNotBefore)};
        case ScopeMiss::ended:
        case ScopeMiss::none:
            break;
    }
    return {Reason::scope_ended,
            fmt::format("Grant `{}` ended at {}", grant, format_iso8601(scope.not_after)),
            fmt::format("ask the grantor to change its tag `{}`", model::kScopeNotAfter)};
}

std::string region_list(model::RegionMask regions) {
    std::vector<std::string_view> codes;
    for (const auto& region : model::known_regions()) {
        if ((regions & model::region_mask(region.code)) != 0) {
            codes.push_back(region.code);
        }
    }
    return codes.empty() ? "none" : fmt::format("{}", fmt::join(codes, ", "));
}

std::string operation_list(const model::Scope& scope) {
    const auto names = model::operation_words(scope);
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace licet::decision
