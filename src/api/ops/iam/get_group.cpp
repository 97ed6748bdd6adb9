// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/shapes.h"
#include "api/iam/targets.h"

namespace licet::api {
namespace {

struct Request : iam::GroupTarget {
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::GroupTarget), (Marker, MaxItems))

struct Response {
    iam::Group Group;
    std::vector<iam::User> Users;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Group, Users, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const auto& all = call.state().identity;
    LICET_TRY_VOID(model::require_identity(call.state(), iam::identity_of(call, request)));
    const auto* group = model::find_group(all, call.account(), request.GroupName);
    const Listing listing{call, "GetGroup", request.GroupName};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    response.Group = iam::show_group(call.account(), request.GroupName, *group);
    const auto next = fill_page(group->members, page, [&](const std::string& name) {
        const auto* user = model::find_user(all, call.account(), name);
        LICET_CHECK(user != nullptr);
        response.Users.push_back(iam::show_user(call.account(), name, *user, iam::Detail::summary));
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_get_group =
    operation<Request, Response, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "GetGroup",
         .doc = "Shows a group and the users in it.",
         .access = Access::read,
         .needs = iam::kOnGroup});

}  // namespace licet::api
