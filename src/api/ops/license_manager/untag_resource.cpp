// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/license/tagging.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn ResourceArn;
    List<std::string, 1, INT64_MAX> TagKeys;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceArn, TagKeys))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    LICET_TRY(auto events, model::untag_resource(call.state(), request.ResourceArn, request.TagKeys,
                                                 call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::LicenseManager::Resource", request.ResourceArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = license_manager::on_resource(call, request.ResourceArn);
    permissions.front().tag_keys = asked_tag_keys(request.TagKeys);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_untag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "UntagResource",
         .doc = "Takes tags off a license or a grant.",
         .access = Access::write,
         .needs = {.resources = {&license_manager::kLicense, &license_manager::kGrant},
                   .keys = kTaggingKeys},
         .errors = kErrors});

}  // namespace licet::api
