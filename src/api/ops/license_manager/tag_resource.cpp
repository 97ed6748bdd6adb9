// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/license_manager/permissions.h"
#include "api/license_manager/shapes.h"
#include "model/license/tagging.h"

namespace licet::api {
namespace {

struct Request {
    license_manager::Arn ResourceArn;
    List<WireTag, 1, INT64_MAX> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceArn, Tags))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY_VOID(license_manager::admit(call));
    std::vector<model::Tag> tags;
    for (const auto& tag : request.Tags) {
        tags.push_back({tag.Key, tag.Value});
    }
    LICET_TRY(auto events,
              model::tag_resource(call.state(), request.ResourceArn, tags, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::LicenseManager::Resource", request.ResourceArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = license_manager::on_resource(call, request.ResourceArn);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidParameterValueException"};

}  // namespace

extern constinit const Operation op_license_manager_tag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kLicenseManager,
         .name = "TagResource",
         .doc = "Puts tags on a license or a grant.",
         .access = Access::write,
         .needs = {.resources = {&license_manager::kLicense, &license_manager::kGrant},
                   .keys = kTaggingKeys},
         .errors = kErrors});

}  // namespace licet::api
