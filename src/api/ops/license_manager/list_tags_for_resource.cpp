// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/license/tagging.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn ResourceArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceArn))

struct Response {
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Tags))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(const auto tags, model::tags_of_resource(call.state(), call.account(),
                                                       request.ResourceArn, call.context().now));
    Response response;
    for (const auto& [key, value] : tags) {
        response.Tags.push_back({key, value});
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return license_manager::on_resource(call, request.ResourceArn);
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_list_tags_for_resource =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "ListTagsForResource",
         .doc = "Lists the tags of a license or a grant; to others than its grantor the scope of a "
                "grant.",
         .access = Access::read,
         .needs = {.resources = {&license_manager::kLicense, &license_manager::kGrant},
                   .keys = kTaggedKeys},
         .errors = kErrors});

}  // namespace licet::api
