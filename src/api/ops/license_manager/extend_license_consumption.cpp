// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/consumption.h"
#include "model/checkout/hold.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::ConsumptionToken LicenseConsumptionToken;
    std::optional<bool> DryRun;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseConsumptionToken, DryRun))

struct Response {
    std::string LicenseConsumptionToken;
    std::string Expiration;  ///< of a dry run: the one that the extension would bring
};
BOOST_DESCRIBE_STRUCT(Response, (), (LicenseConsumptionToken, Expiration))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto decision, model::extend_consumption(
                                 call.state(), request.LicenseConsumptionToken, call.context()));
    if (!request.DryRun.value_or(false) && !decision.events.empty()) {
        call.transaction.commit(std::move(decision.events));
    }
    return Response{.LicenseConsumptionToken = request.LicenseConsumptionToken,
                    .Expiration = format_iso8601(decision.expires_at)};
}

}  // namespace

extern constinit const Operation op_license_manager_extend_license_consumption =
    operation<Request, Response, run>(
        {.service = &wire::kLicenseManager,
         .name = "ExtendLicenseConsumption",
         .doc = "Adds a period to a checkout's lease, or says whether it could.",
         .access = Access::write,
         .for_bearers = true});

}  // namespace licet::api
