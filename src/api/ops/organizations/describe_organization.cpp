// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Response {
    organizations::Organization Organization;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Organization))

Result<Response> run(Call& call, const Empty&) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    return Response{organizations::show_organization(state, organization)};
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_describe_organization =
    operation<Empty, Response, run>(
        {.service = &wire::kOrganizations,
         .name = "DescribeOrganization",
         .doc = "Describes the organization that the caller is a member of.",
         .access = Access::read,
         .errors = kErrors});

}  // namespace licet::api
