// SPDX-License-Identifier: Apache-2.0
#include "model/grant/delete_grant.h"
#include "api/define.h"
#include "api/license_manager/grant_call.h"
#include "api/license_manager/permissions.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn GrantArn;
    std::optional<license_manager::StatusReason> StatusReason;
    std::string Version;
};
BOOST_DESCRIBE_STRUCT(Request, (), (GrantArn, StatusReason, Version))

Result<license_manager::GrantAnswer> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    const model::DeleteGrant command{
        .grant_arn = request.GrantArn,
        .version = request.Version,
        .status_reason = request.StatusReason.value_or(license_manager::StatusReason{})};
    LICET_TRY(auto decision, model::delete_grant(call.state(), command, call.context()));
    return license_manager::commit(call, std::move(decision));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_own_grant(call, request.GrantArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_delete_grant =
    operation<Request, license_manager::GrantAnswer, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "DeleteGrant",
         .doc = "Revokes a grant and all its sub-grants for good.",
         .access = Access::write,
         .needs = license_manager::kOnOwnGrant,
         .errors = kErrors});

}  // namespace licet::api
