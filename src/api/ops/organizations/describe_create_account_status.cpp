// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::CreationId CreateAccountRequestId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (CreateAccountRequestId))

struct Response {
    organizations::CreateAccountStatus CreateAccountStatus;
};
BOOST_DESCRIBE_STRUCT(Response, (), (CreateAccountStatus))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    const auto found = state.creations.find(request.CreateAccountRequestId);
    if (found == state.creations.end() || found->second.organization != organization.id) {
        return Error{ErrorKind::not_found,
                     "there is no request `" + request.CreateAccountRequestId +
                         "` for an account in your organization",
                     "CreateAccountStatusNotFoundException"};
    }
    return Response{organizations::show_creation(found->first, found->second)};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "CreateAccountStatusNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_create_account_status =
    operation<Request, Response, run>({.service = &wire::kOrganizations,
                                       .name = "DescribeCreateAccountStatus",
                                       .doc = "Tells how far a request for an account has come.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
