// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (NextToken, MaxResults))

struct Response {
    std::vector<organizations::Root> Roots;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Roots))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto organization,
              model::require_reader(call.state().organization, call.account()));
    if (request.NextToken) {  // one root makes one page
        return organizations::invalid_next_token();
    }
    return Response{{organizations::show_root(organization)}};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_roots =
    operation<Request, Response, run>({.service = &wire::kOrganizations,
                                       .name = "ListRoots",
                                       .doc = "Lists the roots of the organization: always one.",
                                       .access = Access::read,
                                       .errors = kErrors});

}  // namespace licet::api
