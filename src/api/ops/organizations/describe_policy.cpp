// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::PolicyId PolicyId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyId))

struct Response {
    organizations::Policy Policy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policy))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_policy(state, organization, request.PolicyId));
    return Response{organizations::show_policy(state, organization, request.PolicyId)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.PolicyId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "PolicyNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_policy =
    operation<Request, Response, run, permissions>({.service = &wire::kOrganizations,
                                                    .name = "DescribePolicy",
                                                    .doc = "Describes a policy, with its content.",
                                                    .access = Access::read,
                                                    .needs = organizations::kOnPolicy,
                                                    .errors = kErrors});

}  // namespace licet::api
