// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "model/grant/answer_grant.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn GrantArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (GrantArn))

Result<license_manager::GrantAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto decision, model::reject_grant(call.state(), request.GrantArn, call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_grant(call, request.GrantArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_reject_grant =
    operation<Request, license_manager::GrantAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "RejectGrant",
         .doc = "Refuses a grant to the account for good.",
         .access = Access::write,
         .needs = license_manager::kOnGrant,
         .errors = kErrors});

}  // namespace licet::api
