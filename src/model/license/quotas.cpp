// SPDX-License-Identifier: Apache-2.0
#include "model/license/quotas.h"

#include "model/grant/rules.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

Error fault(std::string_view name, std::string_view reason) {
    return validation_error(fmt::format("quota `{}`: {}", name, reason));
}

}  // namespace

Result<Quota> read_entitlement_quota(std::string_view name,
                                     const std::optional<std::int64_t>& max_count) {
    LICET_TRY(auto quota, read_quota(name, max_count ? std::to_string(*max_count) : "1"));
    if (!max_count) {
        return fault(name, "the entitlement needs a count that it is limited to");
    }
    if (quota.sharing != QuotaSharing::all) {
        return fault(name,
                     "what a license gives is shared by all who use it; set quotas that are for "
                     "each as tags of its grants");
    }
    return quota;
}

Result<void> check_quota(const Entitlement& entitlement) {
    if (entitlement.unit != "Count" || entitlement.overage) {
        return fault(entitlement.name, "the entitlement must have Unit Count and no Overage");
    }
    LICET_TRY_VOID(read_entitlement_quota(entitlement.name, entitlement.max_count));
    return {};
}

Quotas quotas_of(const Id128& license, const LicenseVersion& version) {
    std::vector<Quota> quotas;
    for (const auto& entitlement : version.entitlements) {
        if (!is_quota_key(entitlement.name)) {
            continue;
        }
        auto quota = read_entitlement_quota(entitlement.name, entitlement.max_count);
        if (quota.ok()) {  // else nobody was let set it
            quota->license = license.text();
            quotas.push_back(*std::move(quota));
        }
    }
    return quotas.empty() ? nullptr : std::make_shared<const std::vector<Quota>>(std::move(quotas));
}

}  // namespace licet::model
