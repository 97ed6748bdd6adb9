// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/consumption.h"

#include "model/state.h"

namespace licet::api::license_manager {

std::vector<model::EntitlementData> entitlements_in(const EntitlementDataList& asked) {
    std::vector<model::EntitlementData> entitlements;
    for (const EntitlementData& one : asked) {
        entitlements.push_back({.name = one.Name, .unit = one.Unit, .value = one.Value});
    }
    return entitlements;
}

std::vector<EntitlementData> show_entitlements(const std::vector<model::EntitlementData>& allowed) {
    std::vector<EntitlementData> shown;
    for (const model::EntitlementData& one : allowed) {
        shown.push_back({.Name = one.name, .Value = one.value, .Unit = one.unit});
    }
    return shown;
}

std::string commit(Call& call, model::CheckoutDecision& decision) {
    const Id128& id = decision.answer.license;
    std::string arn = model::license_arn(model::find_license(call.state().license, id)->issuer, id);
    if (!decision.events.empty()) {
        call.transaction.commit(std::move(decision.events));
        call.transaction.touch("AWS::LicenseManager::License", arn);
    }
    return arn;
}

}  // namespace licet::api::license_manager
