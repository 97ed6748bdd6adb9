// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::PathPrefix> PathPrefix;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PathPrefix, Marker, MaxItems))

struct Response {
    std::vector<iam::Group> Groups;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Groups, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const std::string prefix = request.PathPrefix.value_or("/");
    const Listing listing{call, "ListGroups", prefix};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto next =
        iam::fill_names(call.state().identity.groups, call.account(), {}, page,
                        [&](const std::string& name, const model::Group& group) {
                            if (!group.path.starts_with(prefix)) {
                                return false;
                            }
                            response.Groups.push_back(iam::show_group(call.account(), name, group));
                            return true;
                        });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_list_groups =
    operation<Request, Response, run>({.service = &wire::kIam,
                                       .name = "ListGroups",
                                       .doc = "Lists the groups of the account.",
                                       .access = Access::read});

}  // namespace licet::api
