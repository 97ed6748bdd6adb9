// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "model/organization/access.h"
#include "model/organization/tags.h"

namespace licet::api {
namespace {

struct Request {
    organizations::TaggableId ResourceId;
    organizations::NextToken NextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceId, NextToken))

struct Response {
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Tags))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY(const auto* tags, model::require_tags(state, organization, request.ResourceId));
    if (request.NextToken) {  // a resource has few enough tags for one page
        return organizations::invalid_next_token();
    }
    Response response;
    for (const auto& [key, value] : *tags) {
        response.Tags.push_back({key, value});
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.ResourceId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_tags_for_resource =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListTagsForResource",
         .doc = "Lists the tags of a root, an organizational unit or an account.",
         .access = Access::read,
         .needs = organizations::kOnTaggable,
         .errors = kErrors});

}  // namespace licet::api
