// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn GrantArn;
    std::optional<std::string> Version;
};
BOOST_DESCRIBE_STRUCT(Request, (), (GrantArn, Version))

struct Response {
    license_manager::Grant Grant;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Grant))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto view, model::view_for(call.state(), call.account(), request.GrantArn));
    if (request.Version) {
        LICET_TRY(const auto version, license_manager::parse_version(*request.Version));
        auto then = model::find_view(call.state(), view.id, version);
        if (!then) {
            return Error{ErrorKind::not_found,
                         "the grant has no version " + std::to_string(version),
                         "ResourceNotFoundException"};
        }
        view = *std::move(then);
    }
    return Response{license_manager::show_grant(call.state(), view)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_grant(call, request.GrantArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_get_grant =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "GetGrant",
         .doc = "Shows a grant at its current or an earlier version.",
         .access = Access::read,
         .needs = license_manager::kOnGrant,
         .errors = kErrors});

}  // namespace licet::api
