// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "model/organization/trusted_access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::ServicePrincipalName ServicePrincipal;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ServicePrincipal))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::enable_trusted_access(call.state(), {request.ServicePrincipal},
                                                        call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::ServicePrincipal", request.ServicePrincipal);
    return Empty{};
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = permit("*");
    organizations::add_service(permissions, request.ServicePrincipal);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ConstraintViolationException"};

}  // namespace

extern constinit const Operation op_organizations_enable_aws_service_access =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "EnableAWSServiceAccess",
         .doc = "Gives an AWS service trusted access to the organization.",
         .access = Access::write,
         .needs = organizations::kOnService,
         .errors = kErrors});

}  // namespace licet::api
