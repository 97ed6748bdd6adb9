// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/hold.h"

#include "model/checkout/choose_license.h"
#include "model/checkout/terms.h"
#include "model/grant/rules.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

/// A checkout of the caller's, found by its token.
struct Held {
    Id128 key;
    const Checkout* checkout = nullptr;
    Id128 id;  ///< the license's
    const License* license = nullptr;
    std::vector<MeteredUnits> taken;

    /// Under whose terms it was taken.
    const LicenseVersion& version() const { return license->versions.at(checkout->version - 1); }
};

Result<Held> find_held(const State& state, const ConsumptionToken& token, AccountId account,
                       Time now) {
    const Checkouts& checkouts = state.checkout;
    const Checkout* found = find_checkout(checkouts, token.key, now);
    if (found == nullptr || found->account != account || found->kind != token.kind) {
        return unknown_consumption_token();
    }
    const Id128& id = checkouts.meters[found->first.meter].license;
    return Held{token.key, found, id, find_license(state.license, id),
                taken_by(checkouts, token.key, *found)};
}

std::string why_over(const Checkout& checkout) {
    return checkout.returned ? "the units of this checkout are back already"
                             : "the checkout has lapsed at " + format_iso8601(checkout.expires_at) +
                                   "; its units are back already";
}

const std::string& name_of(const State& state, const MeteredUnits& taken) {
    return state.checkout.meters[taken.meter].entitlement;
}

Result<void> require_operation(const State& state, AccountId account, const Id128& license,
                               AllowedOperation operation, std::string_view name, Time now) {
    if (may_use(state, account, license, operation, now)) {
        return {};
    }
    return access_denied("you need an ACTIVE grant of an AVAILABLE license with the operation " +
                         std::string{name} +
                         "; units that stay out come back when their time is "
                         "over");
}

/// Whether the terms let the units come back early. Source: rules CO-4, CO-7.
Result<void> require_early_return(const State& state, const Held& held) {
    const LicenseVersion& version = held.version();
    if (held.checkout->kind == CheckoutKind::borrowed) {
        if (!version.consumption.borrow->allow_early_check_in) {
            return validation_error(
                "the license's BorrowConfiguration does not allow an early "
                "check-in; the units come back at " +
                format_iso8601(held.checkout->expires_at));
        }
        return {};
    }
    for (const MeteredUnits& taken : held.taken) {
        const Entitlement* entitlement = find_entitlement(version, name_of(state, taken));
        if (entitlement->unit != kNoUnit && !entitlement->allow_check_in) {
            return validation_error("entitlement `" + entitlement->name +
                                    "` has no AllowCheckIn; its units come back at " +
                                    format_iso8601(held.checkout->expires_at));
        }
    }
    return {};
}

/// Whether the license as it is now still gives what the lease holds. Source: rule CO-2.
Result<void> require_still_given(const State& state, const Held& held, Time now) {
    const LicenseVersion& version = current(*held.license);
    for (const MeteredUnits& taken : held.taken) {
        const std::string& name = name_of(state, taken);
        const Entitlement* entitlement = find_entitlement(version, name);
        if (entitlement == nullptr) {
            return validation_error("the license no longer has the entitlement `" + name +
                                    "`; the lease ends at " +
                                    format_iso8601(held.checkout->expires_at));
        }
        const bool limited = entitlement->max_count && !entitlement->overage && taken.units > 0;
        if (limited && used_at(state.checkout, state.checkout.meters[taken.meter], version, now) >
                           *entitlement->max_count) {
            return validation_error("more units of entitlement `" + name +
                                    "` are in use than the license now gives; the lease ends at " +
                                    format_iso8601(held.checkout->expires_at));
        }
    }
    return {};
}

}  // namespace

Result<Events> check_in(const State& state, const CheckIn& command, const Context& context) {
    const AccountId account = context.actor.account;
    const Time now = checkout_time(state.checkout, context.now);
    LICET_TRY(const auto token, ConsumptionToken::parse(command.token));
    LICET_TRY(const Held held, find_held(state, token, account, now));
    if (command.beneficiary && *command.beneficiary != beneficiary_of(*held.license)) {
        return unknown_consumption_token();
    }
    if (token.kind == CheckoutKind::perpetual) {
        return validation_error("a PERPETUAL checkout is never given back");
    }
    if (!is_held(state.checkout, *held.checkout, now)) {
        return Error{ErrorKind::conflict, why_over(*held.checkout), "ConflictException"};
    }
    LICET_TRY_VOID(require_operation(state, account, held.id, AllowedOperation::CheckInLicense,
                                     "CheckInLicense", now));
    LICET_TRY_VOID(require_early_return(state, held));
    return Events{CheckedIn{held.key, now}};
}

Result<ExtensionDecision> extend_consumption(const State& state, const std::string& text,
                                             const Context& context) {
    const AccountId account = context.actor.account;
    const Time now = checkout_time(state.checkout, context.now);
    LICET_TRY(const auto token, ConsumptionToken::parse(text));
    LICET_TRY(const Held held, find_held(state, token, account, now));
    if (token.kind != CheckoutKind::provisional) {
        return validation_error("only a PROVISIONAL checkout can be extended");
    }
    if (!is_held(state.checkout, *held.checkout, now)) {
        return Error{ErrorKind::not_found, why_over(*held.checkout), "ResourceNotFoundException"};
    }
    LICET_TRY_VOID(require_operation(state, account, held.id,
                                     AllowedOperation::ExtendConsumptionLicense,
                                     "ExtendConsumptionLicense", now));
    LICET_TRY_VOID(require_still_given(state, held, now));
    const LicenseVersion& version = current(*held.license);
    const std::chrono::minutes period{provisional_minutes(version)};
    const Time before = held.checkout->expires_at;
    const Time end = std::min<Time>(before + period, lease_end(version, now, 2 * period.count()));
    if (end <= before) {
        return ExtensionDecision{before, {}};
    }
    return ExtensionDecision{end, {ConsumptionExtended{held.key, now, end}}};
}

}  // namespace licet::model
