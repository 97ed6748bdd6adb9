// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/license_call.h"

#include "model/state.h"

namespace licet::api::license_manager {
namespace {

template <typename T>
std::optional<std::string> text_in(const std::optional<T>& given) {
    return given ? std::optional{std::string{*given}} : std::nullopt;
}

model::Consumption consumption_in(const NewConsumption& given) {
    model::Consumption consumption{.renew_type = given.RenewType.value_or(model::RenewType::None)};
    if (given.ProvisionalConfiguration) {
        consumption.provisional_minutes =
            given.ProvisionalConfiguration->MaxTimeToLiveInMinutes.value;
    }
    if (given.BorrowConfiguration) {
        consumption.borrow = {.allow_early_check_in = given.BorrowConfiguration->AllowEarlyCheckIn,
                              .minutes = given.BorrowConfiguration->MaxTimeToLiveInMinutes.value};
    }
    return consumption;
}

/// Requires that the text is a moment, as the request's types say.
Time moment_in(const Moment& text) {
    return parse_iso8601(text).value();
}

LicenseAnswer answer_of(const model::License& license, const Id128& id, std::size_t version) {
    return {.LicenseArn = model::license_arn(license.issuer, id),
            .Status = license.versions.at(version - 1).status,
            .Version = std::to_string(version)};
}

}  // namespace

bool is_moment(std::string_view text) {
    return parse_iso8601(text).ok();
}

model::LicenseTerms terms_in(const Terms& given) {
    model::LicenseTerms terms{.license_name = given.LicenseName,
                              .product_name = given.ProductName,
                              .issuer_name = given.Issuer.Name,
                              .sign_key = text_in(given.Issuer.SignKey),
                              .home_region = given.HomeRegion,
                              .valid_from = moment_in(given.Validity.Begin),
                              .valid_until = {},
                              .entitlements = {},
                              .consumption = consumption_in(given.ConsumptionConfiguration),
                              .metadata = {}};
    if (given.Validity.End) {
        terms.valid_until = moment_in(*given.Validity.End);
    }
    for (const auto& entitlement : given.Entitlements) {
        terms.entitlements.push_back({.name = entitlement.Name,
                                      .unit = entitlement.Unit,
                                      .value = text_in(entitlement.Value),
                                      .max_count = {},
                                      .overage = entitlement.Overage.value_or(false),
                                      .allow_check_in = entitlement.AllowCheckIn.value_or(false)});
        if (entitlement.MaxCount) {
            terms.entitlements.back().max_count = entitlement.MaxCount->value;
        }
    }
    for (const auto& item : given.LicenseMetadata.value_or(List<NewMetadata, 0, kMetadataMax>{})) {
        terms.metadata.push_back(
            {text_in(item.Name).value_or(""), text_in(item.Value).value_or("")});
    }
    return terms;
}

Result<std::optional<LicenseAnswer>> license_answer_again(const Call& call,
                                                          const model::RequestKey& key) {
    LICET_TRY(const auto known, model::recall(call.state().idempotency, key.key, key.input));
    if (!known) {
        return std::optional<LicenseAnswer>{};
    }
    const auto* license = model::find_license(call.state().license, known->resource);
    LICET_CHECK(license != nullptr);
    return std::optional{answer_of(*license, known->resource, known->version)};
}

LicenseAnswer commit(Call& call, model::LicenseDecision decision) {
    call.transaction.commit(std::move(decision.events));
    const auto* license = model::find_license(call.state().license, decision.id);
    auto answer = answer_of(*license, decision.id, decision.version);
    call.transaction.touch("AWS::LicenseManager::License", answer.LicenseArn);
    return answer;
}

}  // namespace licet::api::license_manager
