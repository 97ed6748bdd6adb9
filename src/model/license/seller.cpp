// SPDX-License-Identifier: Apache-2.0
#include "model/license/seller.h"

#include "model/bedrock/regions.h"
#include "model/grant/returning.h"
#include "model/license/quotas.h"
#include "model/state.h"

#include <iterator>
#include <set>

namespace licet::model {
namespace {

/// Source: rule LM-19.
Error redirect(const std::string& home_region) {
    return {ErrorKind::conflict,
            "the home region of the license is " + home_region + "; send the request there",
            "RedirectException",
            {{"Location", home_region}}};
}

/// Source: rule CO-1.
Result<void> check_entitlements(const std::vector<Entitlement>& entitlements) {
    std::set<std::string_view> names;
    for (const Entitlement& entitlement : entitlements) {
        const std::string which = "entitlement `" + entitlement.name + "` ";
        if (!names.insert(entitlement.name).second) {
            return validation_error(which + "is given twice");
        }
        const bool feature = entitlement.unit == "None";
        if (feature && (entitlement.max_count || entitlement.overage)) {
            return validation_error(
                which + "has unit None: it can have a Value, but neither MaxCount nor Overage");
        }
        if (!feature && entitlement.value) {
            return validation_error(which + "is counted in " + entitlement.unit +
                                    ": it can have a MaxCount, but no Value");
        }
        if (is_quota_key(entitlement.name)) {
            LICET_TRY_VOID(check_quota(entitlement));
        }
    }
    return {};
}

Result<void> check_terms(const LicenseTerms& terms) {
    if (terms.valid_until && *terms.valid_until <= terms.valid_from) {
        return validation_error("Validity.End must be after Validity.Begin");
    }
    return check_entitlements(terms.entitlements);
}

LicenseVersion version_with(const LicenseTerms& terms, LicenseStatus status, Time now) {
    return {.status = status,
            .license_name = terms.license_name,
            .product_name = terms.product_name,
            .valid_from = terms.valid_from,
            .valid_until = terms.valid_until,
            .entitlements = terms.entitlements,
            .created_at = now,
            .issuer_name = terms.issuer_name,
            .sign_key = terms.sign_key,
            .consumption = terms.consumption,
            .metadata = terms.metadata};
}

void remember(LicenseDecision& decision, const std::optional<RequestKey>& request) {
    if (request) {
        decision.events.emplace_back(RequestRemembered{.key = request->key,
                                                       .input = request->input,
                                                       .resource = decision.id,
                                                       .version = decision.version});
    }
}

/// The caller's own license, to be changed.
Result<ReceivedLicense> own_license(const State& state, std::string_view arn,
                                    const Context& context) {
    LICET_TRY(ReceivedLicense license, license_for(state, context.actor.account, arn, context.now));
    if (license.license->issuer != context.actor.account) {
        return access_denied(
            "only the account that issued a license can change or delete it; this one was issued "
            "by " +
            license.license->issuer.text());
    }
    if (license.license->home_region != context.region) {
        return redirect(license.license->home_region);
    }
    return license;
}

Result<void> require_current(const License& license, const std::string& source_version) {
    if (source_version == std::to_string(license.versions.size())) {
        return {};
    }
    return Error{ErrorKind::conflict,
                 "SourceVersion `" + source_version.substr(0, 64) +
                     "` is not the current version " + std::to_string(license.versions.size()),
                 "ConflictException"};
}

Error limit_exceeded(const std::string& message) {
    return {ErrorKind::exhausted, message, "ResourceLimitExceededException"};
}

Result<void> require_room(const Licenses& state, AccountId issuer) {
    const auto found = state.issued.find(issuer);
    const IssuedLicenses issued = found == state.issued.end() ? IssuedLicenses{} : found->second;
    if (issued.all - issued.deleted >= kLicensesMax) {
        return limit_exceeded("the account has issued " + std::to_string(kLicensesMax) +
                              " licenses, the most it may have; delete those that nobody uses");
    }
    if (issued.all >= kLicensesEverMax) {
        return limit_exceeded("the account has issued " + std::to_string(kLicensesEverMax) +
                              " licenses, deleted ones included, the most it may; use "
                              "CreateLicenseVersion to change a license, or issue from another "
                              "account");
    }
    return {};
}

}  // namespace

Result<LicenseDecision> issue_license(const State& state, const IssueLicense& command,
                                      const Context& context) {
    const LicenseTerms& terms = command.terms;
    if (find_region(terms.home_region) == nullptr) {
        return validation_error("HomeRegion `" + terms.home_region.substr(0, 64) +
                                "` is not a region");
    }
    if (terms.home_region != context.region) {
        return redirect(terms.home_region);
    }
    LICET_TRY_VOID(check_terms(terms));
    if (terms.valid_until && *terms.valid_until <= context.now) {
        return validation_error("Validity.End is in the past");
    }
    LICET_TRY_VOID(require_room(state.license, context.actor.account));
    LicenseDecision decision{.id = Id128::random(context.random), .events = {}};
    const AccountId issuer = context.actor.account;
    decision.events.emplace_back(LicenseIssued{
        .id = decision.id,
        .details = {.issuer = issuer,
                    .issuer_name = terms.issuer_name,
                    .holder = issuer,
                    .product_sku = command.product_sku,
                    .agreement = {},
                    .holder_grant = {},
                    .home_region = terms.home_region,
                    .created_at = context.now,
                    .versions = {version_with(terms, LicenseStatus::AVAILABLE, context.now)},
                    .tags = command.tags,
                    .beneficiary = command.beneficiary}});
    remember(decision, command.request);
    return decision;
}

Result<LicenseDecision> revise_license(const State& state, const ReviseLicense& command,
                                       const Context& context) {
    LICET_TRY(const ReceivedLicense own, own_license(state, command.license_arn, context));
    const License& license = *own.license;
    if (command.source_version) {
        LICET_TRY_VOID(require_current(license, *command.source_version));
    }
    if (is_deleted(license)) {
        return validation_error("the license is deleted and can no longer be changed",
                                ErrorKind::conflict);
    }
    if (command.status != LicenseStatus::AVAILABLE &&
        command.status != LicenseStatus::DEACTIVATED &&
        command.status != LicenseStatus::SUSPENDED) {
        return validation_error("Status can only be set to AVAILABLE, DEACTIVATED or SUSPENDED");
    }
    if (command.terms.home_region != license.home_region) {
        return validation_error("HomeRegion cannot be changed: it is " + license.home_region);
    }
    LICET_TRY_VOID(check_terms(command.terms));
    if (license.versions.size() >= kLicenseVersionsMax) {
        return limit_exceeded("the license has " + std::to_string(kLicenseVersionsMax) +
                              " versions, the most it may have; delete it and issue another");
    }
    LicenseDecision decision{.id = own.id,
                             .status = command.status,
                             .version = static_cast<std::uint32_t>(license.versions.size() + 1),
                             .events = {}};
    LicenseVersion next = version_with(command.terms, command.status, context.now);
    Events consequences = one_active_after(state, own.id, next, context.now);
    decision.events.emplace_back(LicenseVersionAdded{own.id, std::move(next)});
    std::move(consequences.begin(), consequences.end(), std::back_inserter(decision.events));
    remember(decision, command.request);
    return decision;
}

Result<LicenseDecision> delete_license(const State& state, const DeleteLicense& command,
                                       const Context& context) {
    LICET_TRY(const ReceivedLicense own, own_license(state, command.license_arn, context));
    const License& license = *own.license;
    LICET_TRY_VOID(require_current(license, command.source_version));
    if (is_deleted(license)) {
        return validation_error("the license is deleted already", ErrorKind::conflict);
    }
    LicenseVersion last = current(license);
    last.status = LicenseStatus::PENDING_DELETE;
    last.created_at = context.now;
    return LicenseDecision{.id = own.id,
                           .status = LicenseStatus::PENDING_DELETE,
                           .version = static_cast<std::uint32_t>(license.versions.size() + 1),
                           .events = {LicenseVersionAdded{own.id, std::move(last)}}};
}

}  // namespace licet::model
