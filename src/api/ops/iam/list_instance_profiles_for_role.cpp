// SPDX-License-Identifier: Apache-2.0
#include "api/iam/paging.h"
#include "api/iam/shapes.h"
#include "api/iam/targets.h"

namespace licet::api {
namespace {

struct Request : iam::RoleTarget {
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::RoleTarget), (Marker, MaxItems))

struct InstanceProfile {
    std::string Path;
    std::string InstanceProfileName;
    std::string InstanceProfileId;
    std::string Arn;
    Time CreateDate;
    std::vector<iam::Role> Roles;
};
BOOST_DESCRIBE_STRUCT(InstanceProfile, (),
                      (Path, InstanceProfileName, InstanceProfileId, Arn, CreateDate, Roles))

struct Response {
    std::vector<InstanceProfile> InstanceProfiles;
    bool IsTruncated = false;
};
BOOST_DESCRIBE_STRUCT(Response, (), (InstanceProfiles, IsTruncated))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY_VOID(model::require_identity(call.state(), iam::identity_of(call, request)));
    LICET_TRY_VOID(iam::page_of({call, "nothing"}, request.Marker, request.MaxItems));
    return Response{};
}

}  // namespace

extern constinit const Operation op_iam_list_instance_profiles_for_role =
    operation<Request, Response, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "ListInstanceProfilesForRole",
         .doc = "Lists the instance profiles of a role: there are no machines to have any.",
         .access = Access::read,
         .needs = iam::kOnRole});

}  // namespace licet::api
