// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn LicenseArn;
    std::optional<std::string> Version;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArn, Version))

struct Response {
    license_manager::License License;
};
BOOST_DESCRIBE_STRUCT(Response, (), (License))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto license, model::license_for(call.state(), call.account(),
                                                     request.LicenseArn, call.context().now));
    std::size_t version = license.license->versions.size();
    if (request.Version) {
        LICET_TRY(const auto wanted, license_manager::parse_version(*request.Version));
        if (wanted > version) {
            return Error{ErrorKind::not_found,
                         "the license has no version " + std::to_string(wanted),
                         "ResourceNotFoundException"};
        }
        version = wanted;
    }
    return Response{
        license_manager::show_license(call.state(), license, version, call.context().now)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_get_license =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "GetLicense",
         .doc = "Shows a license that the account holds or received, "
                "at its current or an earlier version.",
         .access = Access::read,
         .for_bearers = true,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
