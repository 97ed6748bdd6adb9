// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/consumption.h"
#include "api/license_manager/permissions.h"
#include "model/license/quotas.h"
#include "model/state.h"
#include "quota/ledger.h"

#include <algorithm>

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn LicenseArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArn))

struct EntitlementUsage {
    std::string Name;
    std::string ConsumedValue;
    std::optional<std::string> MaxCount;
    std::string Unit;
};
BOOST_DESCRIBE_STRUCT(EntitlementUsage, (), (Name, ConsumedValue, MaxCount, Unit))

struct LicenseUsage {
    std::vector<EntitlementUsage> EntitlementUsages;
};
BOOST_DESCRIBE_STRUCT(LicenseUsage, (), (EntitlementUsages))

struct Response {
    api::LicenseUsage LicenseUsage;
};
BOOST_DESCRIBE_STRUCT(Response, (), (LicenseUsage))

/// Of the entitlements that are quotas: what model calls spent and hold. They are not checked out.
void add_quotas(const Call& call, const model::ReceivedLicense& license,
                std::vector<model::EntitlementUsage>& usages) {
    const auto quotas = model::quotas_of(license.id, model::current(*license.license));
    if (quotas == nullptr) {
        return;
    }
    for (const auto& quota : *quotas) {
        const auto usage = std::find_if(usages.begin(), usages.end(),
                                        [&](const auto& one) { return one.name == quota.key; });
        if (usage != usages.end()) {
            const auto standing = call.services.quotas.standing(quota, {}, call.context().now);
            usage->consumed = standing.spent + standing.held;
        }
    }
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const Time now = call.context().now;
    LICET_TRY(const auto license,
              model::license_for(call.state(), call.account(), request.LicenseArn, now));
    Response response;
    auto usages = model::usage_of(call.state(), license.id, *license.license, now);
    add_quotas(call, license, usages);
    for (auto& usage : usages) {
        response.LicenseUsage.EntitlementUsages.push_back(
            {.Name = std::move(usage.name),
             .ConsumedValue = std::to_string(usage.consumed),
             .MaxCount =
                 usage.max_count ? std::optional{std::to_string(*usage.max_count)} : std::nullopt,
             .Unit = std::move(usage.unit)});
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_get_license_usage =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "GetLicenseUsage",
         .doc = "Shows how many units of a license's entitlements are in use, by all accounts; of "
                "quotas, what is spent in the window and held.",
         .access = Access::read,
         .for_bearers = true,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
