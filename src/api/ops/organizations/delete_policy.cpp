// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"

namespace licet::api {
namespace {

struct Request {
    organizations::PolicyId PolicyId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::delete_organization_policy(call.state(), {request.PolicyId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Policy", request.PolicyId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.PolicyId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException", "PolicyInUseException",
                                        "PolicyNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_delete_policy =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "DeletePolicy",
         .doc = "Deletes a policy that is attached nowhere.",
         .access = Access::write,
         .needs = organizations::kOnPolicy,
         .errors = kErrors});

}  // namespace licet::api
