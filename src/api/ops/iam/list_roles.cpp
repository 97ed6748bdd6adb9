// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/shapes.h"
#include "model/identity/service_linked_roles.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::PathPrefix> PathPrefix;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PathPrefix, Marker, MaxItems))

struct Response {
    std::vector<iam::Role> Roles;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Roles, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    const std::string prefix = request.PathPrefix.value_or("/");
    const Listing listing{call, "ListRoles", prefix};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto derived = model::derived_roles(call.state(), call.account());
    const auto next = iam::fill_names(call.state().identity.roles, call.account(), derived, page,
                                      [&](const std::string& name, const model::Role& role) {
                                          if (!role.path.starts_with(prefix)) {
                                              return false;
                                          }
                                          response.Roles.push_back(iam::show_role(
                                              call.account(), name, role, iam::Detail::summary));
                                          return true;
                                      });
    iam::end_page(response, listing, next);
    return response;
}

}  // namespace

extern constinit const Operation op_iam_list_roles =
    operation<Request, Response, run>({.service = &wire::kIam,
                                       .name = "ListRoles",
                                       .doc = "Lists the roles of the account.",
                                       .access = Access::read});

}  // namespace licet::api
