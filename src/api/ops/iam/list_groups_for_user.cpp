// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/shapes.h"
#include "api/iam/targets.h"

namespace licet::api {
namespace {

struct Request : iam::UserTarget {
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::UserTarget), (Marker, MaxItems))

struct Response {
    std::vector<iam::Group> Groups;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Groups, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const auto& all = call.state().identity;
    const auto identity = iam::identity_of(call, request);
    LICET_TRY_VOID(model::require_identity(call.state(), identity));
    const Listing listing{call, "ListGroupsForUser", request.UserName};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto next =
        fill_page(model::groups_of(all, identity.name), page, [&](const std::string& name) {
            const auto* group = model::find_group(all, call.account(), name);
            LICET_CHECK(group != nullptr);
            response.Groups.push_back(iam::show_group(call.account(), name, *group));
            return true;
        });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_list_groups_for_user =
    operation<Request, Response, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "ListGroupsForUser",
         .doc = "Lists the groups that a user is in.",
         .access = Access::read,
         .needs = iam::kOnUser});

}  // namespace licet::api
