// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/consumption.h"
#include "model/checkout/hold.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::ConsumptionToken LicenseConsumptionToken;
    std::optional<license_manager::Beneficiary> Beneficiary;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseConsumptionToken, Beneficiary))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto events, model::check_in(call.state(),
                                           {.token = request.LicenseConsumptionToken,
                                            .beneficiary = request.Beneficiary},
                                           call.context()));
    call.transaction.commit(std::move(events));
    return Empty{};
}

}  // namespace

extern constinit const Operation op_license_manager_check_in_license =
    operation<Request, Empty, run>(
        {.service = &wire::kLicenseManager,
         .name = "CheckInLicense",
         .doc = "Gives the units of a checkout back before its lease ends.",
         .access = Access::write,
         .for_bearers = true});

}  // namespace licet::api
