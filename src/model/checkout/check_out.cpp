// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/check_out.h"

#include "model/checkout/terms.h"
#include "model/grant/quota.h"
#include "model/state.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace licet::model {
namespace {

/// Units on a meter stay below this, so that sums never overflow.
constexpr std::int64_t kUnitsMax = std::int64_t{1} << 62;

Error invalid_value(std::string message) {
    return {ErrorKind::invalid, std::move(message), "InvalidParameterValueException"};
}

/// One error for all that CO-6 wants not to be told apart.
Error no_entitlements() {
    return {ErrorKind::exhausted,
            "no license that you have in force gives these entitlements, or its units are all in "
            "use; check ProductSKU, KeyFingerprint and the grant's status, or try again when "
            "units have come back",
            "NoEntitlementsAllowedException"};
}

Result<std::int64_t> quantity_in(const EntitlementData& asked) {
    const std::string text = asked.value.value_or("");
    std::int64_t quantity = -1;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), quantity);
    if (fault != std::errc{} || end != text.data() + text.size() || quantity < 0 ||
        quantity > kUnitsPerCheckout) {
        return invalid_value("Value of entitlement `" + asked.name +
                             "` must say how many: a whole number from 0 to " +
                             std::to_string(kUnitsPerCheckout));
    }
    return quantity;
}

/// What the request says by itself, whatever the license. Source: rule CO-5.
Result<void> check_asked(const std::vector<EntitlementData>& asked) {
    std::set<std::string_view> names;
    for (const EntitlementData& entitlement : asked) {
        if (!names.insert(entitlement.name).second) {
            return invalid_value("entitlement `" + entitlement.name + "` is asked for twice");
        }
        if (is_quota_key(entitlement.name)) {
            return invalid_value("entitlement `" + entitlement.name +
                                 "` is a quota, which model calls use up; it is not checked out");
        }
        if (entitlement.unit != kNoUnit) {
            LICET_TRY_VOID(quantity_in(entitlement));
        }
    }
    return {};
}

/// How units are to be taken of one license.
struct Terms {
    const State& state;
    const Id128& id;
    const License& license;
    CheckoutKind kind;
    Time now;

    const LicenseVersion& version() const { return current(license); }
};

/// @return NoEntitlementsAllowedException when so many units are not left. Source: rules CO-2,
/// CO-6.
Result<void> require_room(const Terms& terms, const Entitlement& entitlement,
                          std::int64_t quantity) {
    const Meter* meter = find_meter(terms.state.checkout, terms.id, entitlement.name);
    const std::int64_t used =
        meter == nullptr ? 0 : used_at(terms.state.checkout, *meter, terms.version(), terms.now);
    const bool limited = entitlement.max_count && !entitlement.overage;
    const std::int64_t most = limited ? std::min(*entitlement.max_count, kUnitsMax) : kUnitsMax;
    return used > most - quantity ? Result<void>{no_entitlements()} : Result<void>{};
}

/// @return how many units to take of a countable entitlement.
Result<std::int64_t> take_units(const Terms& terms, const Entitlement& entitlement,
                                const EntitlementData& asked) {
    if (asked.unit != entitlement.unit) {
        return invalid_value("entitlement `" + asked.name + "` is counted in `" + entitlement.unit +
                             "`; ask for it with that Unit and a quantity");
    }
    LICET_TRY(const std::int64_t quantity, quantity_in(asked));
    if (quantity == 0 && entitlement.max_count) {
        return invalid_value("entitlement `" + asked.name +
                             "` is limited; ask for at least one unit of it");
    }
    LICET_TRY_VOID(require_room(terms, entitlement, quantity));
    return quantity;
}

/// What is taken and what it is answered with.
struct Taking {
    std::vector<TakenEntitlement> taken;
    std::vector<EntitlementData> allowed;
};

EntitlementData answer_for(const Entitlement& entitlement, std::int64_t units) {
    return {.name = entitlement.name,
            .unit = entitlement.unit,
            .value = entitlement.unit == kNoUnit ? entitlement.value : std::to_string(units)};
}

/// @return nothing for a feature that the license has not, and that others may stand in for.
Result<std::optional<TakenEntitlement>> take_one(const Terms& terms, const EntitlementData& asked) {
    const Entitlement* entitlement = find_entitlement(terms.version(), asked.name);
    if (entitlement == nullptr) {
        if (terms.kind == CheckoutKind::borrowed) {
            return Error{ErrorKind::invalid, "the license has no entitlement `" + asked.name + "`",
                         "EntitlementNotAllowedException"};
        }
        if (asked.unit != kNoUnit) {
            return no_entitlements();
        }
        return std::optional<TakenEntitlement>{};
    }
    TakenEntitlement taken{.name = asked.name};
    if (entitlement->unit != kNoUnit) {
        LICET_TRY(taken.units, take_units(terms, *entitlement, asked));
    } else if (asked.unit != kNoUnit) {
        return invalid_value("entitlement `" + asked.name +
                             "` is a feature, not counted; ask for it with Unit `None`");
    }
    return std::optional{std::move(taken)};
}

Result<Taking> take(const Terms& terms, const std::vector<EntitlementData>& asked) {
    Taking taking;
    for (const EntitlementData& entitlement : asked) {
        LICET_TRY(auto taken, take_one(terms, entitlement));
        if (taken) {
            taking.allowed.push_back(
                answer_for(*find_entitlement(terms.version(), taken->name), taken->units));
            taking.taken.push_back(*std::move(taken));
        }
    }
    if (taking.taken.empty()) {
        return no_entitlements();
    }
    return taking;
}

Time end_of(const Terms& terms) {
    switch (terms.kind) {
        case CheckoutKind::provisional:
            return lease_end(terms.version(), terms.now, provisional_minutes(terms.version()));
        case CheckoutKind::borrowed:
            return lease_end(terms.version(), terms.now,
                             terms.version().consumption.borrow->minutes);
        case CheckoutKind::perpetual:
            break;
    }
    return terms.now;
}

CheckoutDecision decide(const Terms& terms, Taking taking, AccountId account,
                        const RequestKey& request) {
    CheckedOut event{.key = request.key,
                     .at = terms.now,
                     .kind = terms.kind,
                     .account = account,
                     .license = terms.id,
                     .version = static_cast<std::uint32_t>(terms.license.versions.size()),
                     .input = request.input,
                     .expires_at = end_of(terms),
                     .taken = std::move(taking.taken),
                     .renewed_at = last_renewal(terms.version(), terms.now)};
    return {.answer = {.token = {terms.kind, request.key},
                       .license = terms.id,
                       .issued_at = event.at,
                       .expires_at = event.expires_at,
                       .allowed = std::move(taking.allowed)},
            .events = {std::move(event)}};
}

/// The answer that the request had before; nothing for a new ClientToken. Source: rule GR-33.
Result<std::optional<CheckoutDecision>> recall(const State& state, const RequestKey& request,
                                               Time now) {
    const Checkouts& checkouts = state.checkout;
    const Checkout* known = find_checkout(checkouts, request.key, now);
    if (known == nullptr) {
        return std::optional<CheckoutDecision>{};
    }
    if (known->input != request.input) {
        return validation_error(
            "this ClientToken was used before with other parameters; use a new token for a new "
            "request");
    }
    const Id128& id = checkouts.meters[known->first.meter].license;
    CheckoutAnswer answer{.token = {known->kind, request.key},
                          .license = id,
                          .issued_at = known->issued_at,
                          .expires_at = known->expires_at,
                          .allowed = {}};
    const License& license = *find_license(state.license, id);
    const LicenseVersion& version = license.versions.at(known->version - 1);
    for (const MeteredUnits& taken : taken_by(checkouts, request.key, *known)) {
        const Entitlement* entitlement =
            find_entitlement(version, checkouts.meters[taken.meter].entitlement);
        answer.allowed.push_back(answer_for(*entitlement, taken.units));
    }
    return std::optional{CheckoutDecision{.answer = std::move(answer), .events = {}}};
}

}  // namespace

Result<CheckoutDecision> check_out(const State& state, const CheckOut& command,
                                   const Context& context) {
    const AccountId account = context.actor.account;
    const Time now = checkout_time(state.checkout, context.now);
    LICET_TRY_VOID(check_asked(command.entitlements));
    LICET_TRY(auto known, recall(state, command.request, now));
    if (known) {
        return *std::move(known);
    }
    LICET_TRY(const auto licenses, choose_licenses(state, account, command.license,
                                                   AllowedOperation::CheckoutLicense, now));
    Error refusal = no_entitlements();
    for (const Id128& id : licenses) {
        const Terms terms{state, id, *find_license(state.license, id), command.kind, now};
        auto taking = take(terms, command.entitlements);
        if (taking.ok()) {
            return decide(terms, std::move(*taking), account, command.request);
        }
        refusal = taking.error();
    }
    return refusal;
}

Result<CheckoutDecision> borrow(const State& state, const Borrow& command, const Context& context) {
    const AccountId account = context.actor.account;
    const Time now = checkout_time(state.checkout, context.now);
    LICET_TRY_VOID(check_asked(command.entitlements));
    LICET_TRY(const ReceivedLicense license, license_for(state, account, command.license_arn, now));
    LICET_TRY(auto known, recall(state, command.request, now));
    if (known) {
        return *std::move(known);
    }
    if (!may_use(state, account, license.id, AllowedOperation::CheckoutBorrowLicense, now)) {
        return no_entitlements();
    }
    const Terms terms{state, license.id, *license.license, CheckoutKind::borrowed, now};
    if (!terms.version().consumption.borrow) {
        return validation_error(
            "this license is not for offline use: its ConsumptionConfiguration has no "
            "BorrowConfiguration");
    }
    LICET_TRY(auto taking, take(terms, command.entitlements));
    return decide(terms, std::move(taking), account, command.request);
}

}  // namespace licet::model
