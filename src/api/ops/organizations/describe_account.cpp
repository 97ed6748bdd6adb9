// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    licet::AccountId AccountId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AccountId))

struct Response {
    organizations::Account Account;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Account))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_account(state, organization, request.AccountId));
    return Response{organizations::show_account(state, organization, request.AccountId)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.AccountId.text());
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "AccountNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_account =
    operation<Request, Response, run, permissions>({.service = &wire::kOrganizations,
                                                    .name = "DescribeAccount",
                                                    .doc = "Describes a member account.",
                                                    .access = Access::read,
                                                    .needs = organizations::kOnAccount,
                                                    .errors = kErrors});

}  // namespace licet::api
