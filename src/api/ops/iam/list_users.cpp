// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
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
    std::vector<iam::User> Users;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Users, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const std::string prefix = request.PathPrefix.value_or("/");
    const Listing listing{call, "ListUsers", prefix};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto next = iam::fill_names(call.state().identity.users, call.account(), {}, page,
                                      [&](const std::string& name, const model::User& user) {
                                          if (!user.path.starts_with(prefix)) {
                                              return false;
                                          }
                                          response.Users.push_back(iam::show_user(
                                              call.account(), name, user, iam::Detail::summary));
                                          return true;
                                      });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_list_users =
    operation<Request, Response, run>({.service = &wire::kIam,
                                       .name = "ListUsers",
                                       .doc = "Lists the users of the account.",
                                       .access = Access::read});

}  // namespace licet::api
