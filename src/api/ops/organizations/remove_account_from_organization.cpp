// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/permissions.h"
#include "model/organization/leaving.h"

namespace licet::api {
namespace {

struct Request {
    licet::AccountId AccountId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccountId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::remove_account(call.state(), {request.AccountId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Account", request.AccountId.text());
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.AccountId.text());
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "AccountNotFoundException", "ConstraintViolationException",
                                        "MasterCannotLeaveOrganizationException"};

}  // namespace

extern constinit const Operation op_organizations_remove_account_from_organization =
    operation<Request, Empty, run, permissions>({.service = &wire::kOrganizations,
                                                 .name = "RemoveAccountFromOrganization",
                                                 .doc = "Makes a member account stand alone.",
                                                 .access = Access::write,
                                                 .needs = organizations::kOnAccount,
                                                 .errors = kErrors});

}  // namespace licet::api
