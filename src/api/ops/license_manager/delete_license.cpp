// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/license_call.h"
#include "api/license_manager/permissions.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn LicenseArn;
    std::string SourceVersion;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArn, SourceVersion))

/// Source: LicenseDeletionStatus of the service model.
enum class DeletionStatus { PENDING_DELETE, DELETED };
BOOST_DESCRIBE_ENUM(DeletionStatus, PENDING_DELETE, DELETED)

struct Response {
    DeletionStatus Status = DeletionStatus::PENDING_DELETE;
    std::string DeletionDate;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Status, DeletionDate))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto decision,
              model::delete_license(call.state(), {request.LicenseArn, request.SourceVersion},
                                    call.context()));
    license_manager::commit(call, std::move(decision));
    return Response{.DeletionDate = format_iso8601(call.context().now)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException", "RedirectException",
                                        "ConflictException"};

}  // namespace

extern constinit const Operation op_license_manager_delete_license =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "DeleteLicense",
         .doc = "Deletes a license that the account issued. It stays readable for six months.",
         .access = Access::write,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
