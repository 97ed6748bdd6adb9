// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/keys.h"
#include "api/license_manager/lists.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/state.h"

namespace licet::api {
namespace {

constexpr std::string_view kListing = "ListLicenseVersions";

struct Request {
    license_manager::Arn LicenseArn;
    license_manager::NextToken NextToken;
    license_manager::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (LicenseArn, NextToken, MaxResults))

struct Response {
    std::vector<license_manager::License> Licenses;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Licenses, NextToken))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto page, license_manager::PageFill::begin({call, kListing}, request.NextToken,
                                                          request.MaxResults));
    LICET_TRY(const auto license, model::license_for(call.state(), call.account(),
                                                     request.LicenseArn, call.context().now));
    LICET_TRY(const auto first, license_manager::read_index(page.after()));
    Response response;
    for (std::size_t i = first; i < license.license->versions.size(); ++i) {
        const auto take = [&] {
            response.Licenses.push_back(
                license_manager::show_license(call.state(), license, i + 1, call.context().now));
            return true;
        };
        if (!page.offer(std::to_string(i), take)) {
            break;
        }
    }
    response.NextToken = page.next();
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_license(call, request.LicenseArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_license_versions =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "ListLicenseVersions",
         .doc = "Lists all versions of a license that the account holds or received, oldest first.",
         .access = Access::read,
         .needs = license_manager::kOnLicense,
         .errors = kErrors});

}  // namespace licet::api
