// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"
#include "model/organization/attachments.h"

namespace licet::api {
namespace {

struct Request {
    organizations::RootId RootId;
    model::PolicyType PolicyType = model::PolicyType::SERVICE_CONTROL_POLICY;
};
BOOST_DESCRIBE_STRUCT(Request, (), (RootId, PolicyType))

struct Response {
    organizations::Root Root;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Root))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::disable_policy_type(
                               call.state(), {request.RootId, request.PolicyType}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Root", request.RootId);
    LICET_TRY(const auto organization,
              model::require_member(call.state().organization, call.account()));
    return Response{organizations::show_root(organization)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_target(call, request.RootId, request.PolicyType);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "PolicyTypeNotEnabledException", "RootNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_disable_policy_type =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "DisablePolicyType",
         .doc = "Detaches all policies of a type and lets none be attached any more.",
         .access = Access::write,
         .needs = {.resources = {&organizations::kRoot},
                   .keys = {policy::Key::aws_resource_tag, policy::Key::organizations_policy_type}},
         .errors = kErrors});

}  // namespace licet::api
