// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "model/organization/delegation.h"

namespace licet::api {
namespace {

struct Request {
    licet::AccountId AccountId;
    organizations::ServicePrincipalName ServicePrincipal;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccountId, ServicePrincipal))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::register_delegated_administrator(
                  call.state(), {request.AccountId, request.ServicePrincipal}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Account", request.AccountId.text());
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = organizations::permit_node(call, request.AccountId.text());
    organizations::add_service(permissions, request.ServicePrincipal);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "AccountAlreadyRegisteredException",
                                        "AccountNotFoundException", "ConstraintViolationException"};

}  // namespace

extern constinit const Operation op_organizations_register_delegated_administrator =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "RegisterDelegatedAdministrator",
         .doc = "Makes a member account a delegated administrator of an AWS service.",
         .access = Access::write,
         .needs = organizations::kOnAccountAndService,
         .errors = kErrors});

}  // namespace licet::api
