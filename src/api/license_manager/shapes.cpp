// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/shapes.h"

#include "model/grant/rules.h"
#include "model/license/subscription.h"
#include "model/state.h"

#include <algorithm>
#include <charconv>

namespace licet::api::license_manager {
namespace {

std::optional<std::string> none_if_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

std::vector<Entitlement> show_entitlements(const std::vector<model::Entitlement>& entitlements) {
    std::vector<Entitlement> shown;
    for (const auto& entitlement : entitlements) {
        shown.push_back({.Name = entitlement.name,
                         .Value = entitlement.value,
                         .MaxCount = entitlement.max_count,
                         .Overage = entitlement.overage,
                         .Unit = entitlement.unit,
                         .AllowCheckIn = entitlement.allow_check_in});
    }
    return shown;
}

ConsumptionConfiguration show_consumption(const model::License& license,
                                          const model::Consumption& consumption) {
    ConsumptionConfiguration shown{.RenewType = consumption.renew_type,
                                   .ProvisionalConfiguration = {},
                                   .BorrowConfiguration = {}};
    if (consumption.provisional_minutes || !model::is_seller_issued(license)) {
        shown.ProvisionalConfiguration = {
            consumption.provisional_minutes.value_or(model::kProvisionalMinutes)};
    }
    if (consumption.borrow) {
        shown.BorrowConfiguration = {consumption.borrow->allow_early_check_in,
                                     consumption.borrow->minutes};
    }
    return shown;
}

std::vector<Metadata> show_metadata(const model::State& state,
                                    const model::ReceivedLicense& received,
                                    const model::LicenseVersion& at) {
    std::vector<Metadata> shown;
    for (const auto& item : at.metadata) {
        shown.push_back({item.name, item.value});
    }
    if (received.is_received()) {
        const AccountId grantor = model::find_grant(state.grant, received.via.parent())->grantor;
        shown.push_back({"grantArn", model::grant_arn(grantor, received.via)});
    }
    return shown;
}

}  // namespace

bool has_no_blank(std::string_view text) {
    return text.find_first_of(" \t\n\v\f\r") == std::string_view::npos;
}

Grant show_grant(const model::State& state, const model::GrantView& view) {
    const auto& license = *model::find_license(state.license, view.license);
    Grant shown{.GrantArn = model::arn_of(view),
                .GrantName = view.at.name,
                .ParentArn = model::parent_arn_of(state, view),
                .LicenseArn = model::license_arn(license.issuer, view.license),
                .GranteePrincipalArn = model::principal_arn(view.grantee),
                .HomeRegion = license.home_region,
                .GrantStatus = view.at.status,
                .StatusReason = none_if_empty(view.at.status_reason),
                .Version = std::to_string(view.at.version),
                .GrantedOperations = show_operations(view.at.operations),
                .Options = std::nullopt};
    if (view.at.activation_override) {
        shown.Options = Options{view.at.activation_override};
    }
    return shown;
}

License show_license(const model::State& state, const model::ReceivedLicense& received,
                     std::size_t version, Time now) {
    const auto& license = *received.license;
    const auto& at = license.versions.at(version - 1);
    const bool last = version == license.versions.size();
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(at.created_at.time_since_epoch());
    return {.LicenseArn = model::license_arn(license.issuer, received.id),
            .LicenseName = at.license_name,
            .ProductName = at.product_name,
            .ProductSKU = license.product_sku,
            .Issuer = {model::issuer_name(license, at), at.sign_key,
                       model::key_fingerprint(license, at)},
            .HomeRegion = license.home_region,
            .Status = last ? model::status_at(license, now) : at.status,
            .Validity = {format_iso8601(at.valid_from),
                         at.valid_until ? std::optional{format_iso8601(*at.valid_until)}
                                        : std::nullopt},
            .Beneficiary = model::beneficiary_of(license),
            .Entitlements = show_entitlements(at.entitlements),
            .ConsumptionConfiguration = show_consumption(license, at.consumption),
            .LicenseMetadata = show_metadata(state, received, at),
            .CreateTime = std::to_string(seconds.count()),
            .Version = std::to_string(version)};
}

GrantedLicense show_received(const model::State& state, const model::ReceivedLicense& license,
                             Time now) {
    GrantedLicense shown;
    static_cast<License&>(shown) =
        show_license(state, license, license.license->versions.size(), now);
    auto& consumption = shown.ConsumptionConfiguration;
    consumption.BorrowConfiguration.reset();
    if (!consumption.ProvisionalConfiguration) {
        consumption.ProvisionalConfiguration = {model::kProvisionalMinutes};
    }
    shown.ReceivedMetadata = {.ReceivedStatus = license.status,
                              .ReceivedStatusReason = none_if_empty(license.status_reason),
                              .AllowedOperations = show_operations(license.operations)};
    return shown;
}

model::OperationSet operations_in(const std::vector<model::AllowedOperation>& operations) {
    model::OperationSet set;
    for (const auto operation : operations) {
        set.add(operation);
    }
    return set;
}

std::vector<model::AllowedOperation> show_operations(model::OperationSet operations) {
    std::vector<model::AllowedOperation> shown;
    for (int i = 0; i <= static_cast<int>(model::AllowedOperation::CreateToken); ++i) {
        const auto operation = static_cast<model::AllowedOperation>(i);
        if (operations.has(operation)) {
            shown.push_back(operation);
        }
    }
    return shown;
}

Result<void> check_arns(const std::vector<Arn>& arns, std::string_view kind) {
    for (const Arn& arn : arns) {
        LICET_TRY_VOID(model::parse_resource_arn(arn, kind));
    }
    return {};
}

Result<std::uint32_t> parse_version(std::string_view text) {
    std::uint32_t version = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (fault != std::errc{} || end != text.data() + text.size() || version == 0) {
        return Error{ErrorKind::invalid,
                     "Version `" + std::string{text.substr(0, 64)} + "` is not a number from 1",
                     "InvalidParameterValueException"};
    }
    return version;
}

Result<void> admit(const Call& call) {
    return model::require_license_manager_role(call.state(), call.account());
}

}  // namespace licet::api::license_manager
