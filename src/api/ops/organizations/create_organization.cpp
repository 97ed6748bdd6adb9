// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"
#include "model/organization/organization_creation.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<model::FeatureSet> FeatureSet;
};
BOOST_DESCRIBE_STRUCT(Request, (), (FeatureSet))

struct Response {
    organizations::Organization Organization;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Organization))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateOrganization command{request.FeatureSet.value_or(model::FeatureSet::ALL)};
    LICET_TRY(auto events, model::create_organization(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    call.transaction.touch("AWS::Organizations::Organization", organization.id);
    return Response{organizations::show_organization(state, organization)};
}

constexpr std::string_view kErrors[] = {"AlreadyInOrganizationException"};

}  // namespace

extern constinit const Operation op_organizations_create_organization =
    operation<Request, Response, run>(
        {.service = &wire::kOrganizations,
         .name = "CreateOrganization",
         .doc = "Makes the calling account the management account of a new organization.",
         .access = Access::write,
         .errors = kErrors});

}  // namespace licet::api
